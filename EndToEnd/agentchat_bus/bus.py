"""Clients of the event stream as its users have them: a plain WebSocket, python-socketio, and whoever posts to `/broadcast`."""

import json
import queue
from collections import deque

import httpx
import socketio
from websockets.sync.client import connect

THREAD = {"event_type": "agent_chat_thread_created", "data": {"thread_id": "t1", "run_id": "r1", "parent_agent": "Architect", "child_agent": "Dir-Code", "metadata": {"budget": 3}}}


def message(id: str = "m1", **more) -> dict:
    """A message as the original's source reports it: without its run."""
    data = {"message_id": id, "thread_id": "t1", "from_agent": "Dir-Code", "to_agent": "Architect", "message_type": "question", "content": "Which library?"}
    return {"event_type": "agent_chat_message_sent", "data": data | more}


def broadcast(server, event: dict, **query) -> dict:
    answer = httpx.post(f"{server.url}/broadcast", json=event, params=query, timeout=20)
    assert answer.status_code == 200, answer.text
    return answer.json()


class Plain:
    """A client of `/event-stream`."""

    def __init__(self, server, query: str = "", path: str = "/event-stream", port: int | None = None):
        self.connection = connect(f"ws://127.0.0.1:{port or server.port}{path}{query}", max_size=None)
        self.socket = self.connection.__enter__()

    def __enter__(self):
        self.greeting = self.next("connected")
        return self

    def __exit__(self, *_):
        self.connection.__exit__(None, None, None)

    def next(self, type: str | None = None) -> dict:
        envelope = json.loads(self.socket.recv(timeout=30))
        assert type is None or envelope["event_type"] == type, envelope
        return envelope

    def data(self, type: str) -> dict:
        return self.next(type)["data"]

    def history(self) -> list[dict]:
        self.socket.send('{"type":"request_history"}')
        return self.data("event_history")["events"]


class SocketIO:
    """python-socketio's client, with what it hears in one queue a name."""

    NAMES = ("connected", "event_history", "event", "pong", "error")

    def __init__(self, server, transports=None, query: str = ""):
        self.heard = {name: queue.Queue() for name in self.NAMES}
        self.client = socketio.Client(reconnection=False)
        for name in self.NAMES:
            self.client.on(name, lambda data=None, name=name: self.heard[name].put(data))
        self.client.connect(f"{server.url}{query}", transports=transports, wait_timeout=10)

    def __enter__(self):
        self.greeting = self.next("connected")
        self.history = self.next("event_history")
        return self

    def __exit__(self, *_):
        self.client.disconnect()

    def next(self, name: str = "event"):
        return self.heard[name].get(timeout=30)


class Poller:
    """Engine.IO's polling transport by hand."""

    def __init__(self, server, sid: str | None = None):
        self.server = server
        self.http = httpx.Client(base_url=server.url, timeout=40)
        self.waiting: deque[str] = deque()
        if sid is None:
            packets = self.poll()
            self.opened = json.loads(packets[0].removeprefix("0"))
            sid = self.opened["sid"]
        self.sid = sid

    @property
    def query(self) -> dict:
        sid = getattr(self, "sid", None)
        return {"EIO": "4", "transport": "polling"} | ({"sid": sid} if sid else {})

    def get(self) -> httpx.Response:
        return self.http.get("/socket.io/", params=self.query)

    def poll(self) -> list[str]:
        answer = self.get()
        assert answer.status_code == 200, answer.text
        return answer.text.split("\x1e")

    def post(self, *packets: str) -> httpx.Response:
        return self.http.post("/socket.io/", params=self.query, content="\x1e".join(packets))

    def next(self) -> str:
        """The next packet, polled for where none is left of the last poll."""
        while not self.waiting:
            self.waiting += self.poll()
        return self.waiting.popleft()

    def until(self, prefix: str) -> str:
        """The next packet that begins so; those before it are passed over."""
        while not (packet := self.next()).startswith(prefix):
            pass
        return packet
