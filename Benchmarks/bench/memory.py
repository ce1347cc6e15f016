"""Resident memory of the server for each idle WebSocket client."""

import resource
import time

from . import process, websocket
from .measure import Measure
from .servers import Nchan, Perch, UWebSockets
from .table import Line

SERVERS = (Perch, UWebSockets, Nchan)


def measures():
    return [Measure("memory", SERVERS, _idle, _lines)]


def _growth(server, path, count, first=None):
    """Bytes a client: what the server grows by for `count` of them, after a few have come and gone."""
    for _ in range(2):
        _close([_client(server.port, path, first) for _ in range(50)])
    time.sleep(0.3)
    before = process.resident_bytes(server.pids)
    clients = [_client(server.port, path, first) for _ in range(count)]
    time.sleep(1)
    grown = process.resident_bytes(server.pids) - before
    _close(clients)
    return grown / count


def _client(port, path, first):
    if first is None:
        return websocket.connect(port, path)[0]
    conversation = websocket.Conversation(port, path)
    conversation.send(first)
    conversation.receive()
    return conversation


def _close(clients):
    for client in clients:
        client.close()


def _idle(server, smoke):
    room = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 200
    count = 100 if smoke else min(5000, room)
    if server.name != "perch":
        return {"clients": count, "bytes": _growth(server, "/subscribe", count)}
    stream = _growth(server, "/v1/stream", count)
    subscribe = {"type": "subscribe", "views": ["agents"]}
    return {"clients": count, "bytes": stream, "live_bytes": _growth(server, "/v1/live", count, subscribe)}


def _lines(outcome):
    lines = []
    perch = outcome.median("perch", "bytes")
    for peer in SERVERS[1:]:
        other = outcome.median(peer.name, "bytes")
        line = Line(
            "memory per idle WebSocket client", "KiB", perch and perch / 1024, peer.title, other and other / 1024
        )
        if peer is UWebSockets:
            line.bar = "< 8 KiB"
            line.met = None if perch is None else perch < 8192
        lines.append(line)
    live = outcome.median("perch", "live_bytes")
    lines.append(Line("memory per idle live client (all of agents)", "KiB", live and live / 1024))
    return lines
