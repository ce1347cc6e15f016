"""A server with a caller of its REST endpoints and a client of its WebSocket."""

import pytest
from daena_clients import Daena, Watcher


@pytest.fixture
def daena(running):
    with Daena(running) as daena:
        yield daena


@pytest.fixture
def watcher(running):
    with Watcher(running) as watcher:
        yield watcher
