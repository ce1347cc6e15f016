import pytest
from htmlgraph.dashboard import API


@pytest.fixture
def api(running):
    return API(running)
