"""`perch token`, as a person uses it, and requests that show what it made."""

import subprocess
from pathlib import Path

import httpx
from harness.program import environment
from harness.server import Server

SCOPES = ["ingest", "read", "control"]


def token(binary: str, data: Path, *words: str) -> subprocess.CompletedProcess:
    """One `perch token` command on a data folder."""
    command = [binary, "token", *words, "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, env=environment({"HOME": "/nonexistent"}))


def create(binary: str, data: Path, scope: str, *options: str) -> str:
    """Makes a token, and returns its secret: the last word printed."""
    done = token(binary, data, "create", "--scope", scope, *options)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


def status(server: Server, method: str, path: str, secret: str | None = None, **options) -> int:
    """What a request is answered, by the header `Authorization`."""
    headers = bearer(secret) if secret else {}
    with httpx.stream(method, server.url + path, headers=headers | options.pop("headers", {}), timeout=10, **options) as answer:
        return answer.status_code


def until(server: Server, wanted: int, method: str, path: str, secret: str | None = None, tries: int = 60) -> None:
    """Asks until the answer is this one; the server looks at the file once a second."""
    pause = httpx.Client(timeout=0.1)
    for _ in range(tries):
        if status(server, method, path, secret) == wanted:
            return
        # A stream that is silent for a tenth of a second is the pause.
        try:
            pause.get(server.url + "/health")
        except httpx.HTTPError:
            pass
    raise AssertionError(f"{method} {path} was never answered {wanted}")
