"""What clients of the event stream are told, whichever way they came: greeting, history, live envelopes, pongs."""

import asyncio
import json

import httpx
import pytest
import socketio
from agentchat_bus.bus import THREAD, Plain, Poller, SocketIO, broadcast, message
from harness.client import Client, event
from websockets.sync.client import connect

TRANSPORTS = [["websocket"], ["polling"], None]


@pytest.mark.parametrize("transports", TRANSPORTS, ids=["websocket", "polling", "upgrade"])
def test_python_socketio_is_told_everything_by_every_transport(running, transports):
    broadcast(running, THREAD)
    with SocketIO(running, transports) as client:
        assert client.client.transport() == ("polling" if transports == ["polling"] else "websocket")
        assert client.greeting["status"] == "connected" and client.greeting["buffered_events"] == 1
        assert [one["data"]["run_id"] for one in client.history] == ["r1"]
        for number in range(50):
            broadcast(running, message(f"m{number}"))
        heard = [client.next() for _ in range(50)]
        assert [one["data"]["message_id"] for one in heard] == [f"m{number}" for number in range(50)]
        assert {one["data"]["run_id"] for one in heard} == {"r1"}
        client.client.emit("ping")
        assert client.next("pong")["timestamp"]
        client.client.emit("request_history")
        assert len(client.next("event_history")) == 51
        assert client.client.call("never_heard_of", {"x": 1}, timeout=10) is None
        client.client.emit("binary", b"\x00\x01")
        assert "message" in client.next("error")
        broadcast(running, message("after"))
        assert client.next()["data"]["message_id"] == "after"


def test_python_socketio_s_asyncio_client_is_told_the_same(running):
    async def follow():
        client, heard = socketio.AsyncClient(reconnection=False), asyncio.Queue()
        client.on("event", heard.put)
        await client.connect(running.url, wait_timeout=10)
        assert client.transport() == "websocket"
        await asyncio.to_thread(broadcast, running, message())
        envelope = await asyncio.wait_for(heard.get(), 10)
        await client.disconnect()
        return envelope

    assert asyncio.run(follow())["data"]["message_id"] == "m1"


def test_no_event_is_lost_or_told_twice_while_clients_come_by_every_way(running):
    """Each client sees every number once, in its history or live."""

    async def flood(count: int):
        async with httpx.AsyncClient(timeout=20) as http:
            for number in range(count):
                await http.post(f"{running.url}/broadcast", json={"event_type": "n", "data": {"n": number}})

    async def follow(transports, count: int):
        client, seen, done = socketio.AsyncClient(reconnection=False), [], asyncio.Event()

        def note(*envelopes):
            seen.extend(one["data"]["n"] for one in envelopes)
            if seen and seen[-1] == count - 1:
                done.set()

        client.on("event_history", lambda history: note(*history))
        client.on("event", note)
        await client.connect(running.url, transports=transports, wait_timeout=20)
        await asyncio.wait_for(done.wait(), 40)
        await client.disconnect()
        return seen

    async def all_of_it():
        flooding = asyncio.create_task(flood(90))
        clients = [asyncio.create_task(follow(transports, 90)) for transports in TRANSPORTS * 4]
        await flooding
        return await asyncio.gather(*clients)

    assert all(seen == list(range(90)) for seen in asyncio.run(all_of_it()))


def test_the_plain_websocket_greets_and_tells_and_pongs(running):
    broadcast(running, THREAD)
    with Plain(running) as bus:
        assert bus.greeting["data"] | {"status": "connected", "buffered_events": 1} == bus.greeting["data"]
        assert bus.greeting["data"]["server_time"]
        for ping in ("ping", '{"type":"ping"}'):
            bus.socket.send(ping)
            assert bus.data("pong")["timestamp"]
        for nothing in ("{", "[]", '{"type":7}', "x" * 1000):
            bus.socket.send(nothing)
        broadcast(running, message())
        data = bus.data("agent_chat_message_sent")
        assert data | message()["data"] | {"run_id": "r1"} == data
        assert data["created_at"] == data["timestamp"]


def test_what_other_doors_report_goes_out_in_the_bus_s_words_and_whole(running):
    long = "x" * 300
    with Client(running) as client, Plain(running) as bus:
        client.post(
            event("thread.opened", agent="p", data={"thread": "t", "run": "r", "parent": "p", "child": "c"}),
            event("message.sent", agent="c", time="2026-05-02T13:00:00.5Z", data={"thread": "t", "message": "m", "from": "c", "to": "p", "type": "question", "content": long, "metadata": {"urgency": "blocking"}}),
            event("thread.closed", data={"thread": "t", "status": "failed", "error": "e"}),
            event("agent.started", agent="a", data={"name": "Ada"}),
            event("agent.updated", agent="a", data={"progress": 5}),
            event("agent.finished", agent="a", data={"outcome": "error"}),
            event("tool.started", agent="a", data={"tool": "Bash"}),
            event("task.started", data={"task": "k", "to": "a", "name": "N"}),
            event("task.updated", data={"task": "k", "to": "a", "status": "blocked"}),
            event("task.finished", data={"task": "k", "status": "failed"}),
            event("log.written", agent="a", data={"message": "fine", "level": "info"}),
            event("log.written", agent="a", data={"message": "bad", "level": "error"}),
            event("attention.raised", agent="a", data={"reason": "stalled", "detail": "d"}),
        )
        opened = bus.data("agent_chat_thread_created")
        assert opened | {"thread_id": "t", "run_id": "r", "parent_agent": "p", "child_agent": "c"} == opened
        sent = bus.data("agent_chat_message_sent")
        assert sent == {
            "run_id": "r", "thread_id": "t", "message_id": "m", "from_agent": "c", "to_agent": "p", "message_type": "question", "content": long,
            "created_at": "2026-05-02T13:00:00.500000+00:00", "metadata": {"urgency": "blocking"}, "timestamp": "2026-05-02T13:00:00.500000+00:00",
        }
        closed = bus.data("agent_chat_thread_closed")
        assert closed | {"run_id": "r", "status": "failed", "result": None, "error": "e"} == closed
        assert bus.data("status_update")["service_name"] == "Ada"
        assert bus.data("heartbeat")["progress"] == 5
        assert bus.data("status_update")["status"] == "error"
        assert bus.data("task_started")["agent_id"] == "a"
        assert bus.data("blocked")["task_id"] == "k"
        assert bus.data("failed")["task_id"] == "k"
        assert bus.data("alert")["severity"] == "error"
        assert bus.data("alert") | {"alert_type": "stalled", "message": "d"}


def test_the_past_is_played_again_and_goes_on_as_the_present(running):
    for number in range(3):
        broadcast(running, {"event_type": "n", "data": {"n": number}})
    with Plain(running, "?at=1&speed=1000") as bus, SocketIO(running, ["polling"], "?at=1&speed=1000") as client:
        assert [bus.data("n")["n"] for _ in range(2)] == [1, 2]
        assert [client.next()["data"]["n"] for _ in range(2)] == [1, 2]
        broadcast(running, {"event_type": "n", "data": {"n": 3}})
        assert bus.data("n")["n"] == client.next()["data"]["n"] == 3


def test_one_project_is_told_of_itself_alone(running):
    with Plain(running, "?project=web") as bus:
        broadcast(running, {"event_type": "n", "data": {"n": 1}})
        broadcast(running, {"event_type": "n", "data": {"n": 2}}, project="web")
        assert bus.data("n")["n"] == 2


def test_polls_by_hand_from_the_first_packet_to_the_last(running):
    poller = Poller(running)
    assert poller.opened | {"upgrades": ["websocket"], "pingInterval": 25000, "pingTimeout": 20000, "maxPayload": 1000000} == poller.opened
    assert poller.post("40").text == "ok"
    assert poller.until("40").startswith('40{"sid":"')
    assert [poller.next()[:14], poller.next()] == ['42["connected"', '42["event_history",[]]']
    for number in range(20):
        broadcast(running, {"event_type": "n", "data": {"n": number}})
    packets = poller.poll()
    assert len(packets) == 16, "python-socketio takes no more in one answer"
    while len(packets) < 20:
        packets += poller.poll()
    assert [json.loads(packet[2:])[1]["data"]["n"] for packet in packets] == list(range(20))
    assert poller.post('427["x"]', "40/admin,").text == "ok"
    assert poller.until("43") == "437[]"
    assert poller.until("44") == '44/admin,{"message":"Invalid namespace"}'
    poller.post("41")
    assert poller.next() == "1"
    assert poller.get().json() == {"code": 1, "message": "Session ID unknown"}


def test_an_upgrade_that_polls_meanwhile_loses_nothing(running):
    poller = Poller(running)
    poller.post("40")
    poller.until('42["event_history"')
    url = f"ws://{running.host}/socket.io/?EIO=4&transport=websocket&sid={poller.sid}"
    with connect(url) as socket:
        socket.send("2probe")
        assert socket.recv(timeout=10) == "3probe"
        assert poller.poll() == ["6"], "a poll does not hold up an upgrade"
        broadcast(running, {"event_type": "n", "data": {"n": 1}})
        socket.send("5")
        broadcast(running, {"event_type": "n", "data": {"n": 2}})
        seen = []
        while len(seen) < 2:
            text = socket.recv(timeout=10)
            if text.startswith('42["event",'):
                seen.append(json.loads(text[2:])[1]["data"]["n"])
        assert seen == [1, 2]
        assert poller.get().status_code == 400
        socket.send("2")
        assert socket.recv(timeout=10) == "3"
    assert httpx.get(f"{running.url}/events/recent").json()["count"] == 2
