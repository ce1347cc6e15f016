"""One event of every kind in by the native door: what each of the five clients is told, field by field.

A row names all frames that come, in their order, each by the fields that matter. Nothing else may come, but the summaries that follow any change
(`active_sessions`, `agent_status_update`). Who ends is told to HtmlGraph twice: the end, and that it is offline.
"""

import pytest
from harness.client import event
from translation.five import RUN
from translation.frames import activity, check, kei, presence, some, status, together

# Every agent here is known when its row begins, but for those of "appears".
SEEN = [
    "upd", "fin", "bad", "worse", "broken", "pres", "tool", "skill", "use", "sess", "chatty", "hand", "coll", "act", "mem", "task", "feat", "sync", "att", "other",
]  # fmt: skip

ROWS = {
    "agent.started": (
        event("agent.started", agent="new", session="s", data={"name": "New", "role": "researcher", "model": "opus", "parent": "lead", "prompt_preview": "Look"}),
        {
            "htmlgraph": [presence("new", status="active", session_id="s", total_tools_executed=0, total_cost_tokens=0, current_feature_id=None, last_tool_name=None, last_activity=some)],
            "kei": [kei("agent_spawn", "new", subagent_type="researcher", model="opus", parent_id="lead", prompt_preview="Look", ts=some)],
            "agentcraft": [status("new", "ANALYZING", agent_name="New", progress=0, timestamp=some, metadata={"session_id": "s"})],
            "daena": [activity("new", "agent_started", timestamp=lambda time: isinstance(time, float), status="active")],
        },
    ),
    "agent.updated": (
        event("agent.updated", agent="upd", data={"status": "collaborating", "progress": 65, "message": "Half way", "task": "t-9", "feature": "feat-9"}),
        {
            "htmlgraph": [presence("upd", status="active", current_feature_id="feat-9")],
            "agentcraft": [status("upd", "COLLABORATING", progress=65, message="Half way")],
        },
    ),
    "tool.started": (
        event("tool.started", agent="tool", data={"tool": "Bash", "call": "c1", "input": "ls"}),
        {
            "htmlgraph": [presence("tool", status="active", last_tool_name="Bash", total_tools_executed=1)],
            "kei": [kei("tool_use", "c1", agent_id="tool", tool="Bash")],
            "agentcraft": [status("tool", "PROCESSING")],
        },
    ),
    "tool.finished": (event("tool.finished", agent="tool", data={"call": "c1", "ok": True}), {"htmlgraph": [presence("tool")]}),
    "skill.used": (
        event("skill.used", agent="skill", data={"skill": "review", "ok": False, "call": "k1"}),
        {"htmlgraph": [presence("skill")], "kei": [kei("skill_use", "k1", agent_id="skill", skill="review", success=False)]},
    ),
    "usage.added": (
        event("usage.added", agent="use", data={"model": "sonnet", "input_tokens": 1200, "output_tokens": 300, "cost_usd": 0.02}),
        {"htmlgraph": [presence("use", total_cost_tokens=1500)]},
    ),
    "agent.finished": (
        event("agent.finished", agent="fin", data={"outcome": "functional", "duration_ms": 1000, "tool_count": 3, "cost_usd": 0.5}),
        {
            "htmlgraph": [presence("fin", status="offline"), presence("fin", status="offline")],
            "kei": [kei("agent_done", "fin", outcome="functional", duration_ms=1000, tool_use_count=3, cost_usd=0.5)],
            "agentcraft": [status("fin", "COMPLETED", progress=100)],
            "daena": [activity("fin", "agent_completed", status="completed")],
        },
    ),
    "agent.finished with an error": (
        event("agent.finished", agent="bad", data={"outcome": "error", "error": "No disk"}),
        {
            "htmlgraph": [presence("bad", status="offline"), presence("bad", status="offline")],
            "kei": [kei("agent_done", "bad", outcome="fail")],
            "agentcraft": [status("bad", "ERROR", message="No disk")],
            "daena": [activity("bad", "agent_completed", status="failed")],
        },
    ),
    "agent.finished with an outcome that is a failure, and no error": (
        event("agent.finished", agent="worse", data={"outcome": "failed"}),
        {
            "htmlgraph": [presence("worse", status="offline"), presence("worse", status="offline")],
            "kei": [kei("agent_done", "worse", outcome="fail")],
            "agentcraft": [status("worse", "ERROR", message="failed")],
            "daena": [activity("worse", "agent_completed", status="failed")],
        },
    ),
    "agent.presence idle": (
        event("agent.presence", agent="pres", data={"status": "idle", "reason": "silent"}),
        {"htmlgraph": [presence("pres", status="idle")], "agentcraft": [status("pres", "IDLE")]},
    ),
    "agent.presence offline": (
        event("agent.presence", agent="pres", data={"status": "offline"}),
        {
            "htmlgraph": [presence("pres", status="offline")],
            "kei": [kei("agent_done", "pres", outcome=None)],
            "agentcraft": [status("pres", "IDLE")],
        },
    ),
    "session.started": (event("session.started", agent="sess", session="s1", data={"query": "Why?"}), {"htmlgraph": [presence("sess", session_id="s1")]}),
    "session.updated": (event("session.updated", agent="sess", session="s1", data={"phase": "synthesis", "progress": 60}), {"htmlgraph": [presence("sess")]}),
    "session.output": (event("session.output", agent="sess", session="s1", data={"type": "final_result", "content": "42"}), {"htmlgraph": [presence("sess")]}),
    "log.written": (event("log.written", agent="sess", session="s1", data={"level": "info", "message": "hello"}), {"htmlgraph": [presence("sess")]}),
    "session.finished": (event("session.finished", agent="sess", session="s1", data={"ok": True}), {"htmlgraph": [presence("sess")]}),
    "thread.opened": (
        event("thread.opened", agent="chatty", data={"thread": "th", "run": RUN, "parent": "chatty", "child": "kid", "metadata": {"budget": 3}}),
        {
            "htmlgraph": [presence("chatty", status="active")],
            "kei": [kei("agent_spawn", "kid", parent_id="chatty")],
            "agentchat": [{"type": "agent_chat_thread_created", "run_id": RUN, "thread_id": "th", "parent_agent": "chatty", "child_agent": "kid", "metadata": {"budget": 3}}],
            "agentcraft": [together("chatty", "kid")],
            "daena": [activity("chatty", "message_sent", related_agents=["kid"])],
        },
    ),
    "message.sent": (
        event(
            "message.sent",
            agent="chatty",
            data={"thread": "th", "message": "m1", "from": "chatty", "to": "kid", "type": "question", "content": "Which <b>one</b>?\n" * 50, "metadata": {"urgency": "blocking"}},
        ),
        {
            "htmlgraph": [presence("chatty")],
            "agentchat": [
                {
                    "type": "agent_chat_message_sent",
                    "run_id": RUN,
                    "thread_id": "th",
                    "message_id": "m1",
                    "from_agent": "chatty",
                    "to_agent": "kid",
                    "message_type": "question",
                    "content": "Which <b>one</b>?\n" * 50,
                    "created_at": lambda time: time.endswith("+00:00"),
                    "metadata": {"urgency": "blocking"},
                }
            ],
            "agentcraft": [together("chatty", "kid", collaboration_type="question")],
            "daena": [activity("chatty", "message_sent", related_agents=["kid"])],
        },
    ),
    "thread.closed": (
        event("thread.closed", agent="chatty", data={"thread": "th", "status": "completed", "result": "done"}),
        {
            "htmlgraph": [presence("chatty")],
            "agentchat": [{"type": "agent_chat_thread_closed", "run_id": RUN, "thread_id": "th", "status": "completed", "result": "done", "error": None}],
        },
    ),
    "handoff.made": (
        event("handoff.made", data={"from": "hand", "to": "coll", "type": "handoff", "reason": "Needs a second pair of eyes"}),
        {
            "agentcraft": [together("hand", "coll", collaboration_type="handoff", reason="Needs a second pair of eyes", timestamp=some)],
            "daena": [{"type": "collaboration_started", "session": {"participants": ["hand", "coll"]}}, {"type": "collaboration_ended"}],
        },
    ),
    "collaboration.started": (
        event("collaboration.started", data={"collaboration": "co", "participants": ["hand", "coll"], "type": "review"}),
        {
            "agentcraft": [together("hand", "coll", collaboration_type="review")],
            "daena": [{"type": "collaboration_started", "session": {"session_id": "co", "participants": ["hand", "coll"], "started_at": some}, "timestamp": some}],
        },
    ),
    "decision.recorded": (
        event("decision.recorded", data={"collaboration": "co", "decision": "Ship it"}),
        {"daena": [{"type": "decision_recorded"}]},
    ),
    "collaboration.ended": (
        event("collaboration.ended", data={"collaboration": "co"}),
        {"daena": [{"type": "collaboration_ended", "session_id": "co", "timestamp": some}]},
    ),
    "activity.recorded": (
        event("activity.recorded", agent="act", data={"activity": "act_1", "type": "memory_write", "department": "engineering", "related": ["coll"], "metadata": {"item_id": "i1"}}),
        {
            "htmlgraph": [presence("act")],
            "agentcraft": [status("act", "PROCESSING")],
            "daena": [activity("act", "memory_write", activity_id="act_1", department="engineering", related_agents=["coll"], metadata={"item_id": "i1"}, status="active")],
        },
    ),
    "activity.completed": (
        event("activity.completed", agent="act", data={"activity": "act_1", "success": True}),
        {
            "htmlgraph": [presence("act")],
            "agentcraft": [status("act", "PROCESSING")],
            "daena": [{"type": "activity_completed", "activity_id": "act_1", "success": True}],
        },
    ),
    "memory.changed": (
        event("memory.changed", agent="mem", data={"operation": "write", "item": "item_1", "metadata": {"size_bytes": 10}}),
        {
            "htmlgraph": [presence("mem")],
            "daena": [
                {
                    "type": "memory_update",
                    "update": {"operation": "write", "item_id": "item_1", "agent_id": "mem", "metadata": {"size_bytes": 10}, "timestamp": lambda time: isinstance(time, float)},
                }
            ],
        },
    ),
    "task.started": (
        event("task.started", agent="task", data={"task": "t1", "name": "Write it", "from": "lead", "to": "task"}),
        {"htmlgraph": [presence("task")], "agentcraft": [status("task", "PROCESSING")], "daena": [activity("task", "task_assigned")]},
    ),
    "task.updated": (
        event("task.updated", agent="task", data={"task": "t1", "progress": 40}),
        {"htmlgraph": [presence("task")], "agentcraft": [status("task", "PROCESSING", progress=40)]},
    ),
    "task.finished": (
        event("task.finished", agent="task", data={"task": "t1", "status": "done"}),
        {"htmlgraph": [presence("task")], "agentcraft": [status("task", "COMPLETED")], "daena": [activity("task", "task_completed", status="completed")]},
    ),
    "task.finished by a crash": (
        event("task.finished", agent="broken", data={"task": "t2", "status": "crashed"}),
        {"htmlgraph": [presence("broken")], "agentcraft": [status("broken", "ERROR")], "daena": [activity("broken", "task_completed", status="failed")]},
    ),
    "feature.changed": (
        event("feature.changed", agent="feat", data={"feature": "feat-1", "title": "Login", "status": "todo"}),
        {"htmlgraph": [{"type": "broadcast_event", "event_type": "feature_created", "resource_id": "feat-1", "resource_type": "feature", "agent_id": "feat"}, presence("feat")]},
    ),
    "feature.changed in its status": (
        event("feature.changed", agent="feat", data={"feature": "feat-1", "status": "in_progress"}),
        {"htmlgraph": [{"type": "broadcast_event", "event_type": "status_changed", "payload": {"old_status": "todo", "new_status": "in_progress"}}, presence("feat")]},
    ),
    "feature.linked": (
        event("feature.linked", agent="feat", data={"feature": "feat-1", "linked": "feat-2", "link": "blocks"}),
        {"htmlgraph": [{"type": "broadcast_event", "event_type": "link_added", "payload": {"linked_feature_id": "feat-2", "link_type": "blocks"}}, presence("feat")]},
    ),
    "sync.changed": (
        event("sync.changed", agent="sync", data={"status": "success", "operation": "push", "files_changed": 2}),
        {
            "htmlgraph": [
                {"type": "broadcast_event", "event_type": "sync_result", "payload": {"status": "success", "operation": "push", "files_changed": 2, "conflicts": []}},
                presence("sync"),
            ]
        },
    ),
    "attention.raised": (event("attention.raised", agent="att", data={"reason": "waiting", "detail": "May it?"}), {"htmlgraph": [presence("att")]}),
    "attention.cleared": (event("attention.cleared", agent="att", data={"reason": "waiting"}), {"htmlgraph": [presence("att")]}),
    "a kind nobody knows": (event("sonar.ping", agent="other", data={"x": 1}), {"htmlgraph": [presence("other")]}),
}


@pytest.fixture(scope="module")
def known(five):
    five.client.post(*[event("agent.started", agent=agent) for agent in [*SEEN, "lead"]])
    five.told()
    return five


@pytest.mark.parametrize("row", ROWS)
def test_an_event_in_by_the_native_door_is_told_by_the_table(known, row):
    posted, wanted = ROWS[row]
    known.client.post(posted)
    check(known.told(), wanted)


def test_the_table_has_a_row_for_every_kind(known):
    schemas = known.http.get("/openapi.json").json()["components"]["schemas"]
    kinds = {name.removeprefix("Event.") for name in schemas if name.startswith("Event.")} - {"other"}
    assert kinds
    assert not kinds - {row.split(" ")[0] for row in ROWS}
