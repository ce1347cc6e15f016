"""A person may only speak with a token that allows it."""

import pytest
from chat import Chat
from harness.server import Server

TOKEN = "secret-secret-secret-1"


@pytest.fixture
def chat(running):
    with Chat(running.url) as chat:
        yield chat


@pytest.fixture
def person(perch, tmp_path):
    """A client that may do everything, of a server that asks for a token."""
    with Server(perch, tmp_path / "guarded", "--access-token", TOKEN) as server:
        with Chat(server.start().url, TOKEN) as chat:
            yield chat
