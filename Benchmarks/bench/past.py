"""A long log: seeking anywhere in it, and starting with it."""

import http.client
import json
import random
import signal
import socket
import statistics
import time

from . import events, process, websocket
from .measure import Measure, say
from .process import MeasureFailed
from .servers import Perch, Redis
from .table import Line

EVENTS = 1_000_000


def measures():
    # The rounds are inside: filling the log is what takes long.
    return [Measure("past", (Perch, Redis), _past, _lines, rounds=1, options={"redis": {"sync": "everysec"}})]


def _past(server, smoke):
    count = 5000 if smoke else EVENTS
    begin = time.monotonic()
    (fill_perch if server.name == "perch" else fill_redis)(server, count)
    say(f"  {count:,} events in {time.monotonic() - begin:.1f} s")
    # What follows the log (indexes, checkpoints) may be behind after so much at once: seeks are for a settled server.
    result = {"events": count, "settle_s": process.settle(server.pids)}
    say(f"  settled after {result['settle_s']:.1f} s more")
    if server.name == "perch":
        result.update(_seek(server, count, 20 if smoke else 200))
        result.update(_seek_live(server, count, 10 if smoke else 100))
    result["start_s"] = _restarts(server, signal.SIGTERM, 1 if smoke else 3)
    result["start_killed_s"] = _restarts(server, signal.SIGKILL, 1 if smoke else 3)
    return result


def _chunks(count, size):
    lines = []
    for line in events.history(count):
        lines.append(line)
        if len(lines) == size:
            yield lines
            lines = []
    if lines:
        yield lines


def fill_perch(server, count):
    """Posts a history of `count` events."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    accepted = 0
    for lines in _chunks(count, 5000):
        connection.request("POST", "/v1/events", b"".join(lines), {"Content-Type": "application/x-ndjson"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise MeasureFailed(f"filling the log: {answer.status} {body[:300].decode(errors='replace')}")
        accepted += json.loads(body)["accepted"]
    if accepted != count:
        raise MeasureFailed(f"filling the log: {accepted} of {count} events were accepted")


def fill_redis(server, count):
    """Adds the same history to a stream."""
    with socket.create_connection(("127.0.0.1", server.port), 60) as connection:
        for lines in _chunks(count, 5000):
            connection.sendall(
                b"".join(
                    b"*5\r\n$4\r\nXADD\r\n$6\r\nevents\r\n$1\r\n*\r\n$1\r\ne\r\n$%d\r\n%b\r\n" % (len(l), l)
                    for l in lines
                )
            )
            answered = 0
            while answered < 2 * len(lines):
                answered += connection.recv(1 << 16).count(b"\n")


def _quantiles(samples, prefix):
    ordered = sorted(samples)
    return {
        f"{prefix}_p50_ms": statistics.median(ordered) * 1e3,
        f"{prefix}_p99_ms": ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1e3,
    }


def _seek(server, count, times):
    """GET /v1/state?at=SEQ at random places, on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    places = random.Random(1)
    samples, sizes = [], []
    cpu = process.cpu_seconds(server.pids)
    for _ in range(times):
        at = places.randint(1, count)
        begin = time.monotonic()
        connection.request("GET", f"/v1/state?at={at}")
        answer = connection.getresponse()
        body = answer.read()
        samples.append(time.monotonic() - begin)
        sizes.append(len(body))
        if answer.status != 200:
            raise MeasureFailed(f"GET /v1/state?at={at}: {answer.status} {body[:300].decode(errors='replace')}")
        if json.loads(body).get("seq", at) != at:
            raise MeasureFailed(f"GET /v1/state?at={at} shows the state at {json.loads(body)['seq']}")
    cpu = (process.cpu_seconds(server.pids) - cpu) / times * 1e3
    return {**_quantiles(samples, "seek"), "seek_cpu_ms": cpu, "state_bytes": statistics.median(sizes)}


def _seek_live(server, count, times):
    """The same by `seek` on one live connection, until its snapshot is there."""
    conversation = websocket.Conversation(server.port, "/v1/live")
    conversation.send({"type": "subscribe", "views": ["agents"]})
    _snapshot(conversation)
    places = random.Random(2)
    samples = []
    for _ in range(times):
        begin = time.monotonic()
        conversation.send({"type": "seek", "at": places.randint(1, count)})
        _snapshot(conversation)
        samples.append(time.monotonic() - begin)
    conversation.close()
    return _quantiles(samples, "live_seek")


def _snapshot(conversation):
    while True:
        message = conversation.receive()
        if b'"snapshot"' in message[:64]:
            return
        if b'"error"' in message[:64]:
            raise MeasureFailed(f"/v1/live: {message[:300].decode(errors='replace')}")


def _restarts(server, how, times):
    """Seconds from exec until the server answers, with its log as it is; the median."""
    samples = []
    for _ in range(times):
        server.end(how)
        samples.append(server.start(patience=300))
    return statistics.median(samples)


def _lines(outcome):
    perch = {
        key: outcome.median("perch", key)
        for key in ("seek_p50_ms", "seek_p99_ms", "seek_cpu_ms", "live_seek_p50_ms", "live_seek_p99_ms")
    }
    below = None if perch["seek_p99_ms"] is None else perch["seek_p99_ms"] < 100
    live_below = None if perch["live_seek_p99_ms"] is None else perch["live_seek_p99_ms"] < 100
    lines = [
        Line("seek in 1,000,000 events: p50", "ms", perch["seek_p50_ms"]),
        Line("seek in 1,000,000 events: p99", "ms", perch["seek_p99_ms"], bar="< 100 ms", met=below),
        Line("seek in 1,000,000 events: server CPU each", "ms", perch["seek_cpu_ms"]),
        Line("seek on a live connection: p50", "ms", perch["live_seek_p50_ms"]),
        Line("seek on a live connection: p99", "ms", perch["live_seek_p99_ms"], bar="< 100 ms", met=live_below),
    ]
    for what, key in (
        ("start with 1,000,000 events", "start_s"),
        ("start with 1,000,000 after SIGKILL", "start_killed_s"),
    ):
        seconds = outcome.median("perch", key)
        met = None if seconds is None else seconds < 1
        lines.append(Line(what, "s", seconds, "Redis (AOF)", outcome.median("redis", key), bar="< 1 s", met=met))
    return lines
