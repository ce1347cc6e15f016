"""The calls of the five systems by their own names: each arrives as the event that it means."""

import asyncio
import json
from datetime import datetime, timezone
from types import SimpleNamespace

import pytest
from clients.conftest import Impostor, response, stored, told

import perch as package
from perch import ActivityType, AgentChatClient, AgentTracker, AsyncAgentTracker, AsyncCollaborationService, AsyncPresenceManager
from perch import CollaborationService, PresenceManager, SyncAgentChatClient


def row(house, hub, view: str, key: str) -> dict:
    """One row of the world, after everything reported so far."""
    assert hub.flush(10) and hub.refused == 0, hub.last_error
    project = hub.reporter.defaults["project"]
    return hub.state(project=project, views=view)["views"][view][f"{project.replace('%', '%25').replace('/', '%2F')}/{key}"]


# HtmlGraph


def test_presence_is_told_with_an_object_a_dict_a_string_or_nothing(house, hub):
    manager = PresenceManager(hub)
    event = SimpleNamespace(tool_name="Bash", feature_id="f1", session_id="s1", cost_tokens=150)
    manager.update_presence("claude-1", event, websocket_manager=object())
    manager.update_presence("claude-1", {"tool_name": "Read", "cost_tokens": 50.0})
    manager.update_presence("claude-1", "tool_execute", None)
    manager.update_presence("claude-1")
    manager.update_presence("gemini-1", None)
    assert told(hub, house, "agent", "session") == [
        {"kind": "agent.updated", "agent": "claude-1", "session": "s1", "feature": "f1"},
        {"kind": "usage.added", "agent": "claude-1", "session": "s1", "output_tokens": 150},
        {"kind": "tool.started", "agent": "claude-1", "session": "s1", "tool": "Bash"},
        {"kind": "usage.added", "agent": "claude-1", "session": None, "output_tokens": 50},
        {"kind": "tool.started", "agent": "claude-1", "session": None, "tool": "Read"},
        {"kind": "tool.started", "agent": "claude-1", "session": None, "tool": "tool_execute"},
        {"kind": "tool.started", "agent": "claude-1", "session": None, "tool": "tool_execute"},
        {"kind": "tool.started", "agent": "gemini-1", "session": None, "tool": "update"},
    ]


def test_every_update_of_presence_counts_one_tool_and_makes_the_agent_active(house, hub):
    manager = PresenceManager(hub)
    for count, event in enumerate(["Bash", None, SimpleNamespace(cost_tokens=7), {}, SimpleNamespace(tool_name=None)], 1):
        manager.update_presence("a", event)
        now = row(house, hub, "agents", "a")
        assert (now["tools"], now["presence"], now["last_tool"]) == (count, "active", "Bash")
    assert now["output_tokens"] == 7


def test_an_agent_is_marked_idle_and_offline(house, hub):
    manager = PresenceManager(hub)
    manager.update_presence("a", "Bash")
    manager.mark_idle("a")
    assert row(house, hub, "agents", "a")["presence"] == "idle"
    manager.mark_offline("a")
    assert row(house, hub, "agents", "a")["presence"] == "offline"


def test_an_event_that_raises_when_it_is_looked_at_breaks_nothing(house, hub):
    class Trap:
        def __getattr__(self, name):
            raise RuntimeError(name)

    PresenceManager(hub).update_presence("a", Trap())
    assert [one["kind"] for one in told(hub, house)] == ["tool.started"]


PRESENCE = {
    "agent_id": "claude/1",
    "status": "active",
    "current_feature_id": None,
    "last_tool_name": "Bash",
    "last_activity": "2025-01-14T14:50:30Z",
    "total_tools_executed": 42,
    "total_cost_tokens": 150000,
    "session_id": "sess-abc123",
}


def test_presence_is_read_in_the_documents_shape():
    answers = [response(200, json.dumps(one).encode()) for one in ({"agents": [PRESENCE], "timestamp": "x"}, PRESENCE)]
    with Impostor(*answers, response(404)) as other:
        manager = PresenceManager(package.Perch(other.url))
        [one] = manager.get_all_presence()
        assert (one.agent_id, one.status, one.total_tools_executed, one.session_id) == ("claude/1", "active", 42, "sess-abc123")
        assert one.last_activity == datetime(2025, 1, 14, 14, 50, 30, tzinfo=timezone.utc) and one.current_feature_id is None
        assert manager.get_presence("claude/1") == one
        assert asyncio.run(AsyncPresenceManager(manager.client).get_presence("nobody")) is None
        paths = [request.split()[1] for request in other.requests]
        assert paths == [b"/api/presence", b"/api/presence/claude%2F1", b"/api/presence/nobody"]


# Agent chat


def test_a_chat_is_told_from_its_delegation_to_its_end(house, hub):
    async def program():
        client = AgentChatClient(hub)
        thread = await client.create_thread(
            run_id="run-1", parent_agent_id="Architect", child_agent_id="Dir-Data", initial_message="Do it", metadata={"budget": 3}
        )
        asked = await client.send(thread.thread_id, "Dir-Data", "Architect", "question", "How?", {"urgency": "blocking"})
        await client.send_message(thread.thread_id, "Architect", "Dir-Data", "answer", "So.")
        await client.close(thread.thread_id, "completed", result="done")
        return thread, asked

    thread, asked = asyncio.run(program())
    assert (thread.status, thread.run_id, [one.content for one in thread.messages]) == ("active", "run-1", ["Do it"])
    events = told(hub, house, "agent", "session")
    assert {event["session"] for event in events} == {"run-1"} and {event.get("thread") for event in events} == {thread.thread_id}
    opened, delegated, question, answer, closed = events
    assert opened["kind"] == "thread.opened" and opened["agent"] == opened["parent"] == "Architect"
    assert (opened["run"], opened["child"], opened["metadata"]) == ("run-1", "Dir-Data", {"budget": 3})
    assert [(one["agent"], one["from"], one["to"], one["type"], one["content"]) for one in (delegated, question, answer)] == [
        ("Architect", "Architect", "Dir-Data", "delegation", "Do it"),
        ("Dir-Data", "Dir-Data", "Architect", "question", "How?"),
        ("Architect", "Architect", "Dir-Data", "answer", "So."),
    ]
    assert question["message"] == asked.message_id and question["metadata"] == {"urgency": "blocking"}
    assert (closed["kind"], closed["status"], closed["result"]) == ("thread.closed", "completed", "done")
    assert row(house, hub, "chat", f"thread/{thread.thread_id}")["state"] == "closed"


def test_the_synchronous_chat_speaks_in_threads_of_others_and_takes_any_content(house, hub):
    client = SyncAgentChatClient(hub)
    client.send("t-9", "a", "b", "status", {"progress": 40})
    client.close_thread("t-9", status="failed", result={"x": 1}, error=ValueError("no"))
    said, closed = told(hub, house, "session")
    assert (said["thread"], said["content"], said["session"]) == ("t-9", '{"progress":40}', None)
    assert (closed["status"], closed["result"], closed["error"]) == ("failed", '{"x":1}', '"no"')


def test_a_thread_is_read_with_its_messages():
    message = {"message_id": "m1", "thread_id": "t1", "from_agent": "a", "to_agent": "b", "message_type": "answer"}
    message |= {"content": "yes", "created_at": "2025-11-14T03:46:52.221491+00:00", "metadata": None, "more": 1}
    thread = {"thread_id": "t1", "run_id": "r", "parent_agent_id": "a", "child_agent_id": "b", "created_at": "x", "updated_at": "y"}
    thread |= {"completed_at": None, "status": "active", "result": None, "error": None, "metadata": {"k": 1}, "messages": [message]}
    with Impostor(response(200, json.dumps(thread).encode()), response(404)) as other:
        client = AgentChatClient(package.Perch(other.url))
        read = asyncio.run(client.get_thread("t1"))
        assert (read.run_id, read.metadata, read.messages[0].content, read.messages[0].metadata) == ("r", {"k": 1}, "yes", None)
        assert asyncio.run(client.get_thread("t/2")) is None
        assert [request.split()[1] for request in other.requests] == [b"/api/agent_chat/thread/t1", b"/api/agent_chat/thread/t%2F2"]


# Daena


def test_activities_memory_and_collaborations_are_told(house, hub):
    service = CollaborationService(hub)
    activity = service.record_activity("agent_1", "engineering", ActivityType.COUNCIL_DEBATE, {"round": 1}, ["agent_2"])
    service.complete_activity(activity, success=False)
    service.record_memory_update(operation="write", item_id="item_123", agent_id="agent_1", metadata={"size_bytes": 1024})
    session = service.start_collaboration(["agent_1", "agent_2"], "council")
    service.record_decision(session, "ship it", "agent_1")
    service.end_collaboration(session)
    assert activity.startswith("act_") and activity.endswith("_agent_1") and session.startswith("collab_")
    assert told(hub, house, "agent") == [
        {
            "kind": "activity.recorded",
            "agent": "agent_1",
            "activity": activity,
            "type": "council_debate",
            "department": "engineering",
            "related": ["agent_2"],
            "metadata": {"round": 1},
        },
        {"kind": "activity.completed", "agent": "agent_1", "activity": activity, "success": False},
        {"kind": "memory.changed", "agent": "agent_1", "operation": "write", "item": "item_123", "metadata": {"size_bytes": 1024}},
        {"kind": "collaboration.started", "agent": None, "collaboration": session, "participants": ["agent_1", "agent_2"], "type": "council"},
        {"kind": "decision.recorded", "agent": "agent_1", "collaboration": session, "decision": "ship it"},
        {"kind": "collaboration.ended", "agent": None, "collaboration": session},
    ]
    assert row(house, hub, "collaboration", f"activity/{activity}")["state"] == "failed"


def test_all_twelve_types_of_activity_are_taken_as_enumeration_and_as_text(house, hub):
    service = CollaborationService(hub)
    ids = [service.record_activity("a", "d", one) for kind in ActivityType for one in (kind, kind.value)]
    assert len(ActivityType) == 12 and len(set(ids)) == 24
    assert [one["type"] for one in told(hub, house)] == [kind.value for kind in ActivityType for _ in range(2)]


def test_the_asynchronous_service_says_the_same(house, hub):
    async def program():
        service = AsyncCollaborationService(hub)
        await service.complete_activity(await service.record_activity("a", "d", "memory_write"))
        await service.record_memory_update("read", "i", "a")
        session = await service.start_collaboration(["a"])
        await service.record_decision(session, "yes")
        await service.end_collaboration(session)

    asyncio.run(program())
    kinds = ["activity.recorded", "activity.completed", "memory.changed", "collaboration.started", "decision.recorded", "collaboration.ended"]
    assert [one["kind"] for one in told(hub, house)] == kinds


# AgentCraft


@pytest.mark.parametrize(
    ("status", "meant"),
    [("ANALYZING", "analyzing"), ("idle", "idle"), ("COMPLETING", "processing"), ("FINISHED", "completed"), ("Error", "error")],
)
def test_a_status_is_taken_in_upper_and_lower_case(house, hub, status, meant):
    AgentTracker(hub).broadcast_agent_status("a1", "Ada", status, 140, "busy")
    started, updated = told(hub, house, "agent")
    assert started == {"kind": "agent.started", "agent": "a1", "name": "Ada"}
    assert updated == {"kind": "agent.updated", "agent": "a1", "status": meant, "progress": 100, "message": "busy"}


def test_an_agent_is_introduced_once_and_an_unknown_status_is_kept(house, hub):
    tracker = AgentTracker(hub)
    tracker.broadcast_agent_status("a1", "Ada", "PROCESSING", 10.4, "one")
    tracker.broadcast_agent_status("a1", "Ada", "PONDERING", float("nan"), "two")
    assert told(hub, house)[1:] == [
        {"kind": "agent.updated", "status": "processing", "progress": 10, "message": "one"},
        {"kind": "agent.updated", "message": "two", "metadata": {"status": "PONDERING"}},
    ]


def test_a_session_is_told_from_start_to_end(house, hub):
    async def program():
        tracker = AsyncAgentTracker(hub)
        session = await tracker.start_session("why?", "s1")
        await tracker.update_phase(session, "synthesis", 60)
        await tracker.output(session, "because", "final_result", "a1")
        await tracker.log(session, "hm", "WARNING", "a1", {"k": 1})
        await tracker.handoff("a1", "a2", "delegation", "tired", session)
        await tracker.complete_session(session)
        await tracker.error_session(await tracker.start_session("and?"), "boom")

    asyncio.run(program())
    *told_of, again, failed = told(hub, house, "session", "agent")
    assert again["session"] == failed["session"] and len(again["session"]) == 36 and (failed["ok"], failed["error"]) == (False, "boom")
    assert {one.pop("session") for one in told_of} == {"s1"}
    assert told_of == [
        {"kind": "session.started", "agent": None, "query": "why?"},
        {"kind": "session.updated", "agent": None, "phase": "synthesis", "progress": 60},
        {"kind": "session.output", "agent": "a1", "content": "because", "type": "final_result"},
        {"kind": "log.written", "agent": "a1", "message": "hm", "level": "WARNING", "details": {"k": 1}},
        {"kind": "handoff.made", "agent": "a1", "from": "a1", "to": "a2", "type": "delegation", "reason": "tired"},
        {"kind": "session.finished", "agent": None, "ok": True},
    ]


def test_the_calls_without_a_client_use_the_programs_own(house, monkeypatch):
    hub = package.configure(house.url, project="shared", interval=0.01)
    try:
        asyncio.run(package.broadcast_agent_status("a", "Ada", "IDLE", 0, ""))
        package.realtime_collaboration_service.record_memory_update("read", "i", "a")
        PresenceManager().mark_idle("a")
        assert package.default() is hub and hub.flush(10)
        kinds = [event["kind"] for event in stored(house, project="shared")]
        assert kinds == ["agent.started", "agent.updated", "memory.changed", "agent.presence"]
    finally:
        hub.close()
        monkeypatch.undo()
        package.shared._shared.clear()
