"""All five foreign clients on one server while events come in by all doors: how late, what is lost, what is out of order."""

import multiprocessing
import re
import time

from . import doors, process, websocket, wire
from .measure import Measure, say
from .process import MeasureFailed
from .servers import Perch
from .table import Line

RUN = "bench"
# Which doors' marks each client is told: the translation carries a tool's name, a message's text, an activity's data.
CLIENTS = {
    "htmlgraph": ("/ws/broadcasts", {"native", "kei", "htmlgraph"}),
    "kei": ("/stream", {"native", "kei", "htmlgraph"}),
    "agentchat": (f"/api/stream/agent_chat/{RUN}", {"agentchat"}),
    "agentcraft": ("/ws/agent-tracking/client_1_bench", {"agentcraft", "agentchat"}),
    "daena": ("/api/v1/collaboration/ws?client_id=bench", {"daena", "agentchat"}),
}
MARK = re.compile(rb"~(\w+)\.(\d+)\.(\d+)~")


def measures():
    return [Measure("five-clients", (Perch,), _run, _lines)]


def _run(server, smoke):
    seconds = 2 if smoke else 20
    context = multiprocessing.get_context("fork")
    thread = doors.open_thread(server.port, RUN)
    ready, heard = context.Semaphore(0), context.Queue()
    listeners = [
        context.Process(target=_listen, args=(server.port, name, path, doors_told, seconds, ready, heard), daemon=True)
        for name, (path, doors_told) in CLIENTS.items()
    ]
    for listener in listeners:
        listener.start()
    for _ in listeners:
        if not ready.acquire(timeout=10):
            raise MeasureFailed("a client did not connect")
    before, begin = process.cpu_seconds(server.pids), time.monotonic()
    posted = doors.post(server.port, thread, seconds)
    wall = time.monotonic() - begin
    clients = {name: result for name, result in (heard.get(timeout=60) for _ in listeners)}
    for listener in listeners:
        listener.join(10)
    return _result(clients, posted, wall, process.cpu_seconds(server.pids) - before)


def _listen(port, name, path, told, seconds, ready, heard):
    """Listens until every door has said that it is done, or nothing comes any more."""
    delays, last, disordered, done = [], {}, 0, set()
    connection, text = _open(port, path)
    connection.settimeout(10)
    ready.release()
    try:
        while done != told:
            chunk = connection.recv(1 << 20)
            if not chunk:
                break
            now = time.monotonic_ns()
            text += chunk
            end = 0
            for mark in MARK.finditer(text):
                end = mark.end()
                door, number, sent = mark[1].decode(), int(mark[2]), int(mark[3])
                if door not in told or number == last.get(door):
                    continue
                if number == 0:
                    done.add(door)
                    continue
                disordered += number < last.get(door, 0)
                last[door] = number
                delays.append((now - sent) / 1e6)
            text = text[max(end, len(text) - 200) :]
    except TimeoutError:
        pass
    connection.close()
    heard.put((name, {"delays": delays, "last": last, "disordered": disordered}))


def _open(port, path):
    if "/api/stream/" in path:
        return wire.open(port, path, "Accept: text/event-stream", 200)
    return websocket.connect(port, path)


def _result(clients, posted, wall, cpu):
    result = {"events_per_s": sum(posted.values()) / wall, "wall_s": wall, "cpu_share": cpu / wall}
    lost = disordered = 0
    everything = []
    for name, (_, told) in CLIENTS.items():
        client = clients[name]
        expected = sum(posted[door] for door in told)
        lost += expected - len(client["delays"])
        disordered += client["disordered"]
        everything += client["delays"]
        result[f"{name}_p99_ms"] = _percentile(client["delays"], 0.99)
        say(f"  {name}: {len(client['delays'])} of {expected}, p99 {result[f'{name}_p99_ms']:.1f} ms, worst {max(client['delays'], default=0):.1f} ms")
    if not everything:
        raise MeasureFailed("nothing was heard")
    result |= {"p50_ms": _percentile(everything, 0.5), "p99_ms": max(result[f"{name}_p99_ms"] for name in CLIENTS)}
    result |= {"lost": lost, "disordered": disordered, "max_ms": max(everything)}
    if lost or disordered:
        raise MeasureFailed(f"{lost} marks were lost, {disordered} came out of order")
    return result


def _percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else float("inf")


def _lines(outcome):
    what = "five foreign clients, events by all doors"
    p99 = outcome.median("perch", "p99_ms")
    lost = outcome.median("perch", "lost")
    late = Line(f"{what}: the latest client's p99", "ms", p99, bar="< 100 ms", met=None if p99 is None else p99 < 100)
    whole = Line(f"{what}: lost or out of order", "", lost, bar="none", met=None if lost is None else lost == 0)
    return [
        Line(f"{what}: events per second", "/s", outcome.median("perch", "events_per_s")),
        late,
        Line(f"{what}: p50", "ms", outcome.median("perch", "p50_ms")),
        whole,
        Line(f"{what}: server CPU", "cores", outcome.median("perch", "cpu_share")),
    ]
