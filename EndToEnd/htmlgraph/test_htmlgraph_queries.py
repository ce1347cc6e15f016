"""The six reactive queries, over WebSocket on both paths and over HTTP, and what events do to them."""

import pytest
from harness.client import Client, event
from htmlgraph.dashboard import Dashboard, moment
from websockets.exceptions import ConnectionClosed

QUERIES = ["features_by_status", "agent_workload", "recent_activity", "blocked_features", "cost_trends", "active_sessions"]

TOUCH = {
    "features_by_status": (event("feature.changed", data={"feature": "f", "status": "todo"}), {"status": "todo", "count": 1}),
    "agent_workload": (event(agent="a", session="s"), {"agent_id": "a", "active_sessions": 1, "total_events": 1}),
    "recent_activity": (event("tool.started", agent="a", id="e", data={"tool": "Bash", "input": "ls"}), {"event_id": "e", "agent_id": "a", "tool_name": "Bash", "input_summary": "ls"}),
    "blocked_features": (event("feature.changed", data={"feature": "f", "title": "T", "status": "blocked"}), {"id": "f", "title": "T", "status": "blocked"}),
    "cost_trends": (event("usage.added", agent="a", data={"input_tokens": 3, "output_tokens": 4}), {"total_tokens": 7, "event_count": 1}),
    "active_sessions": (event("session.started", agent="a", session="s"), {"session_id": "s", "agent_assigned": "a"}),
}


@pytest.fixture
def native(running):
    with Client(running) as native:
        yield native


@pytest.mark.parametrize("path", ["/ws/query", "/api/ws/query"])
@pytest.mark.parametrize("query", QUERIES)
def test_an_answer_comes_at_once_and_again_when_an_event_touches_it(running, native, api, query, path):
    touch, row = TOUCH[query]
    with Dashboard(running, f"{path}/{query}") as dashboard:
        state = dashboard.next()
        assert list(state) == ["type", "query_id", "timestamp", "rows", "row_count", "execution_time_ms"]
        assert (state["type"], state["query_id"], state["rows"], state["row_count"]) == ("query_state", query, [], 0) and moment(state["timestamp"])
        native.post(event("thread.closed", data={"thread": "t"}))
        native.post(touch)
        update = dashboard.next()
        assert (update["type"], update["query_id"], update["row_count"]) == ("query_update", query, 1)
        assert update["rows"][0] | row == update["rows"][0]
        dashboard.socket.send("ping")
        assert dashboard.next() == {"type": "pong"}
    assert api.get(f"/api/query/{query}").json()["rows"] == update["rows"]


@pytest.mark.parametrize("query", QUERIES)
def test_whoever_comes_later_or_after_a_restart_gets_the_same_answer(running, native, api, query):
    touch, row = TOUCH[query]
    native.post(touch)
    rows = api.get(f"/api/query/{query}").json()["rows"]
    assert len(rows) == 1 and rows[0] | row == rows[0]
    for _ in range(2):
        with Dashboard(running, f"/ws/query/{query}") as first, Dashboard(running, f"/ws/query/{query}") as second:
            assert first.next()["rows"] == second.next()["rows"] == rows
        running.restart()


@pytest.mark.parametrize("query", QUERIES)
def test_the_past_is_asked_and_played(running, native, api, query):
    touch, row = TOUCH[query]
    native.post(event("thread.closed", data={"thread": "t"}))
    seq = native.post(touch)["last_seq"]
    assert api.get(f"/api/query/{query}", at=1).json()["rows"] == []
    assert api.get(f"/api/query/{query}", at=seq).json()["row_count"] == 1
    with Dashboard(running, f"/ws/query/{query}?at=0&speed=1000") as dashboard:
        assert dashboard.next()["rows"] == []
        assert dashboard.until(lambda one: one["row_count"] == 1)["rows"][0].items() >= row.items()
    with Dashboard(running, f"/ws/query/{query}?at={seq}&speed=1000") as dashboard:
        assert dashboard.next()["row_count"] == 1


def test_an_answer_that_somebody_invalidates_is_told_again(running, api):
    with Dashboard(running, "/ws/query/features_by_status") as dashboard:
        dashboard.next()
        answer = api.post("/api/query/features_by_status/invalidate").json()
        assert answer["status"] == "success" and "features_by_status" in answer["message"]
        assert dashboard.next()["type"] == "query_update"


def test_the_queries_are_listed_with_who_watches_them(running, api):
    with Dashboard(running, "/ws/query/agent_workload") as dashboard:
        dashboard.next()
        listed = api.get("/api/queries").json()
    assert listed["count"] == 6 and [one["query_id"] for one in listed["queries"]] == QUERIES
    assert [one["subscribers"] for one in listed["queries"]] == [0, 1, 0, 0, 0, 0]
    assert all(one["name"] and one["description"] and moment(one["last_execution"]) for one in listed["queries"])


def test_a_query_nobody_knows_is_closed_or_not_found(running, api):
    for path in ["/ws/query/nothing", "/api/ws/query/nothing"]:
        with Dashboard(running, path) as dashboard, pytest.raises(ConnectionClosed) as closed:
            dashboard.next()
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1008, "Query not found: nothing")
    answer = api.get("/api/query/nothing")
    assert (answer.status_code, answer.json()["detail"]) == (404, "Query not found: nothing")
    assert api.post("/api/query/nothing/invalidate").status_code == 404


def test_workload_counts_the_last_hour_and_costs_the_last_day(running, native, api):
    native.post(
        *[event(agent="busy", session=f"s{n % 3}") for n in range(30)],
        event(agent="calm", session="s0"),
        event(agent="gone", time="2020-01-01T00:00:00Z"),
        event("usage.added", agent="gone", time="2020-01-01T00:00:00Z", data={"input_tokens": 1}),
    )
    rows = [{"agent_id": "busy", "active_sessions": 3, "total_events": 30}, {"agent_id": "calm", "active_sessions": 1, "total_events": 1}]
    assert api.get("/api/query/agent_workload").json()["rows"] == rows
    assert api.get("/api/query/cost_trends").json()["rows"] == []


def test_the_latest_calls_are_twenty_and_the_latest_is_first(running, native, api):
    native.post(*[event("tool.started", agent="a", id=f"e{n}", data={"tool": "Bash"}) for n in range(50)])
    latest = [f"e{n}" for n in range(49, 29, -1)]
    assert [one["event_id"] for one in api.get("/api/query/recent_activity").json()["rows"]] == latest
    with Dashboard(running, "/ws/query/recent_activity") as dashboard:
        assert [one["event_id"] for one in dashboard.next()["rows"]] == latest
        native.post(event("skill.used", agent="a", id="skill", data={"skill": "review"}))
        assert [one["event_id"] for one in dashboard.next()["rows"]] == ["skill", *latest[:19]]


def test_many_changes_are_told_a_few_times_a_second(running, native):
    with Dashboard(running, "/ws/query/agent_workload") as dashboard:
        dashboard.next()
        for _ in range(200):
            native.post(event(agent="a"))
        updates = [dashboard.next()]
        while updates[-1]["rows"][0]["total_events"] < 200:
            updates.append(dashboard.next())
        times = [moment(one["timestamp"]).timestamp() for one in updates]
        assert all(later - earlier >= 0.249 for earlier, later in zip(times, times[1:]))
