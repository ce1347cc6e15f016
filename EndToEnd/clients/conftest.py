"""The Python client against real hubs, and against a few that misbehave in ways a real one cannot be made to."""

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from cli.conftest import free_port
from harness.client import Client
from harness.program import environment
from harness.server import Server

from perch import Perch

PACKAGE = Path(__file__).resolve().parent.parent.parent / "clients" / "python"
# PERCH_PYTHONS names other interpreters than this one to try, separated by colons.
PYTHONS = os.environ.get("PERCH_PYTHONS", sys.executable).split(":")


@pytest.fixture(autouse=True)
def no_settings_of_the_developer(monkeypatch):
    for name in [name for name in os.environ if name.startswith("PERCH")]:
        monkeypatch.delenv(name)


class Lasting(Server):
    """A server that has the same address each time it is started."""

    def __init__(self, binary: str, data, *options: str):
        self.fixed = free_port()
        super().__init__(binary, data, "--listen", f"127.0.0.1:{self.fixed}", *options)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.fixed}"


@pytest.fixture
def lasting(perch, tmp_path):
    """Not started yet; may be stopped, killed and started again at one address."""
    with Lasting(perch, tmp_path / "data") as server:
        yield server


@pytest.fixture
def hub(house, request):
    """A client of the running server, in a project of the test's own."""
    with Perch(house.url, project=request.node.name[:200], interval=0.01) as hub:
        yield hub


def stored(server: Server, **query) -> list[dict]:
    """What the server has in its log, asked by another client than the one under test."""
    with Client(server) as client:
        return [event for event in client.events(**query) if event["kind"] != "agent.presence" or event["source"] != "watcher"]


def told(hub: Perch, server: Server, *names: str) -> list[dict]:
    """What the hub's reports became: each event's kind, the fields of these names, and its data."""
    assert hub.flush(10), hub.last_error
    assert hub.refused == 0, hub.last_error
    events = stored(server, project=hub.reporter.defaults["project"])
    mine = [event for event in events if "id" in event]
    return [{"kind": event["kind"], **{name: event.get(name) for name in names}, **event["data"]} for event in mine]


def python(
    script: str, *arguments: str, env: dict[str, str] | None = None, within: float = 30, interpreter: str = sys.executable
) -> subprocess.CompletedProcess:
    """A program of its own that uses the client, run to its end."""
    where = {"PYTHONPATH": str(PACKAGE / "src")}
    return subprocess.run(
        [interpreter, "-c", script, *arguments], capture_output=True, text=True, timeout=within, env=environment(where | (env or {}))
    )


class Impostor:
    """Answers each request on its port with the next of these responses, and the last one for ever; None hangs up unheard.

    With no responses at all it accepts connections and says nothing.
    """

    def __init__(self, *responses: bytes | None):
        self.responses = list(responses)
        self.requests: list[bytes] = []
        self.heard = threading.Condition()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._connections: list[socket.socket] = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> "Impostor":
        return self

    def __exit__(self, *_) -> None:
        for one in [self._listener, *self._connections]:
            one.close()

    def wait_for(self, count: int, within: float = 10) -> list[bytes]:
        """So many requests."""
        with self.heard:
            assert self.heard.wait_for(lambda: len(self.requests) >= count, within), f"{len(self.requests)} of {count} requests came"
            return list(self.requests)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            if self.responses:
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            while request := self.read(lines):
                with self.heard:
                    response = self.responses.pop(0) if len(self.responses) > 1 else self.responses[0]
                    self.requests.append(request)
                    self.heard.notify_all()
                if response is None:
                    return
                connection.sendall(response)

    @staticmethod
    def read(lines) -> bytes:
        """The next request, with its body; nothing at the end of the connection."""
        head = b""
        while line := lines.readline():
            head += line
            if line == b"\r\n":
                length = [int(one.split(b":")[1]) for one in head.lower().split(b"\r\n") if one.startswith(b"content-length:")]
                return head + lines.read(length[0] if length else 0)
        return b""


def response(status: int, body: bytes = b"{}", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body
