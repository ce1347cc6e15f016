"""The command line as people use it: each command against a real server."""

import json
import socket
import subprocess

import pytest
from harness.program import Program, environment
from harness.server import Server


def clean(extra: dict[str, str] | None = None) -> dict[str, str]:
    """The environment of a person without settings of their own."""
    return environment({"HOME": "/nonexistent", "TZ": "UTC"} | (extra or {}))


class CommandLine:
    """Runs `perch` commands against one server."""

    def __init__(self, binary: str, server: Server | None, folder):
        self.binary, self.server, self.folder = binary, server, folder

    def __call__(self, *words: str, input: str | bytes = b"", env: dict[str, str] | None = None, within: float = 60):
        """Runs a command to its end: its status and both its outputs."""
        data = input.encode() if isinstance(input, str) else input
        address = {"PERCH_SERVER": self.server.url} if self.server and self.server.port else {}
        done = subprocess.run(
            [self.binary, *words], input=data, capture_output=True, timeout=within, env=clean(address | (env or {})), cwd=self.folder
        )
        done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
        return done

    def fine(self, *words: str, **options) -> str:
        """Runs a command that must succeed, and gives its standard output."""
        done = self(*words, **options)
        assert done.returncode == 0, f"perch {' '.join(words)}: {done.returncode}\n{done.stderr}"
        return done.stdout

    def events(self, *words: str) -> list[dict]:
        """What `perch events --all` writes."""
        return [json.loads(line) for line in self.fine("events", "--all", *words).splitlines()]

    def start(self, *words: str) -> Program:
        """Starts a command that goes on."""
        return Program([self.binary, *words], env=clean({"PERCH_SERVER": self.server.url}), cwd=self.folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def cli(perch, running, tmp_path):
    return CommandLine(perch, running, tmp_path)


@pytest.fixture
def alone(perch, tmp_path):
    """The commands without a server."""
    return CommandLine(perch, None, tmp_path)
