"""One event of every kind in by the native door and by each system's own: what each of the five clients is told, field by field.

A row names the frames that must come, in their order, each by the fields that matter. Nothing else may come to a client whose frames are named,
but what is said of other agents and the summaries that follow any change (`active_sessions`, `agent_status_update`).
"""

import pytest
from harness.client import event
from harness.server import Server
from translation.five import RUN, Five

SUMMARIES = {"active_sessions", "agent_status_update", "ping", "presence_state"}


@pytest.fixture(scope="module")
def five(perch, tmp_path_factory):
    with Server(perch, tmp_path_factory.mktemp("five") / "data") as server, Five(server.start()) as five:
        yield five


def holds(frame, wanted) -> bool:
    """Whether a frame has all that is wanted of it, however deep."""
    if isinstance(wanted, dict):
        return isinstance(frame, dict) and all(key in frame and holds(frame[key], value) for key, value in wanted.items())
    if callable(wanted):
        return wanted(frame)
    return frame == wanted


def check(told: dict[str, list[dict]], wanted: dict[str, list[dict]]):
    for name, frames in told.items():
        frames = [frame for frame in frames if frame.get("type") not in SUMMARIES]
        left = list(frames)
        for one in wanted.get(name, []):
            while left and not holds(left[0], one):
                left.pop(0)
            assert left, f"{name} was not told {one}; it was told {frames}"
            left.pop(0)
        kinds = {kind(one) for one in wanted.get(name, [])}
        strange = [frame for frame in frames if kind(frame) not in kinds]
        assert not strange, f"{name} was told of it too: {strange}"


def kind(frame: dict) -> str:
    """The word that tells what a frame is about."""
    if frame.get("type") == "event":
        return frame["data"]["event"]
    if frame.get("type") == "broadcast_event":
        return frame["event_type"]
    return frame["type"]


def presence(agent: str, **fields) -> dict:
    return {"type": "presence_update", "event_type": "presence_update", "agent_id": agent, "presence": {"agent_id": agent, **fields}}


def kei(name: str, id: str, **fields) -> dict:
    return {"type": "event", "data": {"event": name, "id": id, **fields}}


def status(agent: str, word: str, **fields) -> dict:
    return {"type": "agent_status", "agent_id": agent, "status": word, **fields}


def activity(agent: str, type: str, **fields) -> dict:
    return {"type": "agent_activity", "activity": {"agent_id": agent, "activity_type": type, **fields}}


def together(one: str, other: str, **fields) -> dict:
    return {"type": "agent_collaboration", "primary_agent": one, "secondary_agent": other, **fields}


def some(value) -> bool:
    return value is not None


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
            "htmlgraph": [presence("fin", status="offline")],
            "kei": [kei("agent_done", "fin", outcome="functional", duration_ms=1000, tool_use_count=3, cost_usd=0.5)],
            "agentcraft": [status("fin", "COMPLETED", progress=100)],
            "daena": [activity("fin", "agent_completed", status="completed")],
        },
    ),
    "agent.finished with an error": (
        event("agent.finished", agent="bad", data={"outcome": "error", "error": "No disk"}),
        {
            "htmlgraph": [presence("bad", status="offline")],
            "kei": [kei("agent_done", "bad", outcome="fail")],
            "agentcraft": [status("bad", "ERROR", message="No disk")],
            "daena": [activity("bad", "agent_completed", status="failed")],
        },
    ),
    "agent.finished with an outcome that is a failure, and no error": (
        event("agent.finished", agent="worse", data={"outcome": "failed"}),
        {
            "htmlgraph": [presence("worse", status="offline")],
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


# In by the systems' own doors: what is posted there, and what the clients are told.
SPAWN = '{"ts":"2026-05-02T13:00:00.000Z","event":"agent_spawn","id":"k-kid","parent_id":"k-session","subagent_type":"coder","model":"opus","extra":[1]}'
TOOL = '{"ts":"2026-05-02T13:00:01.000Z","event":"tool_use","id":"k-1","agent_id":"k-kid","tool":"Grep"}'
DONE = '{"ts":"2026-05-02T13:00:02.000Z","event":"agent_done","id":"k-kid","outcome":"partial","duration_ms":10}'
HTMLGRAPH = {"X-Agent-ID": "hg", "X-Session-ID": "hg-session"}

DOORS = {
    "kei spawn": (
        lambda http: http.post("/api/kei/events", content=SPAWN),
        {
            "htmlgraph": [presence("k-kid", status="active", session_id="k-session")],
            "kei": [{"type": "event", "data": {"id": "k-kid", "extra": [1], "event": "agent_spawn"}}],
            "agentcraft": [status("k-kid", "ANALYZING")],
            "daena": [activity("k-kid", "agent_started")],
        },
    ),
    "kei tool": (
        lambda http: http.post("/api/kei/events", content=TOOL),
        {
            "htmlgraph": [presence("k-kid", last_tool_name="Grep", total_tools_executed=1)],
            "kei": [kei("tool_use", "k-1", agent_id="k-kid", tool="Grep")],
            "agentcraft": [status("k-kid", "PROCESSING")],
        },
    ),
    "kei done": (
        lambda http: http.post("/api/kei/events", content=DONE),
        {
            "htmlgraph": [presence("k-kid", status="offline")],
            "kei": [kei("agent_done", "k-kid", outcome="partial", duration_ms=10)],
            "agentcraft": [status("k-kid", "COMPLETED")],
            "daena": [activity("k-kid", "agent_completed")],
        },
    ),
    "htmlgraph presence": (
        lambda http: http.post("/api/presence/hg", json={"tool_name": "Edit", "feature_id": "feat-hg", "session_id": "hg-session", "cost_tokens": 70}),
        {
            "htmlgraph": [
                presence("hg", status="active", last_tool_name="Edit", current_feature_id="feat-hg", session_id="hg-session", total_tools_executed=1, total_cost_tokens=70)
            ],
            "kei": [kei("agent_spawn", "hg"), {"type": "event", "data": {"event": "tool_use", "agent_id": "hg", "tool": "Edit"}}],
            "agentcraft": [status("hg", "PROCESSING")],
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
    "agent chat create": (
        lambda http: http.post(
            "/api/agent_chat/create", json={"run_id": RUN, "parent_agent_id": "Architect", "child_agent_id": "Dir-Code", "initial_message": "Build it"}
        ),
        {
            "htmlgraph": [presence("Architect", status="active")],
            "kei": [kei("agent_spawn", "Architect"), kei("agent_spawn", "Dir-Code", parent_id="Architect")],
            "agentchat": [
                {"type": "agent_chat_thread_created", "run_id": RUN, "parent_agent": "Architect", "child_agent": "Dir-Code"},
                {"type": "agent_chat_message_sent", "message_type": "delegation", "content": "Build it", "from_agent": "Architect", "to_agent": "Dir-Code"},
            ],
            "agentcraft": [
                status("Architect", "COLLABORATING"),
                together("Architect", "Dir-Code"),
                together("Architect", "Dir-Code", collaboration_type="delegation"),
            ],
            "daena": [activity("Architect", "agent_started"), activity("Architect", "message_sent"), activity("Architect", "message_sent")],
        },
    ),
    "the event stream's broadcast": (
        lambda http: http.post("/broadcast", json={"event_type": "heartbeat", "data": {"service_id": "svc", "service_name": "Service", "progress": 0.5}}),
        {"htmlgraph": [presence("svc", status="active")], "kei": [kei("agent_spawn", "svc")], "agentcraft": [status("svc", some)], "daena": [activity("svc", "agent_started")]},
    ),
    "agentcraft status": (
        lambda http: http.post("/api/ws/agent-status", json={"agent_id": "ac", "agent_name": "Specialist", "status": "PROCESSING", "progress": 65, "message": "Analyzing"}),
        {
            "htmlgraph": [presence("ac", status="active")],
            "kei": [kei("agent_spawn", "ac")],
            "agentcraft": [status("ac", "PROCESSING", agent_name="Specialist", progress=65, message="Analyzing")],
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
    "daena memory": (
        lambda http: http.post("/api/v1/collaboration/record-memory-update", json={"operation": "read", "item_id": "i", "agent_id": "da"}),
        {"htmlgraph": [presence("da")], "daena": [{"type": "memory_update", "update": {"operation": "read", "item_id": "i", "agent_id": "da"}}]},
    ),
    "daena collaboration": (
        lambda http: http.post("/api/v1/collaboration/start-collaboration", json={"participants": ["da", "ac"], "session_type": "general"}),
        {"agentcraft": [together("da", "Specialist")], "daena": [{"type": "collaboration_started", "session": {"participants": ["da", "ac"]}}]},
    ),
}


@pytest.mark.parametrize("row", DOORS)
def test_an_event_in_by_a_systems_own_door_is_told_by_the_table(five, row):
    post, wanted = DOORS[row]
    answer = post(five.http)
    assert answer.status_code == 200, answer.text
    check(five.told(), wanted)


def test_daena_is_told_within_seconds_how_agents_stand_and_agentcraft_which_sessions_run(five):
    five.client.post(event("session.started", agent="late", session="late-session", data={"query": "How?"}))
    listed = five.ears["agentcraft"].until('"late-session"')
    assert all(frame["type"] != "error" for frame in listed)
    board = five.ears["daena"].until('"late"', seconds=3)
    assert all(frame["type"] != "error" for frame in board)
