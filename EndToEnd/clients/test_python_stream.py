"""Following the log: each event once and none left out, whatever happens to the hub and to the line."""

import asyncio
import itertools
import shutil
import threading

import pytest
from clients.conftest import Impostor, response
from harness.client import Client

from perch import AsyncPerch, Perch, PerchError


def post(server, numbers) -> None:
    with Client(server) as client:
        client.post(*[{"kind": "tick", "agent": "a", "data": {"n": n}} for n in numbers])


def take(stream, count: int) -> list[int]:
    return [event["data"]["n"] for event in itertools.islice(stream, count)]


def test_a_stream_begins_where_it_is_told_and_passes_only_what_is_asked(house):
    with Perch(house.url, project="following", interval=0.01) as hub:
        for n in range(10):
            hub.emit("tick" if n % 2 else "tock", f"a{n % 3}", n=n)
        assert hub.flush(10)
        first = hub.events(project="following", limit=1)[0]
        with hub.stream(after=first["seq"], project="following") as stream:
            assert take(stream, 9) == list(range(1, 10))
        with hub.stream(after=0, project="following", kind=["tick", "no such"], agent="a1") as stream:
            assert take(stream, 2) == [1, 7]
        with hub.stream(after=first["time"], project="following", kind="tock") as stream:
            assert take(stream, 2) == [2, 4]


def test_a_stream_without_a_beginning_begins_now(lasting):
    lasting.start()
    post(lasting, range(5))
    with Perch(lasting.address).stream() as stream:
        found = []
        reader = threading.Thread(target=lambda: found.extend(take(stream, 3)))
        reader.start()
        while stream._last is None:
            reader.join(0.01)
        post(lasting, range(5, 8))
        reader.join(10)
        assert found == [5, 6, 7]


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_a_stream_goes_on_without_a_gap_or_a_repeat_when_the_hub_comes_back(lasting, ending):
    lasting.start()
    with Perch(lasting.address).stream(after=0) as stream:
        for round in range(4):
            post(lasting, range(round * 20, round * 20 + 10))
            found = take(stream, 7 if round == 0 else 10)
            getattr(lasting, ending)()
            lasting.start()
            post(lasting, range(round * 20 + 10, round * 20 + 20))
            found += take(stream, 13 if round == 0 else 10)
            assert found == list(range(round * 20, round * 20 + 20))


def test_what_happens_between_the_first_two_connections_is_not_missed(lasting):
    """A stream that begins now has heard nothing yet when its line breaks, and still knows where it was."""
    lasting.start()
    post(lasting, range(5))
    with Perch(lasting.address).stream() as stream:
        found = []
        reader = threading.Thread(target=lambda: found.extend(take(stream, 5)))
        reader.start()
        while stream._log is None:
            reader.join(0.01)
        lasting.kill()
        lasting.start()
        post(lasting, range(5, 10))
        reader.join(20)
        assert found == list(range(5, 10))


def test_a_stream_waits_for_a_hub_that_is_not_there_yet(lasting):
    stream = Perch(lasting.address).stream(after=0)
    lasting.start()
    post(lasting, [1])
    assert take(stream, 1) == [1]
    stream.close()
    assert list(stream) == []


def test_a_stream_is_ended_from_another_thread(running):
    with Perch(running.url).stream() as stream:
        reader = threading.Thread(target=list, args=(stream,))
        reader.start()
        while stream._log is None:
            reader.join(0.01)
        stream.close()
        reader.join(5)
        assert not reader.is_alive()


def test_a_wrong_question_ends_a_stream_at_once(house):
    with pytest.raises(PerchError, match="invalid_parameter"):
        next(Perch(house.url).stream(after=0, kind="*" * 600 + ","))
    with Impostor(response(401)) as other, pytest.raises(PerchError):
        next(Perch(other.url).stream())


def test_a_log_that_was_replaced_is_said_and_not_confused_with_the_one_before(lasting):
    lasting.start()
    post(lasting, range(3))
    stream = Perch(lasting.address).stream(after=0)
    assert take(stream, 3) == [0, 1, 2]
    lasting.kill()
    shutil.rmtree(lasting.data)
    lasting.start()
    post(lasting, range(9))
    with pytest.raises(PerchError, match="history_lost"):
        take(stream, 1)


def test_tasks_follow_and_the_loop_is_never_held_up(lasting):
    lasting.start()

    async def program():
        hub = AsyncPerch(lasting.address)
        ticks = 0

        async def clock():
            nonlocal ticks
            while True:
                await asyncio.sleep(0.005)
                ticks += 1

        async def follow():
            return [event["data"]["n"] async for event in limited(hub.stream(after=0, kind="tick"), 3000)]

        beat, task = asyncio.create_task(clock()), asyncio.create_task(follow())
        for n in range(3000):
            await hub.emit("tick", n=n)
        assert await hub.flush(20)
        found = await asyncio.wait_for(task, 20)
        waiting = asyncio.create_task(anext(hub.stream()))
        await asyncio.sleep(0.2)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        lasting.kill()
        before = ticks
        await hub.emit("tick", n=-1)
        assert not await hub.flush(0.5) and not await hub.close(0.5)
        assert ticks - before > 20
        beat.cancel()
        return found

    assert asyncio.run(program()) == list(range(3000))
    assert not [thread for thread in threading.enumerate() if thread.name == "perch-aside"]


async def limited(events, count):
    async for event in events:
        yield event
        count -= 1
        if count == 0:
            break
    await events.aclose()
