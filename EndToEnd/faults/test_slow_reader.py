"""Some subscribers stop reading: nobody else waits, memory stays where it was, and they can come back."""

import select
import threading
import time

import pytest
from harness.client import Client, event
from harness.raw import Wire, get
from websockets.exceptions import ConnectionClosed

TEXT = "x" * 2000
BATCH = 100  # events of about 2 KB
STALLED = 20  # so many, that what one of them costs stands out from what the allocator holds back


class Crowd(threading.Thread):
    """Subscribers that read everything as fast as it comes, and one of them that looks at the time."""

    def __init__(self, server, count: int):
        super().__init__(daemon=True)
        self.wires = [Wire(server.port) for _ in range(count)]
        for wire in self.wires:
            wire.send(get("/v1/stream", server.host))
            wire._until(b"\r\n\r\n")
        self.delays: list[float] = []
        self.amounts = {wire.socket: len(wire.buffer) for wire in self.wires}
        self.done = threading.Event()
        self.tail = b""
        self.start()

    def run(self) -> None:
        probe = self.wires[0].socket
        while not self.done.is_set():
            for one in select.select(list(self.amounts), [], [], 0.1)[0]:
                data = one.recv(1 << 20)
                if not data:
                    return
                self.amounts[one] += len(data)
                if one is probe:
                    self._look(data)

    def _look(self, data: bytes) -> None:
        now = time.time()
        text = self.tail + data
        at = text.find(b'"sent":')
        while at >= 0 and (end := text.find(b"}", at)) >= 0:
            self.delays.append(now - float(text[at + 7 : end].split(b",")[0]))
            at = text.find(b'"sent":', end)
        self.tail = text[at:] if at >= 0 else text[-16:]

    def p99(self) -> float:
        found, self.delays = sorted(self.delays), []
        assert found, "no event arrived"
        return found[int(len(found) * 0.99)]

    def close(self) -> None:
        self.done.set()
        self.join(5)
        for wire in self.wires:
            wire.socket.close()


def publish(client, megabytes: int) -> int:
    """Publishes at a steady pace; returns the last seq."""
    last = 0
    for _ in range(megabytes * 5):
        batch = [event(data={"message": TEXT}) for _ in range(BATCH - 1)] + [event(data={"message": "", "sent": time.time()})]
        last = client.post(*batch)["last_seq"]
        time.sleep(0.005)
    return last


def clients(client, door: str) -> int:
    text = client.http.get("/metrics").text
    return int(next(line.split()[-1] for line in text.splitlines() if line.startswith(f'perch_clients{{door="{door}"')))


def held(server) -> int:
    """The memory that stays in use: the least of a second, because folding and indexing borrow some now and then."""
    return min((server.memory, time.sleep(0.1))[0] for _ in range(10))


@pytest.mark.timeout(600)
def test_a_stalled_stream_harms_nobody(running, long):
    megabytes, others = (100, 99) if long else (12, 14)
    with Client(running) as client:
        crowd = Crowd(running, others)
        publish(client, 40)  # until its caches have the size that they keep
        crowd.p99()
        publish(client, megabytes)
        time.sleep(0.5)
        quiet, memory = crowd.p99(), held(running)
        stalled = [stall(running) for _ in range(STALLED)]
        time.sleep(0.2)
        assert clients(client, "stream") == others + STALLED
        last = publish(client, megabytes)
        grown = held(running) - memory
        busy = crowd.p99()
        gone_by = time.monotonic() + 10
        while clients(client, "stream") > others and time.monotonic() < gone_by:
            time.sleep(0.1)
        assert clients(client, "stream") == others, "the stalled clients were not let go within 10 s"
        crowd.close()
        assert grown < STALLED << 20, f"memory grew by {grown >> 10} KiB for {STALLED} stalled clients"
        assert busy < max(3 * quiet, 0.15), f"p99 of the others went from {quiet * 1000:.0f} to {busy * 1000:.0f} ms"
        amounts = crowd.amounts.values()
        assert max(amounts) - min(amounts) < 100, "not everybody got the same"  # less than one event, as comments may differ
        resume(client, stalled[0], last)


def stall(server) -> Wire:
    """A client that asks for everything and reads nothing."""
    wire = Wire(server.port, receive_buffer=4096)
    wire.send(get("/v1/stream", server.host))
    return wire


def resume(client, stalled: Wire, last: int) -> None:
    """What it got before it was let go, and what a new stream from there brings, are everything without a gap."""
    seqs = [int(line[3:]) for line in stalled.rest().split(b"\n") if line.startswith(b"id:") and line[3:].strip().isdigit()]
    had = seqs[-1] - 1 if seqs else last - 1
    with client.stream(last=had) as stream:
        assert [one["seq"] for one in stream.take(last - had)] == list(range(had + 1, last + 1))


@pytest.mark.timeout(300)
def test_a_stalled_screen_is_closed_1013_or_shown_the_present(running):
    with Client(running) as client:
        with client.live() as live:
            live.hear()
            last = 0
            for number in range(60):  # nobody calls recv meanwhile, so the client stalls
                batch = [event("agent.updated", agent=f"a{index % 50}", data={"message": TEXT, "task": str(number)}) for index in range(200)]
                last = client.post(*batch)["last_seq"]
            try:
                live.until(last, timeout=10)
            except ConnectionClosed as closed:
                assert closed.rcvd is not None and closed.rcvd.code == 1013
                return
            state = client.state(at=live.seq)
            assert {name: rows for name, rows in live.views.items() if rows} == {name: rows for name, rows in state["views"].items() if rows}


def test_clients_that_come_and_go_leave_nothing_behind(running):
    with Client(running) as client:
        client.post(event(data={"message": TEXT}))
        for _ in range(3):
            come_and_go(running)
        before = running.memory
        for _ in range(10):
            come_and_go(running)
        deadline = time.monotonic() + 5
        while (clients(client, "stream"), clients(client, "live")) != (0, 0) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert (clients(client, "stream"), clients(client, "live")) == (0, 0)
        assert running.memory - before < (4 << 20)


def come_and_go(server) -> None:
    wires = [Wire(server.port) for _ in range(40)]
    for wire in wires:
        wire.send(get("/v1/stream?after=0", server.host))
    for wire in wires:
        wire._until(b"\r\n\r\n")
        wire.socket.close()
