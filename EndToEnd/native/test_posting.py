"""`POST /v1/events`: three shapes, refusals that store nothing, and one event for one id."""

import json

import pytest
from harness.client import Client, event, lines


@pytest.fixture
def client(house):
    with Client(house) as client:
        yield client


def seq(client) -> int:
    """The number of the last event that anyone reported; the watcher adds its own meanwhile."""
    newest = client.page(order="newest", limit=1000)["events"]
    return max((one["seq"] for one in newest if one["kind"] != "agent.presence"), default=0)


def test_one_object(client):
    before = seq(client)
    answer = client.send(json.dumps(event(agent="one")))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json() == {"accepted": 1, "first_seq": before + 1, "last_seq": before + 1, "duplicates": 0}


def test_an_array(client):
    receipt = client.send(json.dumps([event(agent=f"many{index}") for index in range(5)])).json()
    assert (receipt["accepted"], receipt["last_seq"] - receipt["first_seq"]) == (5, 4)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n"])
def test_lines(client, ending):
    body = ending.join(json.dumps(event(agent=f"line{index}")) for index in range(3)) + ending
    receipt = client.send(body, "application/x-ndjson").json()
    assert receipt["accepted"] == 3


def test_the_last_line_needs_no_newline(client):
    body = json.dumps(event()) + "\n" + json.dumps(event())
    assert client.send(body, "application/x-ndjson").json()["accepted"] == 2


def test_a_stored_event_has_what_was_sent_and_what_the_server_adds(client):
    sent = event(
        "tool.started", project="web", session="s1", agent="a1", id="full-1", time="2026-05-02T13:00:00.123456Z",
        data={"tool": "Bash", "call": "c1", "unknown": {"kept": [1, 2.5, None, "ü"]}, "big": 9007199254740993},
    )  # fmt: skip
    at = client.post(sent)["first_seq"]
    stored = client.page(after=at - 1, limit=1)["events"][0]
    assert {key: stored[key] for key in sent} == sent
    assert stored["seq"] == at and stored["source"] == "native" and stored["received"].endswith("Z")


def test_time_may_be_milliseconds(client):
    at = client.post(event(time=1777726800123))["first_seq"]
    assert client.page(after=at - 1, limit=1)["events"][0]["time"] == "2026-05-02T13:00:00.123000Z"


def test_an_unknown_kind_is_kept(client):
    sent = event("weather.changed", agent="sky", data={"now": "rain", "deep": {"er": [True]}})
    at = client.post(sent)["first_seq"]
    stored = client.page(kind="weather.changed", after=at - 1)["events"]
    assert [one["data"] for one in stored] == [sent["data"]]


BAD = [
    ("not JSON", b"{", 400, "invalid_json"),
    ("empty", b"", 400, "invalid_json"),
    ("a number", b"7", 400, "invalid_event"),
    ("no kind", b"{}", 400, "invalid_event"),
    ("kind of a wrong type", b'{"kind":7}', 400, "invalid_event"),
    ("empty kind", b'{"kind":""}', 400, "invalid_event"),
    ("agent of a wrong type", b'{"kind":"agent.started","agent":{}}', 400, "invalid_event"),
    ("data of a wrong type", b'{"kind":"agent.started","data":[]}', 400, "invalid_event"),
    ("time that is none", b'{"kind":"agent.started","time":"yesterday"}', 400, "invalid_event"),
    ("a required field missing", b'{"kind":"tool.started","agent":"a","data":{}}', 400, "invalid_event"),
    ("a field of a wrong type", b'{"kind":"tool.started","agent":"a","data":{"tool":5}}', 400, "invalid_event"),
    ("not UTF-8", b'{"kind":"agent.started","agent":"\xff\xfe"}', 400, None),
    ("half a surrogate", b'{"kind":"agent.started","agent":"\\ud800"}', 400, None),
    ("too deep", b'{"kind":"x","data":' + b'{"a":' * 2000 + b"1" + b"}" * 2000 + b"}", 400, None),
    ("two objects without a line between", b'{"kind":"a"}{"kind":"b"}', 400, "invalid_json"),
]


@pytest.mark.parametrize("body, status, code", [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_bad_event_is_refused_in_words(client, body, status, code):
    before = seq(client)
    answer = client.send(body)
    error = answer.json()["error"]
    assert answer.status_code == status, answer.text
    assert error["code"] == code or code is None and error["code"] in ("invalid_json", "invalid_event")
    assert len(error["message"]) > 10
    assert seq(client) == before


@pytest.mark.parametrize("bad", [1, 3, 5])
@pytest.mark.parametrize("shape", ["lines", "array"])
def test_one_bad_event_refuses_all_and_is_named(client, bad, shape):
    before = seq(client)
    events = [event(agent=f"ok{index}") for index in range(5)]
    events[bad - 1] = {"kind": "tool.started", "agent": "bad", "data": {}}
    body, type = (lines(events), "application/x-ndjson") if shape == "lines" else (json.dumps(events), "application/json")
    answer = client.send(body, type)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["code"] == "invalid_event"
    if shape == "lines":
        assert error["line"] == bad
    else:
        assert error["parameter"].startswith(f"[{bad - 1}]"), "an array has no lines, so the place in it is named"
    assert seq(client) == before


def test_a_line_that_is_not_json_is_named(client):
    before = seq(client)
    answer = client.send(b'{"kind":"a.b"}\n\n{"kind":\n{"kind":"a.b"}\n', "application/x-ndjson")
    assert answer.status_code == 400 and answer.json()["error"]["line"] == 3
    assert seq(client) == before


def test_the_same_id_is_one_event(client):
    first = client.post(event(id="once", agent="a"))
    again = client.post(event(id="once", agent="a"))
    assert again == {"accepted": 0, "first_seq": first["first_seq"], "last_seq": first["last_seq"], "duplicates": 1}
    mixed = client.post(event(id="once"), event(id="twice"), event(id="twice"), event())
    assert (mixed["accepted"], mixed["duplicates"]) == (2, 2)
    assert len([one for one in client.events() if one.get("id") in ("once", "twice")]) == 2


def test_an_id_is_known_after_a_restart(running):
    with Client(running) as client:
        first = client.post(event(id="kept"))
    running.restart()
    with Client(running) as client:
        assert client.post(event(id="kept")) == {**first, "accepted": 0, "duplicates": 1}


def test_a_body_over_the_limit_is_refused(client):
    before = seq(client)
    answer = client.send(b" " * ((16 << 20) + 1))
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert seq(client) == before


def test_a_body_just_under_the_limit_is_taken(client):
    one = json.dumps(event(data={"message": "x" * 1000})).encode() + b"\n"
    body = one * ((16 << 20) // len(one))
    answer = client.send(body, "application/x-ndjson")
    assert answer.status_code == 200, answer.text
    assert answer.json()["accepted"] == body.count(b"\n")


def test_a_stored_event_is_one_line_whatever_its_text(client):
    at = client.post(event(data={"message": "one\ntwo\r\u2028three"}))["last_seq"]
    answer = client.http.get("/v1/events", params={"after": at - 1}, headers={"accept": "application/x-ndjson"})
    assert answer.content.count(b"\n") == 1
    assert json.loads(answer.content)["data"]["message"] == "one\ntwo\r\u2028three"
