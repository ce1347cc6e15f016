"""AgentCraft's manager of its socket: the switch over its frames, the heartbeat, and waits that double."""

import httpx
from harness.client import event
from javascript.page import Page


def report(server, door: str, **body):
    assert httpx.post(f"{server.url}/api/ws/{door}", json=body).status_code == 200


def test_the_dashboard_takes_in_every_type_of_frame_of_the_document(steady, native):
    with Page("agentcraft.js", steady.host) as page:
        page.only("connected")
        assert page.only("sessions") == {"what": "sessions", "total_sessions": 0, "sessions": []}
        report(steady, "sessions/session_abc123/start", query="How do I fix webhook errors?", agents=["Technical Integration Specialist"])
        assert page.until("sessions")["sessions"][0]["query"] == "How do I fix webhook errors?"
        state = page.until("state")["state"]
        assert (state["session_id"], state["query"]) == ("session_abc123", "How do I fix webhook errors?")
        assert page.until("logs")["logs"] is not None
        native.post(
            event("agent.started", agent="agent-uuid", session="session_abc123", data={"name": "Technical Integration Specialist"}),
            event("agent.updated", agent="agent-uuid", data={"status": "processing", "progress": 65, "message": "Analyzing webhook signature validation..."}),
        )
        status = page.until("status", lambda frame: frame["agent_id"] == "agent-uuid" and frame["progress"] == 65)
        assert (status["agent_name"], status["status"], status["message"]) == (
            "Technical Integration Specialist", "PROCESSING", "Analyzing webhook signature validation...",
        )  # fmt: skip
        native.post(event("handoff.made", session="session_abc123", data={"from": "agent-uuid", "to": "Security Specialist", "reason": "Requires security expertise"}))
        note = page.until("note")
        assert (note["note"], note["kind"]) == ("Technical Integration Specialist → Security Specialist: Requires security expertise", "handoff")
        native.post(event("log.written", agent="agent-uuid", session="session_abc123", data={"level": "info", "message": "Starting webhook analysis"}))
        logged = page.until("logs", lambda line: any(one["message"] == "Starting webhook analysis" for one in line["logs"]))["logs"][-1]
        assert (logged["level"].lower(), logged["agent"]) == ("info", "Technical Integration Specialist")


def test_a_page_that_answers_pings_stays_connected(steady, native):
    with Page("agentcraft.js", steady.host) as page:
        page.until("sessions")
        assert page.next(within=40)["what"] == "pinged"
        native.post(event("agent.started", agent="late"))
        assert page.only("status")["agent_id"] == "late"


def test_the_wait_doubles_at_each_attempt_and_starts_over_once_connected(steady, native):
    port = steady.port
    with Page("agentcraft.js", steady.host) as page:
        page.until("sessions")
        steady.stop()
        closed = page.only("closed")
        assert closed["wasClean"] and closed["code"] == 1001
        assert page.only("waiting") | {"delay": 2000, "attempt": 1} == {"what": "waiting", "delay": 2000, "attempt": 1}
        page.only("error")
        page.only("closed")
        waiting = page.only("waiting")
        assert (waiting["delay"], waiting["attempt"]) == (4000, 2)
        steady.start().port = port
        page.only("connected")
        page.only("sessions")
        native.post(event("agent.started", agent="new"))
        assert page.only("status")["agent_id"] == "new"
        steady.stop()
        assert page.until("waiting")["attempt"] == 1


def test_a_client_id_that_is_none_is_closed_with_1008(steady):
    with Page("agentcraft.js", steady.host, "no%20id") as page:
        closed = page.until("closed")
        assert (closed["code"], closed["reason"]) == (1008, "Invalid client ID")
