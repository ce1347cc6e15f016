"""Daena's clients as its document has them: a WebSocket that is read, and JSON that is posted."""

import json

import httpx
from websockets.sync.client import connect

BASE = "/api/v1/collaboration"


class Daena:
    """A caller of the REST endpoints."""

    def __init__(self, server, headers: dict | None = None):
        self.server = server
        self.http = httpx.Client(base_url=server.url + BASE, headers=headers, timeout=10)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.http.close()

    def get(self, path: str, **query) -> dict:
        return self.ok(self.http.get(path, params=query))

    def post(self, path: str, **body) -> dict:
        return self.ok(self.http.post(path, json=body))

    def record(self, agent: str = "agent_1", type: str = "memory_write", **more) -> str:
        return self.post("/record-activity", agent_id=agent, department="engineering", activity_type=type, **more)["activity_id"]

    @staticmethod
    def ok(answer: httpx.Response) -> dict:
        assert answer.status_code == 200, f"{answer.status_code} {answer.text}"
        return answer.json()


class Watcher:
    """A client of the WebSocket; it has been greeted."""

    def __init__(self, server, query: str = "?client_id=client_1", **options):
        self.connection = connect(f"ws://{server.host}{BASE}/ws{query}", **options)
        self.socket = self.connection.__enter__()
        self.established, self.state = self.next(), self.next()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.__exit__(None, None, None)

    def say(self, type: str, **fields):
        self.socket.send(json.dumps({"type": type, **fields}))

    def next(self, timeout: float = 10) -> dict:
        return json.loads(self.socket.recv(timeout))

    def hear(self, *types: str, timeout: float = 10) -> dict:
        """The next frame of one of these types; of all but the status where none is given."""
        while True:
            frame = self.next(timeout)
            if frame["type"] in types or not types and frame["type"] != "agent_status_update":
                return frame

    def activity(self) -> dict:
        frame = self.hear()
        assert frame["type"] == "agent_activity", frame
        return frame["activity"]

    def subscribe(self, *names: str) -> dict:
        self.say("subscribe", activity_types=list(names))
        return self.hear("subscribed", "error")
