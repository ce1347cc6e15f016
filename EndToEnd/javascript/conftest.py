"""A server that comes back at the address it had, as a page that reconnects needs it."""

import pytest
from harness.client import Client
from harness.server import Server
from javascript.page import free_port


@pytest.fixture
def steady(perch, tmp_path):
    port = free_port()
    with Server(perch, tmp_path / "data", "--listen", f"127.0.0.1:{port}") as server:
        server.start().port = port
        yield server


@pytest.fixture
def native(steady):
    """A reporter through another door than the pages' own; it connects anew where the server was restarted."""
    with Client(steady) as client:
        yield client


@pytest.fixture
def restart(steady, native):
    """Restarts the server at its address; what the reporter says then reaches it."""

    def restart():
        port = steady.port
        steady.restart().port = port

    return restart
