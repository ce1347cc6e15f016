"""SIGKILL at random moments under concurrent posting: every acknowledged event is there, once and in order."""

import random
import statistics
import time

import pytest
from harness.program import Program
from ledger import Ledger, Poster, stored


@pytest.mark.timeout(900)
def test_kills_lose_nothing(server, long):
    dice = random.Random(20260502)
    ledger = Ledger()
    posters = [Poster(f"w{index}", ledger, random.Random(index)) for index in range(4)]
    starts = []
    for kill in range(100 if long else 15):
        began = time.monotonic()
        server.start()
        starts.append(time.monotonic() - began)
        if kill % 5 == 0:
            ledger.check(stored(server))
        posters = [one.again(server) for one in posters]
        time.sleep(dice.uniform(0.02, 0.4))
        server.kill()
        for one in posters:
            one.stop()
    server.start()
    ledger.check(stored(server))
    assert len(ledger.promised) > 1000, "too little was posted to prove anything"
    assert statistics.median(starts) < 1, f"starting took {sorted(starts)}"


def test_a_kill_while_starting_loses_nothing(server):
    dice = random.Random(7)
    ledger = Ledger()
    server.start()
    poster = Poster("w0", ledger, dice).again(server)
    time.sleep(0.5)
    server.kill()
    poster.stop()
    for _ in range(6):
        program = Program(server.command)
        time.sleep(dice.uniform(0, 0.15))
        program.kill()
    server.start()
    ledger.check(stored(server))
