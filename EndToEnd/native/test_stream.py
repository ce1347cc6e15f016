"""`GET /v1/stream`: resuming without gap or repeat, in one order for everybody."""

import random
import threading

import pytest
from harness.client import Client, event


def poster(server, name: str, count: int, each: int = 5):
    """Posts from a thread of its own; joined by the test."""

    def post():
        with Client(server) as client:
            for number in range(0, count, each):
                client.post(*[event(id=f"{name}-{number + index}", agent=name) for index in range(each)])

    thread = threading.Thread(target=post)
    thread.start()
    return thread


def test_what_is_posted_is_streamed(running):
    with Client(running) as client, client.stream("?after=0") as stream:
        client.post(event(id="first"), event(id="second"))
        assert [one["id"] for one in stream.take(2)] == ["first", "second"]


def test_without_after_it_begins_with_what_comes_next(running):
    with Client(running) as client:
        client.post(event(id="old"))
        with client.stream() as stream:
            client.post(event(id="new"))
            assert stream.take(1)[0]["id"] == "new"


def test_a_streamed_event_is_the_stored_event(running):
    with Client(running) as client, client.stream("?after=0") as stream:
        client.post(event("tool.started", agent="a", data={"tool": "Bash", "n": 12345678901234567}))
        assert stream.take(1) == client.events()


def test_filters_hold_for_the_past_and_for_what_comes(running):
    with Client(running) as client:
        client.post(*[event(agent=f"a{index % 2}", id=f"past{index}") for index in range(10)])
        with client.stream("?after=0&agent=a1") as stream:
            client.post(*[event(agent=f"a{index % 2}", id=f"now{index}") for index in range(10)])
            assert [one["id"] for one in stream.take(10)] == [f"{when}{index}" for when in ("past", "now") for index in range(1, 10, 2)]


@pytest.mark.parametrize("seed", [1, 2])
def test_resuming_while_others_post_leaves_no_gap_and_repeats_nothing(running, seed):
    dice = random.Random(seed)
    posters = [poster(running, f"p{index}", 400) for index in range(3)]
    seen, last = [], 0
    with Client(running) as client:
        while len(seen) < 1200:
            with client.stream(last=last) as stream:
                part = stream.take(min(dice.randint(1, 200), 1200 - len(seen)))
            seen += [one["seq"] for one in part]
            last = seen[-1]
    for one in posters:
        one.join(20)
    assert seen == list(range(1, 1201))


def test_resuming_across_a_restart(running):
    with Client(running) as client:
        client.post(*[event(id=f"before{index}") for index in range(20)])
        with client.stream("?after=0") as stream:
            last = stream.take(12)[-1]["seq"]
    running.restart()
    with Client(running) as client, client.stream(last=last) as stream:
        client.post(*[event(id=f"after{index}") for index in range(5)])
        ids = [one["id"] for one in stream.take(13)]
    assert ids == [f"before{index}" for index in range(12, 20)] + [f"after{index}" for index in range(5)]


def test_the_header_wins_over_the_query(running):
    with Client(running) as client:
        client.post(*[event(id=str(index)) for index in range(6)])
        with client.stream("?after=0", last=4) as stream:
            assert [one["id"] for one in stream.take(2)] == ["4", "5"]


def test_every_client_sees_the_same_order(running):
    with Client(running) as client:
        streams = [client.stream("?after=0") for _ in range(8)]
        posters = [poster(running, f"p{index}", 100, each=1) for index in range(4)]
        orders = [[one["id"] for one in stream.take(400)] for stream in streams]
        for one in posters:
            one.join(20)
        for stream in streams:
            stream.wire.socket.close()
        assert all(order == orders[0] for order in orders)
        for name in range(4):
            mine = [one for one in orders[0] if one.startswith(f"p{name}-")]
            assert mine == [f"p{name}-{index}" for index in range(100)], "one sender's events keep their order"


def test_a_replay_of_the_past(running):
    with Client(running) as client:
        start = 1777726800000
        client.post(*[event(id=str(index), time=start + index * 60000) for index in range(10)])
        with client.stream("?at=0&speed=1000") as stream:
            assert [one["id"] for one in stream.take(10)] == [str(index) for index in range(10)]
