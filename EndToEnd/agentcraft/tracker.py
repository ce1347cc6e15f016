"""Clients of AgentCraft: the handlers of its document, and whoever reports over HTTP."""

import json

import httpx
from websockets.sync.client import connect

DOCUMENT, SOURCE = "/ws/agent-tracking/", "/api/ws/agent-tracking/"


class Tracker:
    """What the document's example keeps of what it is told: it knows its own types of frames and answers pings."""

    def __init__(self, server, client="client_1642678200_k3j9x", path=DOCUMENT, query=""):
        self.connection = connect(f"ws://{server.host}{path}{client}{query}", max_size=None)
        self.socket = self.connection.__enter__()
        self.frames: list[dict] = []
        self.statuses: dict[str, dict] = {}
        self.sessions: list[dict] = []
        self.total = 0
        self.session: dict = {}
        self.logs: list[dict] = []
        self.notes: list[str] = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.__exit__(None, None, None)

    def say(self, type, **fields):
        self.socket.send(json.dumps({"type": type, **fields}))

    def hear(self, timeout=10) -> dict:
        frame = json.loads(self.socket.recv(timeout))
        self.frames.append(frame)
        match frame["type"]:
            case "active_sessions":
                self.sessions, self.total = frame["data"]["sessions"], frame["data"]["total_sessions"]
            case "agent_status":
                self.statuses[frame["agent_id"]] = frame
            case "agent_collaboration":
                self.notes.append(f"{frame['primary_agent']} → {frame['secondary_agent']}: {frame['reason']}")
            case "session_state":
                self.session = frame["state"]
            case "session_logs":
                self.logs += frame["logs"]
            case "ping":
                self.say("pong")
        return frame

    def until(self, type, timeout=10, **fields) -> dict:
        """The next frame of a type with these fields; what comes before it is taken in."""
        while True:
            frame = self.hear(timeout)
            if frame["type"] == type and frame | fields == frame:
                return frame

    def settle(self) -> list[dict]:
        """Everything that was on its way; a question and its answer stand at the end."""
        before = len(self.frames)
        self.say("ping")
        self.until("pong")
        return self.frames[before:-1]


class Reporter:
    """Reports over HTTP."""

    def __init__(self, server):
        self.http = httpx.Client(base_url=server.url, timeout=20)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.http.close()

    def post(self, path, body=None, status=200) -> dict:
        answer = self.http.post(path, json=body if body is not None else {})
        assert answer.status_code == status, f"{answer.status_code} {answer.text}"
        return answer.json()

    def session(self, session, door, body=None, status=200) -> dict:
        return self.post(f"/api/ws/sessions/{session}/{door}", body, status)

    def get(self, path, status=200) -> dict:
        answer = self.http.get(path)
        assert answer.status_code == status, f"{answer.status_code} {answer.text}"
        return answer.json()
