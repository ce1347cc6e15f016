"""What a token of each scope opens, at every native door, however it is carried."""

import httpx
import pytest
from harness.client import Client, event
from harness.server import Server
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from access.tokens import SCOPES, bearer, create, status

REPORT = {"json": event()}
FROM_A_PERSON = {"json": event("message.sent", data={"thread": "t", "from": "user", "to": "a1", "content": "stop"})}
FROM_AN_AGENT = {"json": event("message.sent", data={"thread": "t", "from": "a2", "to": "a1", "content": "hi"})}

# A door, and which scopes open it.
DOORS = [
    ("GET", "/health", {}, ["nobody", *SCOPES]),
    ("POST", "/v1/events", REPORT, ["ingest", "control"]),
    ("POST", "/v1/events", FROM_AN_AGENT, ["ingest", "control"]),
    ("POST", "/v1/events", FROM_A_PERSON, ["control"]),
    ("GET", "/v1/events", {}, ["read", "control"]),
    ("GET", "/v1/state", {}, ["read", "control"]),
    ("GET", "/v1/stream", {}, ["read", "control"]),
    ("GET", "/metrics", {}, ["read", "control"]),
    ("GET", "/openapi.json", {}, ["read", "control"]),
]


@pytest.fixture(scope="module")
def locked(perch, tmp_path_factory):
    """A server for which a token of each scope was made, and these."""
    data = tmp_path_factory.mktemp("locked") / "data"
    secrets = {scope: create(perch, data, scope) for scope in SCOPES}
    with Server(perch, data) as server:
        yield server.start(), secrets


@pytest.mark.parametrize("method, path, body, opening", DOORS)
@pytest.mark.parametrize("who", ["nobody", *SCOPES])
def test_a_door_opens_to_its_scopes_only(locked, method, path, body, opening, who):
    server, secrets = locked
    wanted = 200 if who in opening else 401 if who == "nobody" else 403
    assert status(server, method, path, secrets.get(who), **body) == wanted


@pytest.mark.parametrize("path", ["/v1/live", "/v1/stream"])
@pytest.mark.parametrize("who, refusal", [("nobody", 401), ("ingest", 403), ("read", None), ("control", None)])
def test_a_socket_is_refused_at_its_handshake(locked, path, who, refusal):
    server, secrets = locked
    headers = bearer(secrets[who]) if who in secrets else {}
    if refusal is None:
        with connect(f"ws://{server.host}{path}", additional_headers=headers):
            return
    with pytest.raises(InvalidStatus) as refused:
        connect(f"ws://{server.host}{path}", additional_headers=headers)
    assert refused.value.response.status_code == refusal


def test_a_socket_may_carry_its_token_as_a_subprotocol(locked):
    server, secrets = locked
    with connect(f"ws://{server.host}/v1/live", subprotocols=["bearer", secrets["read"]]) as socket:
        assert socket.subprotocol == "bearer"
    with pytest.raises(InvalidStatus):
        connect(f"ws://{server.host}/v1/live", subprotocols=["bearer", secrets["read"] + "x"])


def test_every_carrier_opens_and_the_first_one_counts(locked):
    server, secrets = locked
    right, wrong = secrets["read"], "perch_r_wrong"
    url = server.url + "/v1/state"
    assert httpx.get(url, params={"token": right}).status_code == 200
    assert httpx.get(url, headers={"cookie": f"other=1; perch_token={right}"}).status_code == 200
    assert httpx.get(url, headers={"authorization": f"bEaReR {right}"}).status_code == 200
    assert httpx.get(url, params={"token": right}, headers=bearer(wrong)).status_code == 401
    assert httpx.get(url, params={"token": wrong}, headers={"cookie": f"perch_token={right}"}).status_code == 401
    assert httpx.get(url, params={"token": wrong}, headers=bearer(right)).status_code == 200


def test_a_refusal_says_how_to_send_and_how_to_make_a_token(locked):
    server, secrets = locked
    for headers, words in [({}, ["Authorization: Bearer", "?token=", "perch token create --scope read"]), (bearer(secrets["ingest"]), ['scope "read"'])]:
        said = httpx.get(server.url + "/v1/state", headers=headers).json()["error"]["message"]
        assert all(word in said for word in words), said


def test_control_is_never_open(running):
    with Client(running) as client:
        client.post(event())
        assert client.http.post("/v1/events", **FROM_AN_AGENT).status_code == 200
        for sender in ["user", "User", "user:ada", "operator", "human@home", "admin/1"]:
            body = event("message.sent", data={"thread": "t", "from": sender, "to": "a1", "content": "stop"})
            assert client.http.post("/v1/events", json=body).status_code == 403
            assert client.http.post("/v1/events", json=[event(), body]).status_code == 403
        assert client.http.post("/v1/events", headers=bearer("perch_c_guess"), **FROM_A_PERSON).status_code == 401
        assert len(client.events()) == 2, "nothing of what was refused was stored"


def test_a_token_nobody_asked_for_is_passed_over(running):
    """Clients of foreign systems show tokens of their own."""
    assert httpx.get(running.url + "/v1/state", headers=bearer("eyJhbGciOiJIUzI1NiJ9.e30.x")).status_code == 200


def test_the_one_access_token_may_do_everything(perch, tmp_path):
    with Server(perch, tmp_path / "data", env={"PERCH_ACCESS_TOKEN": "secret-secret-secret-1"}) as server:
        server.start()
        for method, path, body, opening in DOORS:
            assert status(server, method, path, "secret-secret-secret-1", **body) == 200
            assert status(server, method, path, "secret-secret-secret-2", **body) in ([200] if "nobody" in opening else [401, 429])
        assert "/login" not in server.output


def test_who_may_only_report_is_shown_nothing_of_others_in_answer(server):
    secret = create(server.binary, server.data, "ingest")
    server.start()
    with httpx.Client(base_url=server.url, headers=bearer(secret)) as agent:
        agent.post("/api/presence/victim", json={"tool_name": "Bash", "feature_id": "secret-feature"})
        assert "secret-feature" not in agent.post("/api/presence/victim", json={"status": "idle"}).text
        created = {"run_id": "r", "parent_agent_id": "a", "child_agent_id": "b", "initial_message": "Begin", "metadata": {"budget": "secret-budget"}}
        thread = agent.post("/api/agent_chat/create", json=created).json()["thread_id"]
        closed = agent.post("/api/agent_chat/close", json={"thread_id": thread})
        assert (closed.status_code, closed.json()) == (200, {"status": "closed"})
