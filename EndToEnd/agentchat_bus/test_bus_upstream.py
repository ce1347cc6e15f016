"""`perch serve --upstream`: another event stream is followed for ever, and nothing of it is taken in twice."""

import socket
import sys
import time
from pathlib import Path

import httpx
import pytest
from agentchat_bus.bus import Plain, broadcast
from harness.client import Client, event
from harness.program import Program
from harness.server import Server

ORIGINAL = str(Path(__file__).with_name("original.py"))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Original:
    """python-socketio's server on a port of its own, which outlives the process."""

    def __init__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.program = None

    def start(self):
        self.program = Program([sys.executable, ORIGINAL, str(self.port)])
        self.program.wait_for("ready")
        self.say_when_up()
        return self

    def say_when_up(self):
        for _ in range(200):
            try:
                return httpx.get(f"{self.url}/nothing")
            except httpx.ConnectError:
                time.sleep(0.02)

    def kill(self):
        if self.program:
            self.program.kill()


@pytest.fixture
def original():
    one = Original().start()
    yield one
    one.kill()


@pytest.fixture
def servers(perch, tmp_path):
    """Makes servers that are ended with the test."""
    made = []

    def make(name: str, *options: str) -> Server:
        made.append(Server(perch, tmp_path / name, *options))
        return made[-1]

    yield make
    for one in made:
        if one.program is not None:
            one.kill()


def numbers(server) -> list[int]:
    with Client(server) as client:
        return [one["data"]["n"] for one in client.events(kind="agentchat.bus.n")]


def number(n: int) -> dict:
    return {"event_type": "n", "data": {"n": n}}


def told(server, wanted: list[int]):
    """Waits, by the stream itself, until the server has these numbers, and no others."""
    with Client(server) as client, client.stream("?after=0&kind=agentchat.bus.n") as stream:
        assert [one["data"]["n"] for one in stream.take(len(wanted))] == wanted
    assert numbers(server) == wanted


def metric(server, name: str) -> int:
    for line in httpx.get(f"{server.url}/metrics").text.splitlines():
        if line.startswith(f"perch_{name}{{"):
            return int(float(line.rsplit(" ", 1)[1]))
    raise AssertionError(f"there is no metric {name}")


@pytest.mark.parametrize("address", ["socketio://127.0.0.1:{}", "ws://127.0.0.1:{}/socket.io/?token=hush-hush"])
def test_the_original_is_followed_over_its_kill_and_restart(servers, original, address):
    server = servers("follower", "--upstream", address.format(original.port)).start()
    server.running.wait_for("is followed")
    for n in range(3):
        broadcast(original, number(n))
    told(server, [0, 1, 2])
    original.kill()
    server.running.wait_for("is not followed any more")
    original.start()
    broadcast(original, number(3))
    told(server, [0, 1, 2, 3])
    assert metric(server, "upstream_connections_total") == 2 and metric(server, "upstream_connected") == 1
    assert "hush" not in server.output


def test_what_was_told_before_and_between_is_taken_in_once(servers, original):
    broadcast(original, number(0))
    server = servers("follower", "--upstream", f"socketio://127.0.0.1:{original.port}").start()
    told(server, [0])
    server.stop()
    broadcast(original, number(1))
    server.start()
    told(server, [0, 1])
    httpx.post(f"{original.url}/drop")
    server.running.wait_for("is not followed any more")
    broadcast(original, number(2))
    told(server, [0, 1, 2])
    assert metric(server, "upstream_duplicates_total") >= 3


def test_a_listener_that_comes_first_waits_and_says_so_once(servers):
    original = Original()
    server = servers("follower", "--upstream", f"socketio://127.0.0.1:{original.port}").start()
    server.running.wait_for("is not followed any more")
    try:
        while metric(server, "upstream_tries_total") < 3:
            time.sleep(0.1)
        original.start()
        broadcast(original, number(0))
        told(server, [0])
    finally:
        original.kill()
    assert server.output.count("is not followed any more: The connection was refused") == 1


def test_another_perch_is_followed_and_its_own_doors_are_heard(servers):
    upper = servers("upper").start()
    lower = servers("lower", "--upstream", f"ws://{upper.host}/event-stream").start()
    lower.running.wait_for("is followed")
    with Client(upper) as client, Plain(lower) as bus:
        client.post(
            event("thread.opened", agent="p", data={"thread": "t", "run": "r", "parent": "p", "child": "c"}),
            event("message.sent", agent="c", data={"thread": "t", "message": "m", "from": "c", "to": "p", "content": "hi"}),
        )
        bus.next("agent_chat_thread_created")
        assert bus.data("agent_chat_message_sent") | {"run_id": "r", "message_id": "m", "content": "hi"}
    with Client(lower) as client:
        assert [one["kind"] for one in client.events()] == ["thread.opened", "message.sent"]


def test_two_that_follow_each_other_take_in_everything_once(servers):
    one, two = servers("one"), servers("two")
    ports = free_port(), free_port()
    for server, own, other in ((one, *ports), (two, *reversed(ports))):
        server.options += ["--listen-events", f"127.0.0.1:{own}", "--upstream", f"ws://127.0.0.1:{other}/"]
    one.start(), two.start()
    one.running.wait_for("is followed"), two.running.wait_for("is followed")
    with Plain(one) as at_one, Plain(two) as at_two:
        broadcast(one, number(1))
        at_two.next("n")
        broadcast(two, number(2))
        at_one.next("n"), at_one.next("n")
        with Client(one) as client:
            client.post(event("log.written", data={"message": "loud", "level": "error"}))
        at_two.next("n"), at_two.next("alert")
    # One more round trip: had anything echoed, it would be here before it.
    with Plain(one) as at_one:
        broadcast(two, number(3))
        at_one.next("n")
    one.restart(), two.restart()
    one.running.wait_for("is followed"), two.running.wait_for("is followed")
    with Plain(one) as at_one:
        broadcast(two, number(4))
        at_one.next("n")
    assert sorted(numbers(one)) == sorted(numbers(two)) == [1, 2, 3, 4]
    for server in (one, two):
        with Client(server) as client:
            assert [e["kind"] for e in client.events(kind="log.written")] == ["log.written"]


def test_a_long_silence_of_the_original_is_no_end(servers, original):
    server = servers("follower", "--upstream", f"socketio://127.0.0.1:{original.port}").start()
    server.running.wait_for("is followed")
    original.program.wait_for("pong 4")  # It pings every second and throws out who does not answer for two.
    broadcast(original, number(0))
    told(server, [0])
    assert metric(server, "upstream_connections_total") == 1


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "wss://127.0.0.1:1/", "ws://", "socketio://127.0.0.1:0", "127.0.0.1:6102"])
def test_what_cannot_be_followed_is_refused_at_the_start(perch, tmp_path, address):
    program = Program([perch, "serve", "--listen", "127.0.0.1:0", "--data", str(tmp_path / "data"), "--upstream", address])
    assert program.wait() == 2
    assert "--upstream" in program.output
