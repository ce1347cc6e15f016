"""Events in by each system's own doors: what each of the five clients is told, frame by frame.

The rows of a system follow one upon the other: an agent that one of them begins, the next ones go on with.
"""

from datetime import datetime, timezone

import pytest
from translation.five import RUN
from translation.frames import activity, check, kei, presence, some, status, together

HTMLGRAPH = {"X-Agent-ID": "hg", "X-Session-ID": "hg-session"}
SESSION = "/api/ws/sessions/craft"
DAENA = "/api/v1/collaboration"


def line(name: str, id: str, **fields):
    """Posts a line of kei's; what stands in it must come out as it is."""
    fields = {"event": name, "id": id, "ts": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"), **fields}
    return lambda http: http.post("/api/kei/events", json=fields)


def post(path: str, body=None, headers=None):
    return lambda http: http.post(path, json=body, headers=headers)


def bus(type: str, **data):
    return post("/broadcast", {"event_type": type, "data": data})


def offline(*agents: str) -> list[dict]:
    """HtmlGraph is told of those who end, and then that they are offline."""
    return [presence(agent, status="offline") for agent in agents] * 2


def told_of(event_type: str, id: str, type: str, **payload) -> dict:
    return {
        "type": "broadcast_event", "event_type": event_type, "resource_id": id, "resource_type": type,
        "agent_id": "hg", "session_id": "hg-session", "payload": payload,
    }  # fmt: skip


def thread_of(http, run: str = RUN) -> str:
    return http.get(f"/api/agent_chat/threads/{run}").json()[0]["thread_id"]


def activity_of(http, agent: str) -> str:
    return http.get(f"{DAENA}/activity-feed", params={"agent_id": agent}).json()["activities"][0]["activity_id"]


def collaboration_of(http) -> str:
    return http.get(f"{DAENA}/active-collaborations").json()["collaborations"][0]["session_id"]


def chat_rows(name: str, create: str, send: str, close: str) -> dict:
    """A conversation from its beginning to its end by one family of paths."""
    parent, child = f"{name} parent", f"{name} child"
    return {
        f"{create}": (
            post(create, {"run_id": RUN, "parent_agent_id": parent, "child_agent_id": child, "initial_message": "Build it", "metadata": {"budget": 3}}),
            {
                "htmlgraph": [presence(parent, status="active", session_id=RUN)],
                "kei": [kei("agent_spawn", parent), kei("agent_spawn", child, parent_id=parent)],
                "agentchat": [
                    {"type": "agent_chat_thread_created", "run_id": RUN, "parent_agent": parent, "child_agent": child, "metadata": {"budget": 3}},
                    {"type": "agent_chat_message_sent", "run_id": RUN, "message_type": "delegation", "content": "Build it", "from_agent": parent, "to_agent": child},
                ],
                "agentcraft": [
                    status(parent, "COLLABORATING"),
                    together(parent, child, collaboration_type="conversation"),
                    together(parent, child, collaboration_type="delegation", reason="Build it"),
                ],
                "daena": [activity(parent, "agent_started")] + [activity(parent, "message_sent", related_agents=[child], status="completed")] * 2,
            },
        ),
        f"{send}": (
            lambda http: http.post(send, json={"thread_id": thread_of(http), "from_agent": child, "to_agent": parent, "message_type": "question", "content": "How?"}),
            {
                "htmlgraph": [presence(child, status="active", session_id=RUN)],
                "agentchat": [{"type": "agent_chat_message_sent", "run_id": RUN, "message_type": "question", "content": "How?", "from_agent": child, "to_agent": parent}],
                "agentcraft": [status(child, "COLLABORATING"), together(child, parent, collaboration_type="question", reason="How?")],
                "daena": [activity(child, "agent_started"), activity(child, "message_sent", related_agents=[parent])],
            },
        ),
        f"{close}": (
            lambda http: http.post(close, json={"thread_id": thread_of(http), "status": "failed", "error": "No disk"}),
            {"agentchat": [{"type": "agent_chat_thread_closed", "run_id": RUN, "status": "failed", "result": None, "error": "No disk"}]},
        ),
    }


DOORS = {
    "kei agent_spawn": (
        line("agent_spawn", "k-kid", parent_id="k-session", subagent_type="coder", model="opus", extra=[1]),
        {
            "htmlgraph": [presence("k-kid", status="active", session_id="k-session"), presence("k-session", status="active")],
            "kei": [kei("agent_spawn", "k-kid", parent_id="k-session", subagent_type="coder", model="opus", extra=[1])],
            "agentcraft": [status("k-kid", "ANALYZING", metadata={"session_id": "k-session"})],
            "daena": [activity("k-kid", "agent_started", metadata={"role": "coder", "parent": "k-session"})],
        },
    ),
    "kei tool_use": (
        line("tool_use", "k-1", agent_id="k-kid", tool="Grep"),
        {
            "htmlgraph": [presence("k-kid", last_tool_name="Grep", total_tools_executed=1)],
            "kei": [kei("tool_use", "k-1", agent_id="k-kid", tool="Grep")],
            "agentcraft": [status("k-kid", "PROCESSING", message="Grep")],
        },
    ),
    "kei skill_use": (
        line("skill_use", "k-2", agent_id="k-kid", skill="review", success=True),
        {"htmlgraph": [presence("k-kid", total_tools_executed=1)], "kei": [kei("skill_use", "k-2", agent_id="k-kid", skill="review", success=True)]},
    ),
    "kei agent_done": (
        line("agent_done", "k-kid", outcome="partial", duration_ms=10),
        {
            "htmlgraph": offline("k-kid"),
            "kei": [kei("agent_done", "k-kid", outcome="partial", duration_ms=10)],
            "agentcraft": [status("k-kid", "COMPLETED", progress=100)],
            "daena": [activity("k-kid", "agent_completed", status="completed")],
        },
    ),
    "htmlgraph presence": (
        lambda http: http.post("/api/presence/hg", json={"tool_name": "Edit", "feature_id": "feat-hg", "session_id": "hg-session", "cost_tokens": 70}),
        {
            "htmlgraph": [
                presence("hg", status="active", last_tool_name="Edit", current_feature_id="feat-hg", session_id="hg-session", total_tools_executed=1, total_cost_tokens=70)
            ],
            "kei": [kei("agent_spawn", "hg"), {"type": "event", "data": {"event": "tool_use", "agent_id": "hg", "tool": "Edit"}}],
            "agentcraft": [status("hg", "PROCESSING", message="Edit"), status("hg", "PROCESSING", metadata={"feature": "feat-hg"})],
            "daena": [activity("hg", "agent_started")],
        },
    ),
    "htmlgraph feature": (
        lambda http: http.post("/api/broadcast/features/feat-hg", json={"title": "Search", "status": "todo"}, headers=HTMLGRAPH),
        {"htmlgraph": [{"type": "broadcast_event", "event_type": "feature_created", "resource_id": "feat-hg", "agent_id": "hg", "session_id": "hg-session"}, presence("hg")]},
    ),
    "htmlgraph feature's status": (
        lambda http: http.post("/api/broadcast/features/feat-hg/status", json={"new_status": "in_progress"}, headers=HTMLGRAPH),
        {
            "htmlgraph": [
                {"type": "broadcast_event", "event_type": "status_changed", "payload": {"old_status": "todo", "new_status": "in_progress"}},
                presence("hg", current_feature_id="feat-hg"),
            ],
            "agentcraft": [status("hg", some)],
        },
    ),
    "htmlgraph second feature": (
        post("/api/broadcast/features/feat-two", {"title": "Index"}, HTMLGRAPH),
        {"htmlgraph": [told_of("feature_created", "feat-two", "feature", title="Index"), presence("hg")]},
    ),
    "htmlgraph link": (
        post("/api/broadcast/features/feat-hg/links", {"linked_feature_id": "feat-two", "link_type": "blocks"}, HTMLGRAPH),
        {"htmlgraph": [told_of("link_added", "feat-hg", "feature", linked_feature_id="feat-two", link_type="blocks"), presence("hg")]},
    ),
    "htmlgraph comment": (
        post("/api/broadcast/features/feat-hg/comments", {"comment_text": "Nice", "author": "ann"}, HTMLGRAPH),
        {"htmlgraph": [told_of("comment_added", "feat-hg", "feature", comment_text="Nice", author="ann"), presence("hg")]},
    ),
    "htmlgraph track": (
        post("/api/broadcast/tracks/track-1", {"title": "Speed", "x": 1}, HTMLGRAPH),
        {"htmlgraph": [told_of("track_updated", "track-1", "track", title="Speed", x=1), presence("hg")]},
    ),
    "htmlgraph spike": (
        post("/api/broadcast/spikes/spike-1", {"title": "Try it"}, HTMLGRAPH),
        {"htmlgraph": [told_of("spike_updated", "spike-1", "spike", title="Try it"), presence("hg")]},
    ),
    "htmlgraph sync push begins": (
        post("/api/sync/push"),
        {"htmlgraph": [{"type": "broadcast_event", "event_type": "sync_result", "payload": {"status": "pushing", "operation": "push", "files_changed": 0}}]},
    ),
    "htmlgraph sync push": (
        post("/api/sync/push", {"status": "conflict", "files_changed": 2, "conflicts": ["a.md"]}, HTMLGRAPH),
        {
            "htmlgraph": [
                {"type": "broadcast_event", "event_type": "sync_result", "payload": {"status": "conflict", "operation": "push", "files_changed": 2, "conflicts": ["a.md"]}},
                presence("hg"),
            ]
        },
    ),
    **chat_rows("a", "/agent-chat/create-thread", "/agent-chat/send", "/agent-chat/close-thread"),
    **chat_rows("b", "/agent_chat/create", "/agent_chat/send", "/agent_chat/close"),
    **chat_rows("c", "/api/agent_chat/create", "/api/agent_chat/send", "/api/agent_chat/close"),
    "bus heartbeat": (
        lambda http: http.post("/broadcast", json={"event_type": "heartbeat", "data": {"service_id": "svc", "service_name": "Service", "progress": 0.5}}),
        {"htmlgraph": [presence("svc", status="active")], "kei": [kei("agent_spawn", "svc")], "agentcraft": [status("svc", some)], "daena": [activity("svc", "agent_started")]},
    ),
    "bus status_update": (
        bus("status_update", service_id="svc", status="running", progress=0.7, message="More"),
        {"htmlgraph": [presence("svc", status="active")], "agentcraft": [status("svc", "PROCESSING", progress=70, message="More")]},
    ),
    "bus task_started": (
        bus("task_started", service_id="svc", task_id="bt", task_name="Write"),
        {
            "htmlgraph": [presence("svc")],
            "agentcraft": [status("svc", "PROCESSING", message="Write")],
            "daena": [activity("svc", "task_assigned", status="active", metadata={"task": "bt", "name": "Write"})],
        },
    ),
    "bus task_completed": (
        bus("task_completed", service_id="svc", task_id="bt", task_name="Write"),
        {
            "htmlgraph": [presence("svc")],
            "agentcraft": [status("svc", "COMPLETED", progress=100)],
            "daena": [activity("svc", "task_completed", status="completed", metadata={"task": "bt"})],
        },
    ),
    "bus alert": (bus("alert", service_id="svc", message="disk is full", severity="error"), {"htmlgraph": [presence("svc", status="active")]}),
    "bus error": (
        bus("error", service_id="svc", message="boom"),
        {"htmlgraph": [presence("svc", status="active")], "agentcraft": [status("svc", "ERROR", message="boom")]},
    ),
    "bus agent_chat_thread_created": (
        bus("agent_chat_thread_created", thread_id="bus-thread", run_id=RUN, parent_agent="boss", child_agent="hand", metadata={"budget": 3}),
        {
            "htmlgraph": [presence("boss", status="active")],
            "kei": [kei("agent_spawn", "boss"), kei("agent_spawn", "hand", parent_id="boss")],
            "agentchat": [
                {"type": "agent_chat_thread_created", "run_id": RUN, "thread_id": "bus-thread", "parent_agent": "boss", "child_agent": "hand", "metadata": {"budget": 3}}
            ],
            "agentcraft": [status("boss", "COLLABORATING"), together("boss", "hand", collaboration_type="conversation")],
            "daena": [activity("boss", "agent_started"), activity("boss", "message_sent", related_agents=["hand"])],
        },
    ),
    "bus agent_chat_message_sent": (
        bus("agent_chat_message_sent", thread_id="bus-thread", message_id="bm", from_agent="hand", to_agent="boss", message_type="question", content="Which?"),
        {
            "htmlgraph": [presence("hand", status="active")],
            "agentchat": [
                {"type": "agent_chat_message_sent", "run_id": RUN, "thread_id": "bus-thread", "message_id": "bm", "from_agent": "hand", "to_agent": "boss", "content": "Which?"}
            ],
            "agentcraft": [status("hand", "COLLABORATING"), together("hand", "boss", collaboration_type="question", reason="Which?")],
            "daena": [activity("hand", "agent_started"), activity("hand", "message_sent", related_agents=["boss"])],
        },
    ),
    "bus agent_chat_thread_closed": (
        bus("agent_chat_thread_closed", thread_id="bus-thread", status="completed", result="ok"),
        {"agentchat": [{"type": "agent_chat_thread_closed", "run_id": RUN, "thread_id": "bus-thread", "status": "completed", "result": "ok", "error": None}]},
    ),
    "agentcraft status": (
        lambda http: http.post("/api/ws/agent-status", json={"agent_id": "ac", "agent_name": "Specialist", "status": "PROCESSING", "progress": 65, "message": "Analyzing"}),
        {
            "htmlgraph": [presence("ac", status="active")],
            "kei": [kei("agent_spawn", "ac")],
            "agentcraft": [status("ac", "ANALYZING", progress=0), status("ac", "PROCESSING", agent_name="Specialist", progress=65, message="Analyzing")],
            "daena": [activity("ac", "agent_started")],
        },
    ),
    "agentcraft hand-off": (
        lambda http: http.post("/api/ws/sessions/ac-session/handoff", json={"from": "ac", "to": "Security", "type": "handoff", "reason": "Expertise"}),
        {
            "htmlgraph": [presence("ac")],
            "agentcraft": [together("Specialist", "Security", collaboration_type="handoff", reason="Expertise")],
            "daena": [{"type": "collaboration_started", "session": {"participants": ["ac", "Security"]}}, {"type": "collaboration_ended"}],
        },
    ),
    "agentcraft start": (
        post(f"{SESSION}/start", {"query": "Why?", "agents": ["one", {"agent_id": "two", "agent_name": "Two", "role": "critic"}]}),
        {
            "htmlgraph": [presence("one", status="active", session_id="craft"), presence("two", status="active", session_id="craft")],
            "kei": [kei("agent_spawn", "one", parent_id="craft"), kei("agent_spawn", "two", parent_id="craft", subagent_type="critic")],
            "agentcraft": [status("one", "ANALYZING"), status("two", "ANALYZING", agent_name="Two", metadata={"session_id": "craft"})],
            "daena": [activity("one", "agent_started"), activity("two", "agent_started", metadata={"name": "Two", "role": "critic"})],
        },
    ),
    "agentcraft phase": (post(f"{SESSION}/phase", {"phase": "synthesis", "progress": 60}), {}),
    "agentcraft progress": (post(f"{SESSION}/progress", {"progress": 70}), {}),
    "agentcraft agent": (
        post(f"{SESSION}/agents/two", {"status": "processing", "progress": 10, "current_task": "Read"}),
        {"htmlgraph": [presence("two", status="active")], "agentcraft": [status("two", "PROCESSING", progress=10, metadata={"task_id": "Read"})]},
    ),
    "agentcraft output": (post(f"{SESSION}/output", {"content": "42", "type": "final", "agent": "two"}), {"htmlgraph": [presence("two")]}),
    "agentcraft log": (post(f"{SESSION}/logs", {"message": "hello", "level": "info", "agent": "two"}), {"htmlgraph": [presence("two")]}),
    "agentcraft complete": (
        post(f"{SESSION}/complete"),
        {
            "htmlgraph": offline("one", "two"),
            "kei": [kei("agent_done", "one", outcome="functional"), kei("agent_done", "two", outcome="functional")],
            "agentcraft": [status("one", "COMPLETED", progress=100), status("two", "COMPLETED", progress=100)],
            "daena": [activity("one", "agent_completed", status="completed"), activity("two", "agent_completed", status="completed")],
        },
    ),
    "agentcraft second start": (
        post("/api/ws/sessions/craft-2/start", {"query": "Again?", "agents": ["three"]}),
        {
            "htmlgraph": [presence("three", status="active", session_id="craft-2")],
            "kei": [kei("agent_spawn", "three")],
            "agentcraft": [status("three", "ANALYZING")],
            "daena": [activity("three", "agent_started")],
        },
    ),
    "agentcraft error": (
        post("/api/ws/sessions/craft-2/error", {"error": "No disk", "agent": "three"}),
        {
            "htmlgraph": offline("three"),
            "kei": [kei("agent_done", "three", outcome="fail")],
            "agentcraft": [status("three", "ERROR", message="No disk")],
            "daena": [activity("three", "agent_completed", status="failed")],
        },
    ),
    "daena activity": (
        lambda http: http.post(
            "/api/v1/collaboration/record-activity", json={"agent_id": "da", "department": "engineering", "activity_type": "council_debate", "metadata": {"round": 1}}
        ),
        {
            "htmlgraph": [presence("da", status="active")],
            "kei": [kei("agent_spawn", "da")],
            "agentcraft": [status("da", "PROCESSING")],
            "daena": [activity("da", "council_debate", department="engineering", metadata={"round": 1}, status="active")],
        },
    ),
    "daena activity's end": (
        lambda http: http.post(f"{DAENA}/complete-activity", json={"activity_id": activity_of(http, "da"), "success": False}),
        {
            "htmlgraph": [presence("da", status="active")],
            "agentcraft": [status("da", some)],
            "daena": [{"type": "activity_completed", "activity_id": some, "success": False, "timestamp": some}],
        },
    ),
    "daena memory": (
        lambda http: http.post("/api/v1/collaboration/record-memory-update", json={"operation": "read", "item_id": "i", "agent_id": "da"}),
        {"htmlgraph": [presence("da")], "daena": [{"type": "memory_update", "update": {"operation": "read", "item_id": "i", "agent_id": "da"}}]},
    ),
    "daena collaboration": (
        lambda http: http.post("/api/v1/collaboration/start-collaboration", json={"participants": ["da", "ac"], "session_type": "general"}),
        {"agentcraft": [together("da", "Specialist")], "daena": [{"type": "collaboration_started", "session": {"participants": ["da", "ac"]}}]},
    ),
    "daena decision": (
        lambda http: http.post(f"{DAENA}/record-decision", json={"session_id": collaboration_of(http), "decision": "Ship it", "agent_id": "da"}),
        {"htmlgraph": [presence("da")], "daena": [{"type": "decision_recorded", "decision": {"decision": "Ship it", "agent_id": "da", "metadata": {}}}]},
    ),
    "daena collaboration's end": (
        lambda http: http.post(f"{DAENA}/end-collaboration", json={"session_id": collaboration_of(http)}),
        {"daena": [{"type": "collaboration_ended", "session_id": some, "timestamp": some}]},
    ),
}


@pytest.mark.parametrize("row", DOORS)
def test_an_event_in_by_a_systems_own_door_is_told_by_the_table(five, row):
    report, wanted = DOORS[row]
    answer = report(five.http)
    assert answer.status_code == 200, answer.text
    check(five.told(), wanted)
