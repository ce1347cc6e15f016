"""Frames and requests that no client of the event stream sends: answered or passed over, and nobody stays behind."""

import random
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

import httpx
import pytest
from agentchat_bus.bus import Plain, Poller, SocketIO, broadcast, message
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

PACKETS = [
    '40', '40{"token":"x"}', '40/admin,', '40/admin,{"a":1}', "41", "41/x,", '42["ping"]', '427["request_history"]', '42["a",{"b":[1]}]', "43", '431["x"]',
    '44{"message":"no"}', '451-["x",{"_placeholder":true,"num":0}]', '461-["x"]', "2", "2probe", "3", "3probe", "5", "6", "0", "4", "7", "bAAAA", '{"type":"ping"}',
    '42[', "42", '42["', "42[1]", "42{}", "42[[[[", "4299999999999999999999999[]", "45-[]", "45999999999999999999-[]", "459-[]", "4", "\u0000", "\u2028", "42[\"ping\"",
]


def frames(seed: int, count: int):
    """Packets, their prefixes, their mixtures and noise."""
    chance = random.Random(seed)
    for _ in range(count):
        text = chance.choice(PACKETS)
        match chance.randrange(5):
            case 0:
                yield text
            case 1:
                yield text[: chance.randrange(len(text) + 1)]
            case 2:
                yield text + chance.choice(PACKETS)
            case 3:
                yield "".join(chr(chance.choice([chance.randrange(32, 127), chance.randrange(0x20, 0xD800)])) for _ in range(chance.randrange(1, 60)))
            case _:
                yield bytes(chance.randrange(256) for _ in range(chance.randrange(40)))


def clients(server) -> dict[str, int]:
    """Who is there by the server's own count."""
    return {
        "sockets": broadcast(server, {"event_type": "count", "data": {}})["clients"],
        "polling": int(float(next(line for line in httpx.get(f"{server.url}/metrics").text.splitlines() if 'door="polling"' in line).split()[-1])),
    }


def nobody(server):
    deadline = time.monotonic() + 10
    while clients(server) != {"sockets": 0, "polling": 0}:
        assert time.monotonic() < deadline, clients(server)
        time.sleep(0.05)


def waiting_poll(poller: Poller, threads: ThreadPoolExecutor) -> Future:
    """A poll that has arrived and waits, which is known by its having taken the place of another."""
    done, waiting = wait([threads.submit(poller.get) for _ in range(2)], timeout=10, return_when=FIRST_COMPLETED)
    assert [poll.result().text for poll in done] == ["6"], "the newest poll is the one that counts"
    return waiting.pop()


@pytest.mark.parametrize("path", ["/event-stream", "/socket.io/?EIO=4&transport=websocket"])
def test_any_frames_leave_the_server_as_it_was(house, path):
    for seed in range(25):
        try:
            with connect(f"ws://{house.host}{path}", close_timeout=2) as socket:
                for frame in frames(seed, 50):
                    socket.send(frame)
        except ConnectionClosed:
            pass
    nobody(house)
    with Plain(house) as bus, SocketIO(house) as client:
        broadcast(house, message(path))
        assert bus.next()["data"]["message_id"] == client.next()["data"]["message_id"] == path


def test_any_polls_leave_the_server_as_it_was(house):
    for seed in range(10):
        poller = Poller(house)
        for frame in frames(seed, 20):
            content = frame if isinstance(frame, bytes) else frame.encode("utf-8", "replace")
            answer = poller.http.post("/socket.io/", params=poller.query, content=content)
            assert answer.status_code in (200, 400), answer.text
        poller.post(*["1"] * 20)  # Some of them may count as what was announced to be binary.
        while poller.get().status_code == 200:
            pass
    nobody(house)


def test_requests_that_are_no_part_of_a_conversation_are_answered_as_engine_io_says(house):
    def ask(method: str, **query) -> tuple[int, int]:
        answer = httpx.request(method, f"{house.url}/socket.io/", params=query)
        return answer.status_code, answer.json()["code"]

    assert ask("GET", EIO=3, transport="polling") == (400, 5)
    assert ask("GET", transport="polling") == (400, 5)
    assert ask("GET", EIO=4, transport="pigeon") == (400, 0)
    assert ask("GET", EIO=4, transport="polling", sid="nobody") == (400, 1)
    assert ask("POST", EIO=4, transport="polling", sid="nobody") == (400, 1)
    assert ask("POST", EIO=4, transport="polling") == (400, 2)
    assert httpx.get(f"{house.url}/socket.io/", params={"EIO": 4, "transport": "websocket"}).status_code == 426
    assert httpx.get(f"{house.url}/socket.io/", params={"EIO": 4, "transport": "polling"}, headers={"origin": "http://evil.example"}).status_code == 403


def test_too_much_at_once_is_refused(house):
    poller = Poller(house)
    assert poller.post(*["2"] * 33).json()["code"] == 3
    assert poller.post("4" + "x" * 1_000_000).status_code == 413
    assert poller.post("2").text == "ok"
    assert poller.poll() == ["3"]
    poller.post("1")
    with connect(f"ws://{house.host}/socket.io/?EIO=4&transport=websocket") as socket, pytest.raises(ConnectionClosed) as closed:
        socket.send("4" + "x" * 1_000_001)
        for _ in range(3):
            socket.recv(timeout=10)
    assert closed.value.rcvd.code == 1009
    nobody(house)


def test_a_poll_that_was_given_up_makes_room_for_the_next(house):
    poller = Poller(house)
    poller.post("40")
    poller.until('42["event_history"')
    with pytest.raises(httpx.ReadTimeout):
        poller.http.get("/socket.io/", params=poller.query, timeout=0.3)
    with ThreadPoolExecutor() as threads:
        waiting = waiting_poll(poller, threads)
        broadcast(house, message("kept"))
        assert "kept" in waiting.result(10).text
    poller.post("1")
    nobody(house)


def test_an_upgrade_of_nobody_or_of_nothing_is_refused(house):
    url = f"ws://{house.host}/socket.io/?EIO=4&transport=websocket&sid="
    with pytest.raises(Exception, match="400"):
        connect(url + "nobody")
    poller = Poller(house)
    with connect(url + poller.sid) as one, connect(url + poller.sid) as other:
        one.send("2probe"), other.send("2probe")
        assert one.recv(timeout=10) == other.recv(timeout=10) == "3probe"
        one.send("5")
        one.send("2")
        while one.recv(timeout=10) != "3":
            pass
        other.send("5")
        with pytest.raises(ConnectionClosed):
            while True:
                other.recv(timeout=10)
    nobody(house)


def test_a_server_that_closes_does_not_wait_for_polls(running):
    poller = Poller(running)
    with ThreadPoolExecutor() as threads:
        waiting = waiting_poll(poller, threads)
        start = time.monotonic()
        assert running.stop() == 0
        assert time.monotonic() - start < 5
        assert waiting.result(5).text == "6"
