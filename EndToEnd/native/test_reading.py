"""`GET /v1/events` and `/v1/state`: pages, filters and questions that are refused by name."""

import json

import pytest
from harness.client import Client, event
from harness.server import Server

COUNT = 240


@pytest.fixture(scope="module")
def filled(perch, tmp_path_factory):
    """A server with a known log: four agents in two projects and three sessions, of three kinds."""
    with Server(perch, tmp_path_factory.mktemp("filled") / "data") as server:
        server.start()
        with Client(server) as client:
            client.post(*[make(index) for index in range(COUNT)])
            yield client


def make(index: int) -> dict:
    kind = ["tool.started", "log.written", "agent.updated"][index % 3]
    data = {"tool.started": {"tool": "Bash"}, "log.written": {"message": f"word{index % 7} done"}, "agent.updated": {}}[kind]
    return {
        "kind": kind, "agent": f"a{index % 4}", "session": f"s{index % 3}", "project": ["web", "api"][index % 2],
        "time": 1777726800000 + index * 1000, "data": data,
    }  # fmt: skip


@pytest.mark.parametrize("limit", [1, 7, 100, 240, 1000])
def test_pages_join_without_gap_or_repeat(filled, limit):
    seqs, after = [], 0
    while after is not None:
        page = filled.page(after=after, limit=limit)
        assert len(page["events"]) <= limit
        seqs += [one["seq"] for one in page["events"]]
        after = page["next"]
    assert seqs == list(range(1, COUNT + 1))


def test_before_and_after(filled):
    page = filled.page(after=10, before=20)
    assert [one["seq"] for one in page["events"]] == list(range(11, 20))


def test_newest_first(filled):
    first = filled.page(order="newest", limit=5)
    assert [one["seq"] for one in first["events"]] == [240, 239, 238, 237, 236]
    second = filled.page(order="newest", limit=5, before=first["next"])
    assert [one["seq"] for one in second["events"]] == [235, 234, 233, 232, 231]


FILTERS = [
    ({"kind": "tool.started"}, lambda one: one["kind"] == "tool.started"),
    ({"kind": "tool.*"}, lambda one: one["kind"].startswith("tool.")),
    ({"agent": "a2"}, lambda one: one.get("agent") == "a2"),
    ({"session": "s1"}, lambda one: one.get("session") == "s1"),
    ({"project": "web"}, lambda one: one["project"] == "web"),
    ({"project": "web", "agent": "a2", "kind": "log.written"},
     lambda one: (one["project"], one.get("agent"), one["kind"]) == ("web", "a2", "log.written")),
    ({"q": "word3"}, lambda one: "word3" in json.dumps(one["data"])),
    ({"agent": "nobody"}, lambda one: False),
]  # fmt: skip


@pytest.mark.parametrize("limit", [3, 1000])
@pytest.mark.parametrize("query, wanted", FILTERS, ids=[str(row[0]) for row in FILTERS])
def test_filters(filled, query, wanted, limit):
    everything = filled.events()
    assert filled.events(**query, limit=limit) == [one for one in everything if wanted(one)]


def test_lines_by_accept_are_the_same_events(filled):
    answer = filled.http.get("/v1/events", params={"limit": 50}, headers={"accept": "application/x-ndjson"})
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert [json.loads(line) for line in answer.text.splitlines()] == filled.page(limit=50)["events"]


REFUSED = [
    ("/v1/events?after=x", "after"), ("/v1/events?after=-1", "after"), ("/v1/events?limit=0", "limit"),
    ("/v1/events?limit=x", "limit"), ("/v1/events?before=2026-13-01", "before"), ("/v1/events?nonsense=1", "nonsense"),
    ("/v1/stream?after=never", "after"), ("/v1/state?at=99999999999999999999", "at"), ("/v1/state?at=tomorrow", "at"),
    ("/v1/state?views=nothing", "views"),
]  # fmt: skip


@pytest.mark.parametrize("path, parameter", REFUSED)
def test_a_bad_parameter_is_refused_by_name(filled, path, parameter):
    answer = filled.http.get(path)
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert (error["code"], error["parameter"]) == ("invalid_parameter", parameter)


def test_state_has_every_view(filled):
    state = filled.state()
    assert state["seq"] >= COUNT
    assert set(state["views"]) >= {"agents", "graph", "work", "chat", "sessions", "collaboration", "features", "attention", "totals"}
    assert len(state["views"]["agents"]) == 4


def test_state_of_one_project_is_of_that_project(filled):
    assert {row["project"] for row in filled.state(project="web")["views"]["agents"].values()} == {"web"}


@pytest.mark.parametrize("at", [0, 1, 17, 120, COUNT])
def test_state_at_a_seq_is_what_a_server_with_only_those_events_shows(filled, perch, tmp_path, at):
    past = filled.state(at=at)
    assert past["seq"] == at
    with Server(perch, tmp_path / "data") as other, Client(other.start()) as client:
        if at:
            client.post(*[make(index) for index in range(at)])
        assert fixed(client.state(at=at)["views"]) == fixed(past["views"])


def fixed(views: dict) -> dict:
    """Without what the server's own clock wrote."""
    return json.loads(json.dumps(views), object_hook=lambda row: {key: row[key] for key in row if key != "received"})


def test_head_has_no_body(filled):
    answer = filled.http.head("/v1/events?limit=3")
    assert answer.status_code == 200 and answer.content == b""


def test_operations(filled):
    health = filled.http.get("/health").json()
    assert health["status"] == "ok"
    metrics = filled.http.get("/metrics")
    assert metrics.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert f"perch_events_accepted_total {COUNT}" in metrics.text
    document = filled.http.get("/openapi.json").json()
    assert document["openapi"].startswith("3.") and "/v1/events" in document["paths"]
