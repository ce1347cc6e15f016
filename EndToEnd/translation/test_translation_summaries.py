"""The summaries that follow any change: AgentCraft's list of sessions and Daena's status of all agents, field by field."""

from harness.client import event
from translation.frames import holds


def test_agentcraft_is_told_each_field_of_a_session_and_daena_how_an_agent_stands(five):
    five.told()
    five.client.post(event("session.started", agent="late", session="late-session", data={"query": "How?"}), event("tool.started", agent="late", data={"tool": "Bash"}))
    listed = lambda frame: [one for one in frame.get("data", {}).get("sessions", []) if one["session_id"] == "late-session"]  # noqa: E731
    (session,) = listed(five.ears["agentcraft"].first(listed))
    assert holds(session, {"query": "How?", "status": "processing", "agents_active": 1, "phase": "initialization", "progress": 0, "agents": 1})
    assert isinstance(session["started_at"], float)
    board = five.ears["daena"].first(lambda frame: frame["type"] == "agent_status_update" and "late" in frame["agents"], seconds=4)
    assert board["agents"]["late"] | {"status": "active", "current_activity": None} == board["agents"]["late"]
    assert set(board["agents"]["late"]) == {"status", "current_activity", "last_activity"}
