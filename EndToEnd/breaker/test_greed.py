"""One client's greed is not the others' wait, and not the server's memory."""

import re
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import httpx
from harness.client import Client, event
from harness.raw import Wire

TINY = b"[" + b",".join([b'{"kind":"x"}'] * 1_200_000) + b"]"


def resident(pid: int) -> int:
    """Megabytes."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()).group(1)) >> 10


def test_a_body_of_a_million_events_does_not_stop_the_others(running):
    done = threading.Event()

    def post():
        with Client(running, timeout=60) as client:
            client.send(TINY)
        done.set()

    sender = threading.Thread(target=post)
    sender.start()
    longest, asked = 0.0, 0
    with httpx.Client(base_url=running.url, timeout=30) as client:
        while not done.is_set():
            begun = time.monotonic()
            assert client.get("/health").status_code == 200
            longest, asked = max(longest, time.monotonic() - begun), asked + 1
            time.sleep(0.01)
    sender.join()
    assert asked > 5 and longest < 1, f"a question waited {longest:.2f} s"


def test_many_shapes_share_the_memory_of_channels(running):
    with ExitStack() as open, Client(running, timeout=60) as client:
        wires = [open.enter_context(Wire(running.port)) for _ in range(300)]
        for number, wire in enumerate(wires):
            wire.send(f"GET /v1/stream?kind=big,k{number} HTTP/1.1\r\nHost: {running.host}\r\n\r\n")
            wire._until(b"\r\n\r\n")
        before = resident(running.pid)
        client.post(*[event("big", data={"m": "y" * 50_000}) for _ in range(100)])
        time.sleep(1)
        assert resident(running.pid) - before < 600, "300 shapes of 5 MB each are kept whole"


def test_a_page_of_another_site_is_not_let_in_by_an_absolute_address(house):
    with Wire(house.port) as wire:
        wire.send(
            f"GET http://{house.host}/v1/events HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n\r\n"
        )
        assert b" 403 " in wire._until(b"\r\n")
