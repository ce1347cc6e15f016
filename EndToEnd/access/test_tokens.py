"""Tokens are made, listed, revoked and end while the server runs; what is kept of them tells nobody their secret."""

import json
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import httpx
import pytest
from harness.client import event
from harness.program import run
from harness.server import Server
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from access.tokens import SCOPES, bearer, create, status, token, until


def test_a_secret_is_shown_once_and_kept_hashed_in_a_file_of_its_owner(perch, tmp_path):
    data = tmp_path / "data"
    secrets = {scope: create(perch, data, scope, "--name", f"my-{scope}") for scope in SCOPES}
    for scope, secret in secrets.items():
        assert re.fullmatch(rf"perch_{scope[0]}_[A-Za-z0-9_-]{{43}}", secret)
    file = data / "tokens.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = json.loads(file.read_text())["tokens"]
    assert [one["sha256"] for one in kept] == [sha256(secret.encode()).hexdigest() for secret in secrets.values()]
    everything = file.read_text() + token(perch, data, "list").stdout + token(perch, data, "list", "--json").stdout
    assert not any(secret in everything or secret[8:] in everything for secret in secrets.values())
    listed = json.loads(token(perch, data, "list", "--json").stdout)["tokens"]
    assert [(one["scope"], one["name"]) for one in listed] == [(scope, f"my-{scope}") for scope in SCOPES]
    assert "sha256" not in json.dumps(listed)


def test_many_at_once_lose_none(perch, tmp_path):
    data = tmp_path / "data"
    with ThreadPoolExecutor(8) as pool:
        secrets = list(pool.map(lambda index: create(perch, data, "read", "--name", f"n{index}"), range(24)))
    kept = json.loads((data / "tokens.json").read_text())["tokens"]
    assert {one["sha256"] for one in kept} == {sha256(secret.encode()).hexdigest() for secret in secrets}
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda index: token(perch, data, "revoke", f"n{index}").returncode, range(24)))
    assert done == [0] * 24
    assert json.loads((data / "tokens.json").read_text())["tokens"] == []


def test_the_first_token_locks_a_server_that_runs_and_revoking_it_ends_what_it_let_in(perch, running):
    with connect(f"ws://{running.host}/v1/live") as stranger:
        secret = create(perch, running.data, "read", "--name", "screen")
        with pytest.raises(ConnectionClosed) as closed:
            stranger.recv(10)
        assert closed.value.rcvd.code == 1008
    assert status(running, "GET", "/v1/state") == 401
    assert status(running, "GET", "/v1/state", secret) == 200
    keeper = create(perch, running.data, "control")
    until(running, 200, "GET", "/v1/state", keeper)
    with connect(f"ws://{running.host}/v1/stream", additional_headers=bearer(secret)) as socket, httpx.stream(
        "GET", running.url + "/v1/stream", headers=bearer(secret), timeout=15
    ) as stream, connect(f"ws://{running.host}/v1/stream", additional_headers=bearer(keeper)) as other:
        assert token(perch, running.data, "revoke", "screen").returncode == 0
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(10)
        assert closed.value.rcvd.code == 1008 and "revoked" in closed.value.rcvd.reason
        assert not [line for line in stream.iter_lines() if line.startswith("data")], "the stream ended, and told nothing"
        assert status(running, "GET", "/v1/state", secret) == 401
        httpx.post(running.url + "/v1/events", json=event(id="after"), headers=bearer(keeper)).raise_for_status()
        assert json.loads(other.recv(10))["id"] == "after", "another token's connections stay"


def test_a_token_ends_by_itself(perch, running):
    create(perch, running.data, "control")
    secret = create(perch, running.data, "read", "--expires", "3s")
    until(running, 200, "GET", "/v1/state", secret)
    with connect(f"ws://{running.host}/v1/live?token={secret}") as socket, pytest.raises(ConnectionClosed) as closed:
        while True:
            socket.recv(10)
    assert closed.value.rcvd.code == 1008
    assert status(running, "GET", "/v1/state", secret) == 401
    assert "(ended)" in token(perch, running.data, "list").stdout


def test_when_a_token_was_last_used_is_written_down_at_the_end(perch, running):
    secret = create(perch, running.data, "read")
    until(running, 200, "GET", "/v1/state", secret)
    assert running.stop() == 0
    assert json.loads(token(perch, running.data, "list", "--json").stdout)["tokens"][0]["used"]


def test_a_server_beyond_this_machine_starts_with_a_token_and_asks_strangers_for_one(perch, tmp_path):
    data = tmp_path / "data"
    command = [perch, "serve", "--listen", "0.0.0.0:0", "--data", str(data)]
    refused = run(command)
    assert refused.returncode == 2 and "perch token create --scope control" in refused.stderr
    secret = create(perch, data, "read")
    with Server(perch, data, "--listen", "0.0.0.0:0") as server:
        server.start()
        assert status(server, "GET", "/v1/state") == 401
        assert status(server, "GET", "/v1/state", secret) == 200
        token(perch, data, "revoke", json.loads(token(perch, data, "list", "--json").stdout)["tokens"][0]["id"])
        until(server, 401, "GET", "/v1/state", secret)
        assert status(server, "GET", "/v1/state") == 401, "without any token left it is closed, not open"


@pytest.mark.parametrize(
    "words, said",
    [
        (["create", "--scope", "read", "--name", "taken"], "name already"),
        (["revoke", "nobody"], "perch token list"),
    ],
)
def test_what_cannot_be_done_is_said(perch, tmp_path, words, said):
    create(perch, tmp_path, "read", "--name", "taken")
    done = token(perch, tmp_path, *words)
    assert done.returncode == 1 and said in done.stderr


def test_a_spoilt_file_is_named_and_left_alone(perch, tmp_path):
    (tmp_path / "tokens.json").write_text("{")
    for done in (token(perch, tmp_path, "create", "--scope", "read"), run([perch, "serve", "--listen", "127.0.0.1:0", "--data", str(tmp_path)])):
        assert done.returncode == 1 and "tokens.json" in done.stderr
    assert (tmp_path / "tokens.json").read_text() == "{"


def test_the_doctor_counts_tokens_and_looks_at_the_rights_of_their_file(perch, tmp_path):
    def finding() -> dict:
        done = run([perch, "doctor", "--json", "--quick", "--data", str(tmp_path), "--listen", "127.0.0.1:0"], env={"HOME": "/nonexistent"})
        return next(one for one in json.loads(done.stdout)["findings"] if one["subject"] == "tokens")

    assert "none" in finding()["text"]
    for scope in ("ingest", "read", "read"):
        create(perch, tmp_path, scope)
    assert finding()["state"] == "good" and "1 ingest, 2 read, 0 control" in finding()["text"]
    (tmp_path / "tokens.json").chmod(0o644)
    assert finding()["state"] == "bad" and "chmod 600" in finding()["advice"]
