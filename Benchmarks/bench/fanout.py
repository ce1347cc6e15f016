"""Fan-out to 1,000 WebSocket subscribers: as fast as they go, and the cost of a delivery at fixed rates."""

from . import generator
from .measure import Measure
from .servers import Nchan, Perch, UWebSockets
from .table import Line

SERVERS = (Perch, UWebSockets, Nchan)
BARS = {"uws": 2, "nchan": 10}


def measures():
    return [
        Measure("fanout", SERVERS, _flat_out, _flat_out_lines),
        Measure("delivery-100", SERVERS, lambda *a: _paced(100, *a), lambda o: _paced_lines(100, o)),
        Measure("delivery-1000", SERVERS, lambda *a: _paced(1000, *a), lambda o: _paced_lines(1000, o)),
    ]


def _load(server, smoke, **options):
    scale = (
        {"subscribers": 50, "seconds": 0.5, "warm": 0.3} if smoke else {"subscribers": 1000, "seconds": 5, "warm": 1.5}
    )
    return generator.call("fanout", server, size=370, **scale, **options)


def _flat_out(server, smoke):
    return _load(server, smoke, **server.flow)


def _paced(rate, server, smoke):
    result = _load(server, smoke, rate=rate, nap_ms=5)
    result["kept"] = result["deliveries"] / result["wall_s"] / result["subscribers"] / rate
    return result


def _shares(outcome, server):
    return f"{outcome.generator('perch') or '-'} / {outcome.generator(server)}"


def _flat_out_lines(outcome):
    lines = []
    for what, key, unit, scale in (
        ("fan-out: bytes per second", "bytes_per_s", "GB/s", 1e-9),
        ("fan-out: server CPU per GB", "cpu_s_per_gb", "s", 1),
    ):
        perch = outcome.median("perch", key)
        for peer in SERVERS[1:]:
            other = outcome.median(peer.name, key)
            line = Line(what, unit, perch and perch * scale, peer.title, other and other * scale)
            line.generator = _shares(outcome, peer.name)
            if key == "bytes_per_s":
                line.bar = f">= {BARS[peer.name]} x"
                line.met = None if line.ratio is None else line.ratio >= BARS[peer.name]
            lines.append(line)
    return lines


def _paced_lines(rate, outcome):
    lines = []
    for what, key, unit in (
        (f"delivery at {rate:,}/s: server CPU each", "cpu_us_per_delivery", "us"),
        (f"delivery at {rate:,}/s: p99 delay", "delay_p99_ms", "ms"),
    ):
        for peer in SERVERS[1:]:
            line = Line(what, unit, outcome.median("perch", key), peer.title, outcome.median(peer.name, key))
            line.generator = _shares(outcome, peer.name)
            kept = {name: outcome.median(name, "kept") for name in ("perch", peer.name)}
            line.note = ", ".join(
                f"{name} kept {share:.0%} of the rate" for name, share in kept.items() if share and share < 0.97
            )
            if key == "cpu_us_per_delivery" and peer is UWebSockets:
                line.bar = "<= 0.5 x"
                line.met = None if line.ratio is None else line.ratio <= 0.5 and kept["perch"] >= 0.97
            lines.append(line)
    return lines
