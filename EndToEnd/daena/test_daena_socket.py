"""The WebSocket: its greeting, its frames, its answers, what a subscription really filters, and agents of other systems."""

import asyncio
import json
import time

import pytest
from daena_clients import BASE, Daena, Watcher
from harness.client import Client, event
from websockets.asyncio.client import connect


def test_the_python_example_of_the_document(running):
    async def follow():
        async with connect(f"ws://{running.host}{BASE}/ws?client_id=client_1") as socket:
            first = json.loads(await socket.recv())
            assert first["type"] == "connection_established"
            await socket.send(json.dumps({"type": "ping"}))
            with Daena(running) as daena:
                await asyncio.to_thread(daena.record, metadata={"item_id": "item_123", "size_bytes": 1024}, related_agents=["agent_2"])
                await asyncio.to_thread(daena.post, "/record-memory-update", operation="write", item_id="item_123")
            seen = {}
            while len(seen) < 5:
                data = json.loads(await asyncio.wait_for(socket.recv(), 10))
                seen.setdefault(data["type"], data)
            return seen

    seen = asyncio.run(follow())
    assert set(seen) == {"collaboration_state", "agent_status_update", "pong", "agent_activity", "memory_update"}
    assert seen["agent_activity"]["activity"]["activity_type"] == "memory_write"
    assert seen["memory_update"]["update"]["operation"] == "write"


def test_who_connects_is_told_the_state(running, daena):
    with Watcher(running) as first:
        assert first.established | {"type": "connection_established", "client_type": "general"} == first.established
        assert first.state["agent_status"] == {
            "total_agents": 0, "active_agents": 0, "idle_agents": 0, "active_activities": 0, "active_collaborations": 0, "agents": {},
        }  # fmt: skip
        assert first.state["active_collaborations"] == [] and first.state["timestamp"]
    activity = daena.record()
    session = daena.post("/start-collaboration", participants=["agent_1", "agent_2"])["session_id"]
    with Watcher(running) as second:
        assert second.state["agent_status"] == {
            "total_agents": 2, "active_agents": 1, "idle_agents": 1, "active_activities": 1, "active_collaborations": 1,
            "agents": {
                "agent_1": {"status": "active", "current_activity": activity, "collaboration_count": 1},
                "agent_2": {"status": "idle", "current_activity": None, "collaboration_count": 1},
            },
        }  # fmt: skip
        assert [one["session_id"] for one in second.state["active_collaborations"]] == [session]
        status = second.next()
        assert status["type"] == "agent_status_update"
        assert status["agents"]["agent_1"] == {"status": "active", "current_activity": activity, "last_activity": activity}


def test_an_activity_is_told_when_it_begins_and_when_it_ends(watcher, daena):
    before = time.time()
    id = daena.record(metadata={"item_id": "item_123", "size_bytes": 1024}, related_agents=["agent_2"])
    activity = watcher.activity()
    assert before - 1 < activity.pop("timestamp") < time.time() + 1
    assert activity == {
        "activity_id": id, "agent_id": "agent_1", "department": "engineering", "activity_type": "memory_write",
        "metadata": {"item_id": "item_123", "size_bytes": 1024}, "related_agents": ["agent_2"], "status": "active",
    }  # fmt: skip
    daena.post("/complete-activity", activity_id=id, success=False)
    ended = watcher.hear()
    assert ended | {"type": "activity_completed", "activity_id": id, "success": False} == ended


def test_memory_collaborations_and_decisions_are_told(watcher, daena):
    daena.post("/record-memory-update", operation="delete", item_id="item_123", agent_id="agent_1", metadata={"compression_ratio": 13.3})
    update = watcher.hear()["update"]
    assert update.pop("timestamp") > 1e9
    assert update == {"operation": "delete", "item_id": "item_123", "agent_id": "agent_1", "metadata": {"compression_ratio": 13.3}}
    session = daena.post("/start-collaboration", participants=["agent_1", "agent_2"], session_type="general")["session_id"]
    started = watcher.hear()
    assert started["type"] == "collaboration_started"
    assert started["session"] == {"session_id": session, "participants": ["agent_1", "agent_2"], "started_at": started["timestamp"]}
    daena.post("/record-decision", session_id=session, decision="ship it", agent_id="agent_2")
    decided = watcher.hear()
    assert decided["type"] == "decision_recorded"
    assert decided["decision"] | {"session_id": session, "decision": "ship it", "agent_id": "agent_2", "metadata": {}} == decided["decision"]
    daena.post("/end-collaboration", session_id=session)
    ended = watcher.hear()
    assert (ended["type"], ended["session_id"]) == ("collaboration_ended", session)


def test_the_status_comes_every_two_seconds_while_it_changes_and_only_then(watcher, daena):
    assert watcher.next()["type"] == "agent_status_update"
    times = []
    ids = [daena.record(f"agent_{n}") for n in range(2)]
    status = watcher.hear("agent_status_update")
    assert status["agents"]["agent_0"]["status"] == "active"
    times.append(time.monotonic())
    for id in ids:
        daena.post("/complete-activity", activity_id=id)
    status = watcher.hear("agent_status_update")
    times.append(time.monotonic())
    assert status["agents"] == {
        f"agent_{n}": {"status": "idle", "current_activity": None, "last_activity": ids[n]} for n in range(2)
    }
    assert 1.5 < times[1] - times[0] < 4
    with pytest.raises(TimeoutError):
        watcher.hear(timeout=2.5)


def test_a_ping_is_answered_other_things_are_not_and_broken_ones_do_not_end_it(watcher):
    for broken in ["{", "", "[]", "null", '{"type":', "\u0000"] + ['{"type":"subscribe","activity_types":%s}' % bad for bad in ["7", "[1]", "{}"]]:
        watcher.socket.send(broken)
        assert watcher.hear()["type"] == "error", broken
    for ignored in ["{}", '{"type":7}', '{"type":"unheard of"}']:
        watcher.socket.send(ignored)
    watcher.say("ping")
    pong = watcher.hear()
    assert set(pong) == {"type", "timestamp"} and pong["type"] == "pong"


@pytest.mark.parametrize(
    "names, heard",
    [
        (["agent_activity"], {"agent_activity"}),
        (["memory_update", "collaboration_ended"], {"memory_update", "collaboration_ended"}),
        (["memory_write"], {"agent_activity", "activity_completed"}),
        (["council_debate", "decision_recorded"], {"decision_recorded"}),
        ([], {"agent_activity", "activity_completed", "memory_update", "collaboration_started", "collaboration_ended", "decision_recorded"}),
        (["nothing of the kind"], set()),
    ],
)  # fmt: skip
def test_a_subscription_is_answered_and_filters(watcher, daena, names, heard):
    answer = watcher.subscribe(*names)
    assert answer | {"type": "subscribed", "activity_types": names} == answer
    activity = daena.record()
    daena.post("/complete-activity", activity_id=activity)
    daena.post("/record-memory-update", operation="write", item_id="i")
    session = daena.post("/start-collaboration", participants=["agent_1"])["session_id"]
    daena.post("/record-decision", session_id=session, decision="d")
    daena.post("/end-collaboration", session_id=session)
    watcher.say("subscribe", activity_types=["nothing more"])
    watcher.say("ping")
    frames = []
    while (frame := watcher.hear())["type"] != "pong":
        frames.append(frame["type"])
    assert set(frames) - {"subscribed"} == heard


def test_a_subscription_to_the_status_alone_is_told_the_status_alone(watcher, daena):
    watcher.subscribe("agent_status_update")
    id = daena.record()
    while (frame := watcher.next())["agents"].get("agent_1", {}).get("current_activity") != id:
        assert frame["type"] == "agent_status_update"


def test_nothing_is_lost_or_told_twice_while_subscriptions_change(running):
    with Client(running) as client, Watcher(running) as watcher:
        wanted = []
        for n in range(60):
            client.post(*(event("activity.recorded", agent="a", data={"activity": f"{n}-{k}", "type": "memory_write"}) for k in range(20)))
            wanted += [f"{n}-{k}" for k in range(20)]
            watcher.say("subscribe", activity_types=[["agent_activity"], ["memory_write"], []][n % 3])
        heard = [watcher.hear("agent_activity")["activity"]["activity_id"] for _ in wanted]
        assert heard == wanted


def test_agents_that_report_elsewhere_are_told_in_daenas_words(running, watcher):
    with Client(running) as client:
        client.post(
            event("agent.started", agent="nora", data={"role": "researcher", "department": "science"}),
            event("tool.started", agent="otto", data={"tool": "Bash", "call": "c1"}),
            event("message.sent", agent="nora", data={"thread": "t", "message": "m", "from": "nora", "to": "otto", "content": "hello"}),
            event("thread.opened", data={"thread": "t2", "parent": "otto", "child": "pia"}),
            event("task.started", agent="nora", data={"task": "k", "name": "Look", "from": "nora", "to": "otto"}),
            event("task.finished", data={"task": "k", "to": "otto", "status": "failed"}),
            event("handoff.made", data={"from": "nora", "to": "otto"}),
            event("agent.finished", agent="nora", data={"outcome": "success"}),
        )
    told = [watcher.hear() for _ in range(9)]
    activities = [frame["activity"] for frame in told if frame["type"] == "agent_activity"]
    assert [(one["agent_id"], one["activity_type"], one["related_agents"], one["status"]) for one in activities] == [
        ("nora", "agent_started", [], "active"),
        ("otto", "agent_started", [], "active"),
        ("nora", "message_sent", ["otto"], "completed"),
        ("otto", "message_sent", ["pia"], "completed"),
        ("otto", "task_assigned", ["nora"], "active"),
        ("otto", "task_completed", [], "failed"),
        ("nora", "agent_completed", [], "completed"),
    ]
    assert activities[0]["department"] == "science" and activities[0]["metadata"]["role"] == "researcher"
    assert activities[2]["metadata"]["content"] == "hello"
    assert len({one["activity_id"] for one in activities}) == len(activities)
    started, ended = [frame for frame in told if frame["type"] != "agent_activity"]
    assert started["session"]["participants"] == ["nora", "otto"] and ended["session_id"] == started["session"]["session_id"]
    with Daena(running) as daena:
        feed = {one["activity_id"]: one for one in daena.get("/activity-feed")["activities"]}
        assert set(feed) >= {one["activity_id"] for one in activities}
        assert daena.get("/agent-status")["agents"] | {"otto": {"status": "active", "current_activity": None, "collaboration_count": 0}} == (
            daena.get("/agent-status")["agents"]
        )


def test_projects_are_kept_apart_for_who_asks_for_one(running):
    with Watcher(running, "?project=web") as web, Client(running) as client:
        client.post(
            event("activity.recorded", agent="a", project="api", data={"type": "memory_read"}),
            event("activity.recorded", agent="b", project="web", data={"type": "memory_read"}),
        )
        assert web.activity()["agent_id"] == "b"


def test_the_past_is_played_again(running, daena):
    id = daena.record()
    daena.post("/complete-activity", activity_id=id)
    with Watcher(running, "?at=0&speed=1000&activity_types=agent_activity,activity_completed") as watcher:
        assert watcher.state["agent_status"]["total_agents"] == 0
        assert watcher.hear()["activity"]["activity_id"] == id
        assert watcher.hear()["activity_id"] == id
        assert watcher.hear("collaboration_state")["agent_status"]["idle_agents"] == 1
