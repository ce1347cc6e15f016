"""Replays leave nothing behind and cost nothing while they stand still."""

import os
import re
import time
from pathlib import Path

from harness.client import Client, Live, event


def replays(client: Client) -> int:
    return int(re.search(r'perch_clients\{door="replay"\} (-?\d+)', client.http.get("/metrics").text).group(1))


def live(client: Client) -> int:
    return int(re.search(r'perch_clients\{door="live"\} (-?\d+)', client.http.get("/metrics").text).group(1))


def seconds_of_work(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_clients_that_leave_while_they_seek_are_not_counted_for_ever(running):
    with Client(running) as client:
        client.post(*[event(agent=f"a{number % 9}") for number in range(5000)])
        for number in range(60):
            screen = Live(running, {}, subscribe=False)
            screen.say("seek", at=number * 80)
            screen.socket.socket.close()
            screen.close()
        deadline = time.monotonic() + 20
        while (live(client), replays(client)) != (0, 0) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert (live(client), replays(client)) == (0, 0)


def test_a_replay_that_stands_still_costs_nothing(running):
    with Client(running) as client:
        client.post(*[event(agent="a", time=1_700_000_000_000 + number * 60_000) for number in range(100)])
    screens = [Live(running, {}, subscribe=False) for _ in range(40)]
    try:
        for screen in screens:
            screen.say("seek", at=10)
            screen.say("pause")
            screen.hear_a("clock")
        time.sleep(0.5)
        before = seconds_of_work(running.pid)
        time.sleep(3)
        assert seconds_of_work(running.pid) - before <= 0.04
        for screen in screens[:5]:
            screen.say("speed", value=1000)
            assert screen.hear_a("clock")["speed"] == 1000
            screen.until(20)
    finally:
        for screen in screens:
            screen.close()
