"""A server of the original's kind, by python-socketio: what is posted to /broadcast goes to all clients, the last hundred to those who come."""

import logging
import sys
from collections import deque
from datetime import UTC, datetime

import socketio
from aiohttp import web


class Pongs(logging.Handler):
    """Prints which pong it is that has come; the server speaks of them in its log alone."""

    count = 0

    def emit(self, record):
        if "Received packet PONG" in record.getMessage():
            self.count += 1
            print("pong", self.count, flush=True)


packets = logging.Logger("packets", logging.INFO)
packets.addHandler(Pongs())
server = socketio.AsyncServer(async_mode="aiohttp", ping_interval=1, ping_timeout=2, engineio_logger=packets)
app = web.Application()
server.attach(app)
history: deque = deque(maxlen=100)


@server.event
async def connect(sid, environ):
    await server.emit("connected", {"status": "connected", "buffered_events": len(history)}, to=sid)
    await server.emit("event_history", list(history), to=sid)


async def broadcast(request):
    payload = await request.json()
    data = payload.get("data", {})
    data.setdefault("timestamp", datetime.now().isoformat())
    envelope = {"event_type": payload["event_type"], "data": data, "server_timestamp": datetime.now(UTC).isoformat()}
    history.append(envelope)
    await server.emit("event", envelope)
    return web.json_response({"status": "broadcasted"})


async def drop(request):
    """Throws everybody out."""
    for sid in list(server.manager.rooms.get("/", {}).get(None, {})):
        await server.disconnect(sid)
    return web.json_response({})


app.router.add_post("/broadcast", broadcast)
app.router.add_post("/drop", drop)


async def listening(app):
    print("ready", flush=True)


app.on_startup.append(listening)
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None)
