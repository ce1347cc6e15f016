"""One server with all five clients for each file."""

import pytest
from harness.server import Server
from translation.five import Five


@pytest.fixture(scope="module")
def five(perch, tmp_path_factory):
    with Server(perch, tmp_path_factory.mktemp("five") / "data") as server, Five(server.start()) as five:
        yield five
