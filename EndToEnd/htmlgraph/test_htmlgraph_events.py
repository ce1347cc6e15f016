"""The event sockets: what came before, what comes, filters, batches, seats and what is counted of them."""

import json
import threading
import time
from urllib.parse import quote

import pytest
from harness.client import Client, event
from harness.server import Server
from htmlgraph.dashboard import API, Dashboard, moment
from websockets.exceptions import ConnectionClosed, InvalidStatus

FIELDS = [
    "event_id", "agent_id", "event_type", "timestamp", "tool_name", "input_summary", "output_summary", "session_id",
    "status", "model", "parent_event_id", "execution_duration_seconds", "cost_tokens", "feature_id", "context",
]  # fmt: skip


@pytest.fixture
def native(running):
    with Client(running) as native:
        yield native


def tool(call: str, session: str = "s", agent: str = "a", name: str = "Edit", **fields) -> list[dict]:
    """A call and its end."""
    return [
        event("tool.started", agent=agent, session=session, id=f"start-{call}", data={"tool": name, "call": call, "input": "in"}),
        event("tool.finished", agent=agent, session=session, id=f"end-{call}", data={"call": call, "ok": True, "output": "out", "duration_ms": 345} | fields),
    ]


def test_every_event_is_told_with_all_fields_in_the_words_of_the_original(running, native):
    with Dashboard(running, "/ws/events") as dashboard:
        native.post(
            event("agent.started", agent="a", session="s", data={"model": "opus"}),
            event("agent.updated", agent="a", session="s", data={"feature": "feat-1"}),
            *tool("c"),
            event("usage.added", agent="a", session="s", data={"input_tokens": 100, "output_tokens": 25}),
        )
        told = [dashboard.next() for _ in range(5)]
    assert all(list(one) == ["type", *FIELDS] and one["type"] == "event" and moment(one["timestamp"]) for one in told)
    start, end = told[2:4]
    assert (start["event_id"], start["event_type"], start["tool_name"], start["input_summary"], start["status"]) == ("start-c", "tool_call", "Edit", "in", "running")
    assert end | {
        "event_type": "tool_result", "tool_name": "Edit", "output_summary": "out", "status": "completed", "parent_event_id": "start-c",
        "execution_duration_seconds": 0.345, "model": "opus", "feature_id": "feat-1", "session_id": "s", "agent_id": "a",
    } == end  # fmt: skip
    assert told[4]["cost_tokens"] == 125


def test_a_sessions_events_come_in_batches_and_a_lone_one_does_not_stick(running, native):
    with Dashboard(running, "/ws/events/s") as dashboard:
        native.post(*tool("c")[:1], *tool("x", session="other"))
        lone = dashboard.next()
        assert list(lone) == ["type", "count", "timestamp", "events"]
        assert (lone["type"], lone["count"], [one["event_id"] for one in lone["events"]]) == ("batch", 1, ["start-c"])
        native.post(*[one for n in range(60) for one in tool(f"n{n}")])
        counts = []
        while sum(counts) < 120:
            counts.append(dashboard.next()["count"])
        assert max(counts) == 50


def test_a_batch_waits_fifty_milliseconds_for_more_and_fifty_events_wait_for_nothing(running, native):
    with Dashboard(running, "/ws/events/s") as dashboard:
        native.post(*tool("first"))
        dashboard.next()
        began = time.monotonic()
        native.post(*tool("few"))
        assert dashboard.next()["count"] == 2
        assert 0.045 < time.monotonic() - began < 0.2
        delays = []
        for turn in range(10):
            posted = [one for n in range(25) for one in tool(f"{turn}-{n}")]
            began = time.monotonic()
            native.post(*posted)
            assert dashboard.next()["count"] == 50
            delays.append(time.monotonic() - began)
        assert min(delays) < 0.045


@pytest.mark.parametrize(
    ("filter", "ids"),
    [
        ({}, ["start-c", "end-c", "start-d", "end-d", "cost"]),
        ({"event_types": ["tool_call", "error"]}, ["start-c", "start-d", "end-d"]),
        ({"tool_names": ["Bash"]}, ["start-d", "end-d"]),
        ({"statuses": ["error", "timeout"]}, ["end-d"]),
        ({"cost_threshold_tokens": 100}, ["cost"]),
        ({"feature_ids": ["feat-1"]}, []),
        ({"session_id": "s", "tool_names": ["Edit"], "event_types": ["tool_result"]}, ["end-c"]),
    ],
)
def test_filters_hold_all_at_once(running, native, filter, ids):
    native.post(*tool("c"), *tool("d", name="Bash", ok=False), event("usage.added", agent="a", session="s", id="cost", data={"input_tokens": 100}))
    native.post(event("log.written", agent="a", session="s", id="last", data={"message": "done", "level": "error"}))
    with Dashboard(running, f"/ws/events/s?since=2020-01-01T00:00:00Z&batch_size=1&filter={quote(json.dumps(filter))}") as dashboard:
        native.post(event("agent.finished", agent="a", session="s", id="end", data={"error": "x"}))
        expected = [*ids, *(["last", "end"] if set(filter) <= {"event_types", "statuses"} and "tool_result" not in filter.get("event_types", []) else [])]
        assert [dashboard.next()["event_id"] for _ in expected] == expected


@pytest.mark.parametrize("query", ["filter=nonsense", "filter=[]", "filter={%22event_types%22:5}", "batch_size=0", "batch_size=x", "poll_interval=-1", "since=yesterday"])
def test_what_is_not_understood_is_refused_before_the_socket_opens(running, query):
    with pytest.raises(InvalidStatus) as refused:
        Dashboard(running, f"/ws/events/s?{query}")
    assert refused.value.response.status_code == 400


def test_what_came_before_is_told_first_and_nothing_is_missed_or_told_twice(running, native):
    native.post(*[event(agent="a", id=f"old-{n}") for n in range(1500)])
    writing = threading.Event()

    def write():
        with Client(running) as other:
            for n in range(300):
                other.post(event(agent="a", session="s", id=f"new-{n}"))
                writing.set()

    writer = threading.Thread(target=write)
    writer.start()
    writing.wait(10)
    seen: dict[str, list[str]] = {}
    for path in ["/ws/events?", "/ws/events/s?since=2020-01-01T00:00:00+00:00&", "/ws/events?batch_size=50&"]:
        with Dashboard(running, f"{path}x=") as dashboard:
            ids = seen[path] = []
            while "new-299" not in ids:
                message = dashboard.next()
                ids += [one["event_id"] for one in message.get("events", [message])]
    writer.join()
    for ids in seen.values():
        new = [id for id in ids if id.startswith("new")]
        assert len(ids) == len(set(ids)) <= 1300 and new == [f"new-{n}" for n in range(300)][-len(new) :]
    assert any(id.startswith("old") for id in seen["/ws/events?"])


def test_at_most_so_many_clients_share_a_session_and_the_next_is_told_why(running):
    tabs = [Dashboard(running, path) for path in ["/ws/broadcasts", "/ws/events", "/ws/presence", "/ws/events/s"] for _ in range(3)][:10]
    with Dashboard(running) as refused, pytest.raises(ConnectionClosed) as closed:
        refused.next()
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1008, "At most 10 clients per session.")
    with Dashboard(running, "/ws/broadcasts?session=mine") as other:
        other.socket.send("ping")
        assert other.next() == {"type": "pong"}
    tabs.pop().__exit__()
    deadline = time.monotonic() + 10
    while API(running).get("/api/websocket-metrics").json()["sessions"]["127.0.0.1"]["connected_clients"] > 9:
        assert time.monotonic() < deadline
    with Dashboard(running) as eleventh:
        eleventh.socket.send("ping")
        assert eleventh.next() == {"type": "pong"}
    for tab in tabs:
        tab.__exit__()


def test_the_number_of_seats_is_configured(perch, tmp_path):
    with Server(perch, tmp_path / "data", "--clients-per-session", "1") as server:
        server.start()
        with Dashboard(server), Dashboard(server) as refused, pytest.raises(ConnectionClosed) as closed:
            refused.next()
        assert closed.value.rcvd.reason == "At most 1 client per session."


def test_what_is_sent_is_counted_by_session(running, api):
    with Dashboard(running, "/ws/broadcasts?session=x") as dashboard, Dashboard(running, "/ws/events?session=y"):
        api.report("a", "Bash")
        dashboard.card("a")
        metrics = api.get("/api/websocket-metrics").json()
        assert (metrics["active_sessions"], metrics["total_connected_clients"]) == (2, 2)
        assert metrics["total_events_broadcast"] >= 1 and metrics["total_bytes_sent"] > 100
        session = metrics["sessions"]["x"]
        assert session["connected_clients"] == 1 and session["total_events_sent"] >= 1 and session["uptime_seconds"] > 0


def test_the_past_is_played_in_batches_too(running, native):
    native.post(*tool("c"))
    with Dashboard(running, "/ws/events/s?at=0&speed=1000") as dashboard:
        assert [one["event_id"] for one in dashboard.next()["events"]] == ["start-c", "end-c"]
