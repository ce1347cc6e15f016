"""Guessing is slowed down and noticed, and no secret is written where others read."""

from pathlib import Path

import httpx
import pytest
from harness.client import event
from harness.server import Server
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from access.tokens import bearer, create, status


@pytest.fixture
def locked(perch, tmp_path):
    data = tmp_path / "data"
    secret = create(perch, data, "control")
    with Server(perch, data, "--log-level", "debug") as server:
        yield server.start(), secret


def test_who_guesses_is_told_to_wait_while_the_right_token_is_let_in(locked):
    server, secret = locked
    answers = [httpx.get(server.url + "/v1/state", headers=bearer(f"guess-{index}")) for index in range(15)]
    assert [one.status_code for one in answers] == [401] * 10 + [429] * 5
    assert answers[-1].json()["error"]["code"] == "rate_limited" and 0 < int(answers[-1].headers["retry-after"]) <= 60
    assert status(server, "GET", "/v1/state", secret) == 200
    assert status(server, "GET", "/v1/state") == 401, "who shows no token is not guessing"
    assert status(server, "GET", "/login?token=guess") == 429
    with pytest.raises(InvalidStatus) as refused:
        connect(f"ws://{server.host}/v1/live?token=guess")
    assert refused.value.response.status_code == 429
    assert status(server, "GET", f"/login?token={secret}") == 303


def test_guesses_are_logged_a_few_times_and_without_what_was_guessed(locked):
    server, _ = locked
    for index in range(30):
        httpx.get(server.url + f"/v1/state?token=guess-{index}")
        httpx.get(server.url + f"/nothing-guess-{index}", headers=bearer("guess"))
    server.stop()
    said = "".join(server.outputs)
    lines = [line for line in said.splitlines() if "not known here, from 127.0.0.1" in line]
    assert len(lines) == 10 and any("GET /v1/state" in line for line in lines)
    assert "guess" not in said


def test_no_secret_is_in_a_log_line_or_among_the_processes(perch, tmp_path):
    data, file = tmp_path / "data", tmp_path / "token"
    made, given = create(perch, data, "read"), "given-given-given-given"
    file.write_text(given + "\n")
    with Server(perch, data, "--log-level", "debug", "--access-token-file", str(file)) as server:
        server.start()
        for secret in (made, given):
            for path in ("/v1/state", "/v1/events?limit=x", "/nothing", "/v1/stream?after=x", "/login"):
                mark = "&" if "?" in path else "?"
                httpx.get(f"{server.url}{path}{mark}token={secret}")
                httpx.post(server.url + path, headers=bearer(secret), json=event("tool.started"))
        arguments = Path(f"/proc/{server.pid}/cmdline").read_bytes().decode()
        server.stop()
        said = "".join(server.outputs)
        assert "refused" in said
        for secret in (made, given):
            assert secret not in said and secret not in arguments
