"""The REST doors that AgentCraft refers to, and those to report by."""

import pytest
from tracker import Reporter, Tracker


@pytest.fixture
def report(running):
    with Reporter(running) as reporter:
        yield reporter


def test_stats_tell_who_is_connected_and_what_runs(running, report):
    report.session("s1", "start", {"query": "Why?", "agents": ["Lead"]})
    with Tracker(running, "client-123") as tracker:
        tracker.hear()
        stats = report.get("/api/ws/stats")
        assert stats["success"] is True
        assert stats["stats"]["active_connections"] == 1 and stats["stats"]["total_messages_sent"] >= 1
        client = stats["stats"]["connections"][0]
        assert client["client_id"] == "client-123" and client["message_count"] >= 1 and client["connected_at"] > 1.7e9
        assert stats["realtime_sessions"] | {"total_sessions": 1, "active_agents": 1} == stats["realtime_sessions"]
        assert stats["realtime_sessions"]["sessions"][0]["session_id"] == "s1"


def test_the_state_and_the_logs_of_a_session(report):
    report.session("s1", "start", {"query": "Why?"})
    report.session("s1", "logs", [{"message": f"line {number}"} for number in range(70)])
    state = report.get("/api/ws/sessions/s1/state")
    assert state["success"] is True and state["state"]["query"] == "Why?"
    assert report.get("/api/ws/sessions/nowhere/state") == {"success": False, "session_id": "nowhere", "error": "Session not found"}
    logs = report.get("/api/ws/sessions/s1/logs")
    assert logs["total_logs"] == len(logs["logs"]) >= 70
    assert report.get("/api/ws/sessions/nowhere/logs") == {"success": True, "session_id": "nowhere", "logs": [], "total_logs": 0}


def test_the_state_and_the_logs_of_a_past_moment(report):
    report.session("s1", "start", {"query": "Why?"})
    report.session("s1", "phase", {"phase": "synthesis"})
    assert report.get("/api/ws/sessions/s1/state?at=2")["state"]["current_phase"] == "initialization"
    assert report.get("/api/ws/sessions/s1/logs?at=2")["total_logs"] == 2
    assert report.get("/api/ws/sessions/s1/logs")["total_logs"] == 3


def test_health_and_the_routes_of_the_sockets(report):
    report.session("s1", "start")
    health = report.get("/api/efficiency/health-check")
    assert health["overall_status"] == "healthy" and health["checks"]["websockets"] == {"status": "healthy", "active_sessions": 1}
    routes = report.get("/api/test/websocket-status")
    assert [route["path"] for route in routes["websocket_routes"]] == ["/ws/agent-tracking/{client_id}", "/api/ws/agent-tracking/{client_id}"]


def test_every_door_answers_with_its_session(report):
    doors = {
        "start": {"query": "q"}, "phase": {"phase": "p"}, "progress": {"progress": 3, "message": "m"}, "output": {"type": "t", "content": "c"},
        "logs": {"message": "m"}, "handoff": {"from": "a", "to": "b"}, "agents/a": {"status": "idle"}, "agent-status": {"agent_name": "a"},
        "complete": {}, "error": {"error": "e"},
    }
    for door, body in doors.items():
        assert report.session("s1", door, body) == {"success": True, "session_id": "s1"}


def test_a_name_is_as_good_as_an_id(running, report):
    report.session("s1", "start", {"agents": [{"agent_id": "a1", "agent_name": "Lead"}, {"agent_id": "a2", "agent_name": "Second"}]})
    with Tracker(running) as tracker:
        report.session("s1", "agent-status", {"agent_name": "Lead", "status": "PROCESSING"})
        assert tracker.until("agent_status", status="PROCESSING")["agent_id"] == "a1"
        report.session("s1", "handoff", {"primary_agent": "Lead", "secondary_agent": "Second", "collaboration_type": "delegation", "reason": "Why not"})
        told = tracker.until("agent_collaboration")
        assert (told["primary_agent"], told["secondary_agent"], told["collaboration_type"]) == ("Lead", "Second", "delegation")


def test_a_session_that_fails_takes_its_agents_with_it(report):
    report.session("s1", "start", {"agents": ["a", "b"]})
    report.session("s1", "error", {"error": "No key"})
    state = report.get("/api/ws/sessions/s1/state")["state"]
    assert state["current_phase"] == "error" and [agent["status"] for agent in state["active_agents"]] == ["error", "error"]


@pytest.mark.parametrize(
    "door,body,parameter",
    [
        ("agents/a", {"status": "dancing"}, "status"), ("agents/a", {"progress": 101}, "progress"), ("progress", {}, "progress"),
        ("agent-status", {"status": "idle"}, "agent_id"), ("phase", {}, "phase"), ("output", {"type": "x"}, "content"), ("logs", {"level": "info"}, "message"),
        ("logs", [7], None), ("handoff", {"from": "a"}, "to"), ("error", {}, "error"), ("start", {"agents": [7]}, "agents"),
        ("agents/a", {"message": 7}, "message"), ("agent-status", {"agent_id": "x" * 513}, "agent_id"),
    ],
)
def test_a_refusal_has_the_envelope_of_the_api(report, door, body, parameter):
    answer = report.session("s1", door, body, status=400)
    assert answer["status_code"] == 400 and answer["detail"] and answer["timestamp"]
    assert answer["error_type"] == answer["error"]["code"] == "invalid_event"
    assert answer["error"].get("parameter") == parameter


def test_too_many_at_once_are_refused(report):
    assert report.session("s1", "start", {"agents": ["a"] * 101}, status=413)["error"]["parameter"] == "agents"
    assert report.session("s1", "logs", [{"message": "m"}] * 1001, status=413)["status_code"] == 413


@pytest.mark.parametrize("body", [b"nonsense", b"[]", b"7", b'{"a":'])
def test_only_an_object_is_broadcast(report, body):
    assert report.http.post("/api/ws/broadcast", content=body).status_code == 400


def test_nobody_speaks_as_a_person_without_the_scope(report):
    assert report.session("s1", "handoff", {"from": "user", "to": "a"}, status=403)["error_type"] == "forbidden"
