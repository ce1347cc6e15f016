"""Slow and silent clients: they hold up nobody, and not for ever."""

import time

import pytest
from harness.raw import Wire, get, once

HEAD = b"GET /health HTTP/1.1\r\nHost: HOST\r\nX-Slow: "


def worst(site, seconds: float) -> float:
    """The longest anyone else waits for an answer meanwhile."""
    longest, end = 0.0, time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.monotonic()
        assert once(site.port, get(site.path, site.host)).status == 200
        longest = max(longest, time.monotonic() - began)
        time.sleep(0.02)
    return longest


def test_two_hundred_slow_clients_hold_up_nobody(site):
    wires = [Wire(site.port).send(site.fill(HEAD)) for _ in range(200)]
    longest = 0.0
    for _ in range(6):
        for wire in wires:
            wire.send(b"a")
        longest = max(longest, worst(site, 0.4))
    for wire in wires:
        wire.socket.close()
    assert longest < 1


def test_two_hundred_who_do_not_read_hold_up_nobody(site):
    wires = [Wire(site.port, receive_buffer=2048) for _ in range(200)]
    for wire in wires:
        wire.send(get(site.path, site.host) * 50)
    longest = worst(site, 1)
    for wire in wires:
        wire.socket.close()
    assert longest < 1


def test_a_client_that_hangs_up_in_the_middle_harms_nobody(site):
    for cut in range(1, 60, 3):
        with Wire(site.port) as wire:
            wire.send(get(site.path, site.host)[:cut])
    assert once(site.port, get(site.path, site.host)).status == 200


@pytest.mark.timeout(150)
def test_a_head_that_never_ends_is_given_up(own, long):
    if not long:
        pytest.skip("waits for the limit: --long")
    with Wire(own.port, timeout=90) as wire:
        began = time.monotonic()
        wire.send(own.fill(HEAD))
        wire.socket.settimeout(1)
        while time.monotonic() - began < 90:
            wire.send(b"a")
            try:
                if not wire._more():
                    break
            except TimeoutError:
                pass
        assert time.monotonic() - began < 75
