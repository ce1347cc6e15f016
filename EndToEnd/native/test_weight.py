"""Events of any size, and clients that take their time: nothing that was accepted may be too heavy to be told again."""

import json
import time

from harness.client import Client, event, lines
from websockets.sync.client import connect

KIND = "note.kept"


def heavy(size: int) -> dict:
    return event(KIND, agent="a1", data={"text": "x" * size})


def fill(client: Client, most: int) -> int:
    """Many events of 20 KB, one of 3 MiB, one in a body of so many bytes, and some light ones behind them."""
    for _ in range(3):
        client.post(*[heavy(20_000) for _ in range(100)])
    client.post(heavy(3 << 20))
    one = json.dumps(heavy(0)).encode()
    largest = json.dumps(heavy(most - len(one))).encode()
    assert len(largest) == most
    answer = client.send(largest)
    assert answer.status_code == 200, answer.text
    return client.post(*[heavy(10) for _ in range(20)])["last_seq"]


def test_a_stream_catches_up_with_events_of_any_size(running):
    with Client(running) as client:
        last = fill(client, 6 << 20)
        for query in ("?after=0", "?after=0&kind=note.*", "?at=1970-01-01T00:00:00Z&speed=1000", "?at=0&speed=1000"):
            with client.stream(query, timeout=20) as stream:
                assert [one["seq"] for one in stream.take(last)] == list(range(1, last + 1)), query
        with connect(f"ws://{running.host}/v1/stream?after=0", max_size=None, compression=None) as socket:
            assert [json.loads(socket.recv(20))["seq"] for _ in range(last)] == list(range(1, last + 1))


def test_a_heavy_event_reaches_who_is_listening(running):
    with Client(running) as client, client.stream(timeout=20) as stream, client.live() as screen:
        screen.hear_a("snapshot")
        # One after another: who is further behind than its channel reaches back is let go, and catches up as above.
        for seq, size in enumerate([10, 3 << 20, 15 << 20, 10], start=1):
            client.post(heavy(size))
            assert stream.take(1)[0]["seq"] == seq
            assert screen.until(seq, timeout=20).seq == seq


def test_a_start_and_a_seek_fold_events_of_any_size(running):
    with Client(running) as client:
        last = fill(client, 16 << 20)  # as large as a body may be
    running.kill()
    running.start()
    with Client(running) as client:
        assert client.state()["seq"] == last
        assert client.state(at=last - 20)["views"]["totals"]["/total"]["events"] == last - 20


def test_who_takes_long_to_catch_up_still_hears_what_comes_after(running):
    """A stream's channel is let go of after ten seconds without a reader, which must not be the end of those still on their way to it."""
    with Client(running) as client:
        for _ in range(10):
            last = client.send(lines([heavy(20_000)] * 100), "application/x-ndjson").json()["last_seq"]
        with client.stream("?after=0", timeout=20) as stream:
            stream.wire.socket.settimeout(20)
            end = time.monotonic() + 13
            had = 0
            while time.monotonic() < end:
                had += len(stream.take(10))
                time.sleep(0.25)
            assert had < last, "it was at its end too early to prove anything"
            stream.take(last - had)
            time.sleep(0.5)
            after = client.post(heavy(1))["last_seq"]
            assert stream.take(1)[0]["seq"] == after
