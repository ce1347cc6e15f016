"""Daena's own authentication, with tokens that another library makes."""

import base64
import hashlib
import hmac
import itertools
import json
import time

import httpx
import jwt
import pytest
from daena_clients import BASE, Daena, Watcher
from harness.server import Server
from websockets.exceptions import InvalidStatus

KEY, SECRET = "monitoring-key-1", "a secret for tokens that is long enough for every hash of the family, sixty-four bytes"
PERCH = "secret-secret-secret-1"
UNAUTHORIZED = "Unauthorized: Authentication required for monitoring endpoints. Provide X-API-Key header or Bearer JWT token."
FORBIDDEN = "Forbidden: Invalid API key"


def token(secret: str = SECRET, algorithm: str = "HS256", headers: dict | None = None, **claims) -> str:
    now = time.time()
    all = {"sub": "ada", "role": "founder", "type": "access", "iat": int(now), "exp": int(now) + 900, **claims}
    return jwt.encode({key: value for key, value in all.items() if value is not None}, secret, algorithm, headers)


def ask(server, headers: dict | None = None, path: str = "/agent-status") -> tuple[int, str | None]:
    """Asks from an address of its own each time: guesses are counted by address."""
    with httpx.Client(transport=httpx.HTTPTransport(local_address=f"127.0.{next(ADDRESSES)}.1")) as client:
        answer = client.get(server.url + BASE + path, headers=headers)
    return answer.status_code, answer.json().get("detail")


ADDRESSES = itertools.count(1)


def bearer(text: str) -> dict:
    return {"authorization": f"Bearer {text}"}


@pytest.fixture(scope="module")
def guarded(perch, tmp_path_factory):
    """A server whose Daena asks for a key or a token, and which itself is open."""
    env = {"DAENA_MONITORING_API_KEY": KEY, "DAENA_SECRET_KEY": "second-key", "JWT_SECRET": SECRET, "SECRET_KEY": "not this one"}
    with Server(perch, tmp_path_factory.mktemp("guarded") / "data", env=env) as server:
        yield server.start()


def test_without_anything_it_is_401_and_with_a_wrong_key_403(guarded):
    assert ask(guarded) == (401, UNAUTHORIZED)
    assert ask(guarded, {"x-api-key": "wrong"}) == (403, FORBIDDEN)
    assert ask(guarded, {"x-api-key": KEY + "x"}) == (403, FORBIDDEN)
    assert ask(guarded, {"x-api-key": SECRET}) == (403, FORBIDDEN)
    assert ask(guarded, bearer(KEY)) == (401, UNAUTHORIZED)
    assert ask(guarded, {"authorization": f"Basic {KEY}"}) == (401, UNAUTHORIZED)


@pytest.mark.parametrize("key", [KEY, "second-key"])
def test_each_key_opens_every_endpoint(guarded, key):
    with Daena(guarded, {"x-api-key": key}) as daena:
        id = daena.record(key)
        daena.post("/complete-activity", activity_id=id)
        session = daena.post("/start-collaboration", participants=["a"])["session_id"]
        daena.post("/record-decision", session_id=session, decision="d")
        daena.post("/end-collaboration", session_id=session)
        daena.post("/record-memory-update", operation="read", item_id="i")
        for path in ["/agent-status", "/activity-feed", "/active-collaborations", "/collaborations"]:
            daena.get(path)
    for path in ["record-activity", "complete-activity", "start-collaboration", "end-collaboration", "record-memory-update", "record-decision"]:
        assert httpx.post(f"{guarded.url}{BASE}/{path}", json={}).status_code == 401


@pytest.mark.parametrize(
    "good",
    [
        lambda: token(role="admin"),
        lambda: token(role="founder", email="ada@example.org", tenant_id="t", project_id="p"),
        lambda: token(role="monitor"),
        lambda: token(exp=int(time.time()) - 5),
        lambda: token(iat=int(time.time()) + 5, nbf=int(time.time()) + 5),
        lambda: token(iat=None),
        lambda: token(exp=time.time() + 60.5),
        lambda: token(headers={"kid": "1"}),
        lambda: token(sub="ada" * 500),
    ],
)
def test_tokens_that_open(guarded, good):
    assert ask(guarded, bearer(good()))[0] == 200
    assert ask(guarded, {"authorization": f"bearer {good()}"})[0] == 200
    assert ask(guarded, bearer(good()) | {"x-api-key": "wrong"})[0] == 200


def signed(header: dict, claims: dict) -> str:
    """A token of any header, signed as HS256 signs."""
    def part(bytes: bytes) -> str:
        return base64.urlsafe_b64encode(bytes).rstrip(b"=").decode()

    text = part(json.dumps(header).encode()) + "." + part(json.dumps(claims).encode())
    return text + "." + part(hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).digest())


CLAIMS = {"sub": "ada", "role": "founder", "type": "access", "exp": 4102444800}


@pytest.mark.parametrize(
    "bad",
    [
        lambda: token(exp=int(time.time()) - 15),
        lambda: token(nbf=int(time.time()) + 15),
        lambda: token(iat=int(time.time()) + 15),
        lambda: token(exp=None),
        lambda: token(exp="tomorrow"),
        lambda: token(sub=None),
        lambda: token(role="agent"),
        lambda: token(role="client"),
        lambda: token(role="guest"),
        lambda: token(role="Founder"),
        lambda: token(role=None),
        lambda: token(role=["admin"]),
        lambda: token(type="refresh"),
        lambda: token(type=None),
        lambda: token(secret="not the secret, but of a length that every library takes without a warning"),
        lambda: token(secret="not this one " * 5),
        lambda: token(algorithm="HS512"),
        lambda: token(algorithm="HS384"),
        lambda: jwt.encode(CLAIMS, None, "none"),
        lambda: token()[:-1],
        lambda: token() + "=",
        lambda: token() + ".x",
        lambda: token().replace(".", ".e30.", 1),
        lambda: token().rpartition(".")[0] + ".",
        lambda: token().split(".")[1],
        lambda: signed({"alg": "none"}, CLAIMS),
        lambda: signed({"alg": "HS512"}, CLAIMS),
        lambda: signed({"alg": "hs256"}, CLAIMS),
        lambda: signed({"alg": "RS256"}, CLAIMS),
        lambda: signed({}, CLAIMS),
        lambda: signed({"alg": "HS256", "crit": ["exp"]}, CLAIMS),
        lambda: "..",
        lambda: "ä",
        lambda: "x" * 6000,
    ],
)
def test_tokens_that_do_not_open(guarded, bad):
    headers = {"authorization": f"Bearer {bad()}".encode()}
    assert ask(guarded, headers) == (401, UNAUTHORIZED)
    assert ask(guarded, headers | {"x-api-key": KEY})[0] == 200
    assert ask(guarded, headers | {"x-api-key": "wrong"}) == (403, FORBIDDEN)


def test_the_maker_of_the_tests_tokens_and_the_server_agree():
    header, claims = jwt.get_unverified_header(signed({"alg": "HS256"}, CLAIMS)), jwt.decode(signed({"alg": "HS256"}, CLAIMS), SECRET, ["HS256"])
    assert header == {"alg": "HS256"} and claims == CLAIMS


def test_the_socket_and_everything_else_ask_for_nothing(guarded):
    with Watcher(guarded) as watcher:
        assert watcher.established["type"] == "connection_established"
    assert httpx.get(guarded.url + "/v1/state").status_code == 200


def test_daenas_keys_open_daena_alone_where_the_server_has_a_token(perch, tmp_path):
    with Server(perch, tmp_path / "data", env={"DAENA_MONITORING_API_KEY": KEY, "JWT_SECRET": SECRET, "PERCH_ACCESS_TOKEN": PERCH}) as server:
        server.start()
        for headers in [{"x-api-key": KEY}, bearer(token())]:
            assert ask(server, headers)[0] == 200
            assert httpx.get(server.url + "/v1/state", headers=headers).status_code == 401
            with Daena(server, headers) as daena:
                assert daena.record(headers.get("x-api-key", "token"))
        assert ask(server, bearer(PERCH)) == (401, UNAUTHORIZED)
        assert httpx.get(server.url + "/v1/state", headers=bearer(PERCH)).status_code == 200
        with pytest.raises(InvalidStatus):
            Watcher(server)
        with Watcher(server, f"?token={PERCH}"):
            pass
        assert KEY not in server.output and SECRET not in server.output and PERCH not in server.output


@pytest.mark.parametrize(
    "env",
    [{}, {"DAENA_MONITORING_API_KEY": "", "JWT_SECRET": ""}, {"DISABLE_AUTH": "1", "DAENA_SECRET_KEY": KEY, "JWT_SECRET": SECRET}],
)
def test_without_a_secret_or_when_it_is_disabled_the_servers_own_rules_hold(perch, tmp_path, env):
    with Server(perch, tmp_path / "data", env=env) as server:
        assert ask(server.start())[0] == 200
    with Server(perch, tmp_path / "data", env=env | {"PERCH_ACCESS_TOKEN": PERCH}) as server:
        assert ask(server.start(), {"x-api-key": KEY})[0] == 401
        assert ask(server, bearer(token()))[0] == 401
        assert ask(server, bearer(PERCH))[0] == 200


@pytest.mark.parametrize("variable, header", [("SECRET_KEY", bearer(token())), ("DAENA_TEST_API_KEY", {"x-api-key": SECRET})])
def test_each_variable_switches_it_on_by_itself(perch, tmp_path, variable, header):
    with Server(perch, tmp_path / "data", env={variable: SECRET}) as server:
        assert ask(server.start()) == (401, UNAUTHORIZED)
        assert ask(server, header)[0] == 200


def test_who_guesses_is_slowed_down_and_a_right_key_is_let_in_all_the_same(perch, tmp_path):
    with Server(perch, tmp_path / "data", env={"DAENA_MONITORING_API_KEY": KEY}) as server:
        server.start()
        asked = [httpx.get(server.url + BASE + "/agent-status", headers={"x-api-key": f"wrong{index}"}) for index in range(12)]
        assert [one.status_code for one in asked] == [403] * 10 + [429] * 2
        assert int(asked[-1].headers["retry-after"]) > 0
        assert httpx.get(server.url + BASE + "/agent-status", headers={"x-api-key": KEY}).status_code == 200
