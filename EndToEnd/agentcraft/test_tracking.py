"""What clients of AgentCraft's tracking socket see, by the handlers of its document and on both of its paths."""

import json
import time

import pytest
from harness.client import Client, event
from harness.server import Server
from tracker import DOCUMENT, SOURCE, Reporter, Tracker
from websockets.exceptions import ConnectionClosed


@pytest.fixture
def report(running):
    with Reporter(running) as reporter:
        yield reporter


@pytest.mark.parametrize("path", [DOCUMENT, SOURCE])
def test_a_client_is_greeted_with_the_sessions_and_told_of_every_change(running, report, path):
    report.session("s1", "start", {"query": "How do I fix webhook errors?"})
    with Tracker(running, path=path) as tracker:
        greeting = tracker.hear()
        assert greeting["type"] == "active_sessions" and abs(greeting["timestamp"] - time.time()) < 60
        assert tracker.total == 1
        assert tracker.sessions[0] | {"session_id": "s1", "query": "How do I fix webhook errors?", "agents_active": 0, "agents": 0} == tracker.sessions[0]
        assert {"status", "phase", "progress", "started_at"} <= tracker.sessions[0].keys()
        report.session("s2", "start", {"query": "Another"})
        tracker.until("active_sessions")
        assert [one["session_id"] for one in tracker.sessions] == ["s2", "s1"]
        report.session("s1", "phase", {"phase": "synthesis", "progress": 65})
        while tracker.sessions[1]["phase"] != "synthesis":
            tracker.until("active_sessions")
        assert tracker.sessions[1]["progress"] == 65
        report.session("s1", "complete")
        while tracker.total != 1:
            tracker.until("active_sessions")


def test_an_agents_status_is_told_as_the_document_has_it(running, report):
    with Tracker(running) as tracker:
        report.session("s1", "agents/a1", {"agent_name": "Technical Integration Specialist", "status": "analyzing", "progress": 10})
        body = {"status": "PROCESSING", "progress": 64.6, "current_task": "task-uuid", "message": "Analyzing signatures", "details": {"step": 2}}
        report.session("s1", "agents/a1", body)
        told = tracker.until("agent_status", status="PROCESSING")
        assert told | {"agent_id": "a1", "agent_name": "Technical Integration Specialist", "progress": 65, "message": "Analyzing signatures"} == told
        assert told["metadata"] | {"task_id": "task-uuid", "session_id": "s1", "step": 2} == told["metadata"]
        assert told["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    "reported,told",
    [("idle", "IDLE"), ("ANALYZING", "ANALYZING"), ("completing", "PROCESSING"), ("collaborating", "COLLABORATING"), ("finished", "COMPLETED"), ("ERROR", "ERROR")],
)
def test_each_status_has_its_word(running, report, reported, told):
    with Tracker(running) as tracker:
        report.post("/api/ws/agent-status", {"agent_id": "a1", "agent_name": "a1", "status": reported, "progress": 5, "message": "m"})
        frame = tracker.until("agent_status", status=told)
        assert frame["progress"] == (100 if told == "COMPLETED" else 5)
        assert not [one for one in tracker.settle() if one["type"] == "agent_status"], "once is enough"


def test_what_other_systems_report_is_told_in_its_words(running):
    with Client(running) as client, Tracker(running) as tracker:
        client.post(
            event("agent.started", agent="nora", session="s", data={"name": "Nora", "prompt_preview": "Look into it"}),
            event("tool.started", agent="nora", session="s", data={"tool": "Bash", "call": "c", "target": "ls"}),
            event("task.started", agent="nora", data={"task": "t1", "name": "Tidy up", "progress": 30}),
            event("activity.recorded", agent="nora", data={"type": "decision_made"}),
            event("agent.presence", agent="nora", data={"status": "idle"}),
            event("message.sent", agent="nora", data={"thread": "t", "from": "nora", "to": "omar", "type": "question", "content": "Ready?"}),
            event("handoff.made", agent="nora", data={"from": "nora", "to": "omar", "reason": "Knows more"}),
            event("collaboration.started", agent="nora", data={"collaboration": "c", "participants": ["nora", "omar", "pia"], "type": "review"}),
            event("thread.opened", agent="nora", data={"thread": "t2", "parent": "nora", "child": "omar"}),
            event("task.finished", agent="nora", data={"task": "t1", "name": "Tidy up", "status": "done"}),
            event("agent.finished", agent="nora", data={"outcome": "success"}),
            event("agent.finished", agent="late", data={"error": "out of memory"}),
        )
        tracker.until("agent_status", agent_id="late")
        told = [(one["status"], one["message"]) for one in tracker.frames if one.get("agent_id") == "nora"]
        assert told == [
            ("ANALYZING", "Look into it"),
            ("PROCESSING", "Bash: ls"),
            ("PROCESSING", "Tidy up"),
            ("PROCESSING", "decision made"),
            ("IDLE", ""),
            ("COMPLETED", "Tidy up: done"),
            ("COMPLETED", "success"),
        ]
        pairs = [(one["primary_agent"], one["secondary_agent"], one["collaboration_type"], one["reason"]) for one in tracker.frames if one["type"] == "agent_collaboration"]
        assert pairs == [
            ("Nora", "omar", "question", "Ready?"),
            ("Nora", "omar", "handoff", "Knows more"),
            ("Nora", "omar", "review", ""),
            ("Nora", "pia", "review", ""),
            ("Nora", "omar", "conversation", "Opens a conversation"),
        ]
        assert tracker.statuses["late"]["status"] == "ERROR" and tracker.statuses["late"]["message"] == "out of memory"


def test_the_state_of_a_session(running, report):
    report.session("s1", "start", {"query": "Why?", "agents": ["Lead", {"agent_id": "a2", "agent_name": "Second"}]})
    report.session("s1", "agent-status", {"agent_name": "Lead", "status": "PROCESSING", "progress": 75, "current_task": "Look", "message": "Looking"})
    report.session("s1", "agents/a2", {"status": "COMPLETED"})
    for number in range(12):
        report.session("s1", "output", {"type": "agent_thinking", "content": f"thought {number}", "agent": "Lead"})
    report.session("s1", "phase", {"phase": "processing", "progress": 65})
    with Tracker(running) as tracker, Tracker(running, path=SOURCE) as other:
        tracker.say("get_session_state", session_id="s1")
        frame = tracker.until("session_state", session_id="s1")
        state = frame["state"]
        assert state | {"session_id": "s1", "query": "Why?", "current_phase": "processing", "overall_progress": 65} == state
        agent = state["active_agents"][0]
        assert agent | {"agent_name": "Lead", "status": "PROCESSING", "progress": 75, "current_task": "Look", "details": {"message": "Looking"}} == agent
        assert state["completed_agents"] == ["Second"] and state["total_agents"] == 2
        assert [one["content"] for one in state["crew_output"]] == [f"thought {number}" for number in range(2, 12)]
        other.say("get_session_state", session_id="s1")
        agent = other.until("session_state")["state"]["active_agents"][0]
        assert (agent["status"], agent["details"]) == ("processing", "Looking")
        tracker.say("get_session_state", session_id="nowhere")
        assert tracker.until("session_not_found")["session_id"] == "nowhere"
        tracker.say("get_session_state")
        assert tracker.until("error")["error"]["parameter"] == "session_id"


def test_the_logs_of_a_session_are_its_last_fifty_entries_of_both_kinds(running, report):
    lines = [{"level": "INFO", "message": f"line {number}"} for number in range(60)]
    report.session("s1", "logs", lines)
    report.session("s1", "agents/a1", {"agent_name": "Lead", "message": "At work", "status": "processing"})
    report.session("s1", "logs", {"level": "warning", "message": "Look out", "agent": "Lead", "details": {"code": 7}})
    report.session("other", "logs", {"message": "Not this one"})
    with Tracker(running) as tracker:
        tracker.say("get_session_logs", session_id="s1")
        logs = tracker.until("session_logs", session_id="s1")["logs"]
        assert len(logs) == 50
        assert logs[-1] | {"level": "warning", "agent": "Lead", "message": "Look out", "details": {"code": 7}} == logs[-1]
        assert logs[-2] | {"level": "info", "agent": "Lead", "message": "At work", "type": "agent_activity", "details": {}} == logs[-2]
        assert logs[0]["type"] == "crew_activity" and logs[0]["timestamp"].endswith("Z")
        tracker.say("get_session_logs", session_id="nowhere")
        assert tracker.until("session_logs")["logs"] == []


def test_logs_are_streamed_to_who_asked_and_of_the_session_asked_for(running, report):
    with Tracker(running) as one, Tracker(running) as other, Tracker(running, path=SOURCE) as everything:
        one.say("start_log_streaming", session_id="s1")
        assert one.until("log_streaming_started")["session_id"] == "s1"
        everything.say("start_log_streaming")
        assert everything.until("log_streaming_started")["session_id"] == "default"
        report.session("s2", "logs", {"message": "elsewhere"})
        report.session("s1", "logs", [{"message": "first", "logger": "crewai", "details": {"line": 12}}, {"message": "second", "level": "debug"}])
        frame = one.until("session_logs")
        assert frame["session_id"] == "s1"
        assert [entry["message"] for entry in frame["logs"]] == ["first", "second"]
        streamed = [everything.until("crewai_log")["log"] for _ in range(2)]
        assert [log["message"] for log in streamed] == ["elsewhere", "first"]
        assert streamed[1] | {"level": "INFO", "logger": "crewai", "source": "python_logger", "session_id": "s1", "line": 12} == streamed[1]
        one.say("stop_log_streaming")
        one.until("log_streaming_stopped")
        report.session("s1", "logs", {"message": "third"})
        everything.until("crewai_log")
        assert not [frame for frame in one.settle() if frame["type"] == "session_logs"]
        other.settle()
        assert not [frame for frame in other.frames if frame["type"] in ("session_logs", "crewai_log")]


@pytest.mark.parametrize("options", [[], ["--deflate"]])
def test_turning_logs_on_and_off_neither_loses_nor_repeats_what_agents_do(server, options):
    server.options += options
    server.start()
    with Client(server) as client, Tracker(server) as tracker:
        updates = iter(range(3000))
        for turn in range(20):
            client.post(*[event("agent.updated", agent="a", session="s", data={"message": str(next(updates))}) for _ in range(75)])
            tracker.say("start_log_streaming" if turn % 2 == 0 else "stop_log_streaming", session_id="s")
            client.post(*[event("agent.updated", agent="a", session="s", data={"message": str(next(updates))}) for _ in range(75)])
        tracker.until("agent_status", message="2999")
        told = [int(frame["message"]) for frame in tracker.frames if frame["type"] == "agent_status"]
        assert told == list(range(3000))


def test_the_source_path_tells_the_sources_frames_as_well(running, report):
    with Tracker(running, path=SOURCE) as tracker:
        report.session("s1", "start", {"query": "Why?", "agents": ["Lead"]})
        frame = tracker.until("session_started")
        assert frame["session_id"] == "s1" and frame["state"]["query"] == "Why?"
        tracker.until("agent_status", agent_id="Lead")
        report.session("s1", "agents/Lead", {"status": "PROCESSING", "progress": 40, "current_task": "Look"})
        tracker.until("agent_status", status="PROCESSING")
        agent = tracker.until("agent_status_update")["state"]["active_agents"][0]
        assert agent | {"agent_name": "Lead", "status": "processing", "progress": 40, "current_task": "Look"} == agent
        report.session("s1", "phase", {"phase": "synthesis"})
        assert tracker.until("phase_update")["state"]["current_phase"] == "synthesis"
        report.session("s1", "output", {"type": "final_result", "content": "Because.", "agent": "Lead"})
        assert tracker.until("crew_output")["state"]["crew_output"][-1] | {"type": "final_result", "content": "Because.", "agent": "Lead"}
        report.session("s1", "complete")
        state = tracker.until("session_completed")["state"]
        assert (state["current_phase"], state["overall_progress"], state["completed_agents"]) == ("completed", 100, ["Lead"])
        report.session("s2", "start", {"agents": ["Other"]})
        report.session("s2", "error", {"error": "No key", "agent": "Other"})
        state = tracker.until("session_error")["state"]
        assert (state["current_phase"], state["active_agents"][0]["status"]) == ("error", "error")


def test_the_document_path_tells_none_of_the_sources_frames(running, report):
    with Tracker(running) as tracker:
        report.session("s1", "start", {"query": "Why?", "agents": ["Lead"]})
        report.session("s1", "complete")
        tracker.until("agent_status", status="COMPLETED")
        tracker.settle()
        assert {frame["type"] for frame in tracker.frames} == {"active_sessions", "agent_status", "pong"}


@pytest.mark.parametrize("frame", ["", "nonsense", "[]", "{}", '{"type":7}', '{"type":"dance"}', '{"type":"get_session_logs","session_id":""}', "\x00", '{"type":'])
def test_an_invalid_frame_is_answered_with_an_error_and_the_link_stays(house, frame):
    with Tracker(house) as tracker:
        tracker.socket.send(frame)
        answer = tracker.until("error")
        assert answer["error"]["code"] == "invalid_message" and answer["message"]
        tracker.settle()


def test_sixty_messages_a_minute_are_heard_and_pongs_are_not_counted(house):
    with Tracker(house) as tracker:
        for _ in range(100):
            tracker.say("pong")
        for _ in range(200):
            tracker.say("get_session_logs", session_id="nowhere")
        assert tracker.until("error")["error"]["code"] == "rate_limited"
        for _ in range(10):
            tracker.say("get_session_logs", session_id="nowhere")
        with pytest.raises(TimeoutError):
            tracker.hear(timeout=1)
        assert [frame["type"] for frame in tracker.frames] == ["active_sessions"] + ["session_logs"] * 60 + ["error"]


def test_two_connections_with_one_id_do_not_harm_each_other(running, report):
    with Tracker(running, "client-123") as second:
        with Tracker(running, "client-123") as first:
            first.hear()
            second.hear()
            assert [one["client_id"] for one in report.get("/api/ws/stats")["stats"]["connections"]] == ["client-123"] * 2
        report.session("s1", "agents/a1", {"status": "PROCESSING"})
        second.until("agent_status", agent_id="a1")
        assert report.get("/ws/stats")["stats"]["active_connections"] == 1


@pytest.mark.parametrize("client", ["client-123", "my-client-id", "client_1642678200", "test", "a.b", "x" * 64])
def test_ids_of_the_documents_own_examples_are_let_in(house, client):
    with Tracker(house, client) as tracker:
        assert tracker.hear()["type"] == "active_sessions"


@pytest.mark.parametrize("client", ["x" * 65, "a%20b", "%3Cscript%3E", "ü"])
def test_other_ids_are_closed_with_1008(house, client):
    with Tracker(house, client) as tracker:
        with pytest.raises(ConnectionClosed) as closed:
            tracker.hear()
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1008, "Invalid client ID")


def test_strict_ids_are_those_of_the_documents_check(perch, tmp_path):
    with Server(perch, tmp_path / "data", "--agentcraft-strict-ids") as server:
        server.start()
        with Tracker(server, "client_1642678200_k3j9x") as tracker:
            assert tracker.hear()["type"] == "active_sessions"
        for client in ["client-123", "client_1642678200", "client_x_y", "client_1_Y", "client_1_", "xclient_1_a"]:
            with Tracker(server, client) as tracker, pytest.raises(ConnectionClosed) as closed:
                tracker.hear()
            assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1008, "Invalid client ID")


def test_a_client_that_is_silent_for_thirty_seconds_is_pinged(house):
    with Tracker(house) as tracker:
        tracker.hear()
        began = time.monotonic()
        ping = tracker.until("ping", timeout=40)
        assert 29 < time.monotonic() - began < 35
        assert abs(ping["timestamp"] - time.time()) < 60


def test_whatever_is_broadcast_reaches_the_clients_of_both_paths(running, report):
    note = {"type": "announcement", "nested": {"numbers": [1, 2.5, None]}, "text": "ü\u2028"}
    with Tracker(running) as one, Tracker(running, path=SOURCE) as other:
        assert report.post("/api/ws/broadcast", note) == {"success": True, "message": "Broadcast sent"}
        assert one.until("announcement") == note
        assert other.until("announcement") == note


def test_the_past_is_told_again(running, report):
    report.session("s1", "start", {"query": "Why?"})
    report.session("s1", "agents/a1", {"status": "PROCESSING"})
    with Tracker(running, query="?at=0&speed=1000") as tracker:
        assert tracker.hear()["data"]["total_sessions"] == 0
        tracker.until("agent_status", agent_id="a1", status="PROCESSING")
        tracker.say("start_log_streaming", session_id="s1")
        tracker.until("log_streaming_started")
        for number in range(100):
            report.session("s1", "logs", {"message": f"{number}"})
            if [frame for frame in tracker.settle() if frame["type"] == "session_logs"]:
                break
            time.sleep(0.05)
        assert tracker.logs[-1]["message"] == f"{number}", "what is asked for in the past is told in the present"


def test_one_project_sees_nothing_of_another(running):
    with Client(running) as client, Tracker(running, query="?project=web") as tracker:
        client.post(event("agent.started", agent="a", project="api", session="s"), event("agent.started", agent="b", project="web", session="s"))
        tracker.until("agent_status")
        assert list(tracker.statuses) == ["b"]
        assert json.dumps(tracker.frames).count("api") == 0
