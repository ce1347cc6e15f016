"""What fsync costs: ingest on one connection, and one event on its way to a hundred subscribers."""

from . import generator
from .measure import Measure
from .servers import Nchan, Perch, Redis, UWebSockets
from .table import Line


def measures():
    return [
        Measure("ingest", (Perch, Redis), _ingest, _ingest_lines),
        Measure("latency", (Perch, Redis, UWebSockets, Nchan), _latency, _latency_lines),
    ]


def _ingest(server, smoke):
    scale = {"seconds": 0.5, "warm": 0.2} if smoke else {"seconds": 4, "warm": 1}
    return generator.call("ingest", server, size=300, batch=2000, in_flight=4, **scale)


def _latency(server, smoke):
    scale = {"subscribers": 10, "events": 20} if smoke else {"subscribers": 100, "events": 1000}
    return generator.call("latency", server, gap_ms=3, in_flight=1, **scale)


def _ingest_lines(outcome):
    shares = f"{outcome.generator('perch') or '-'} / {outcome.generator('redis')}"
    speed = outcome.median("perch", "events_per_s")
    line = Line(
        "durable ingest: events per second", "/s", speed, "Redis Streams", outcome.median("redis", "events_per_s")
    )
    line.bar, line.generator = ">= 150,000/s and > 1 x", shares
    line.met = None if line.ratio is None else line.ratio > 1 and speed >= 150_000
    key = "cpu_s_per_million"
    cost = Line(
        "durable ingest: server CPU per million",
        "s",
        outcome.median("perch", key),
        "Redis Streams",
        outcome.median("redis", key),
    )
    return [line, cost]


def _latency_lines(outcome):
    lines = []
    for key, name in (("p50_ms", "p50"), ("p99_ms", "p99"), ("max_ms", "max"), ("last_p99_ms", "p99 of the last")):
        perch = outcome.median("perch", key)
        for peer, kind in ((Redis, "durable"), (UWebSockets, "in memory"), (Nchan, "in memory")):
            line = Line(
                f"one event to 100 subscribers: {name}", "ms", perch, peer.title, outcome.median(peer.name, key)
            )
            line.note = f"{peer.title}: {kind}"
            if key == "p99_ms" and peer is Redis:
                line.bar = "< 10 ms"
                line.met = None if perch is None else perch < 10
            lines.append(line)
    return lines
