"""A dashboard of HtmlGraph: its sockets, and its cards as the presence widget keeps them."""

import json
from datetime import datetime

import httpx
from websockets.sync.client import connect

HEADERS = {"X-Agent-ID": "claude-1", "X-Session-ID": "sess-1"}
FIELDS = ["agent_id", "status", "current_feature_id", "last_tool_name", "last_activity", "total_tools_executed", "total_cost_tokens", "session_id"]


def moment(text: str) -> datetime:
    """A time as every client reads it: ISO 8601 with a zone."""
    assert text.endswith("Z")
    return datetime.fromisoformat(text)


class Dashboard:
    """A client of one of the sockets."""

    def __init__(self, server, path: str = "/ws/broadcasts", **options):
        self.connection = connect(f"ws://{server.host}{path}", compression=None, max_size=None, close_timeout=2, **options)
        self.socket = self.connection.__enter__()
        self.cards: dict[str, dict] = {}

    def __enter__(self) -> "Dashboard":
        return self

    def __exit__(self, *_) -> None:
        self.connection.__exit__(None, None, None)

    def next(self, timeout: float = 10) -> dict:
        """The next message, taken into the cards as the widget takes it."""
        message = json.loads(self.socket.recv(timeout))
        if message["type"] == "presence_update" and "presence" in message:
            self.cards[message["agent_id"]] = message["presence"]
        return message

    def until(self, wanted, timeout: float = 10) -> dict:
        """The first message that is the wanted one."""
        while True:
            message = self.next(timeout)
            if wanted(message):
                return message

    def card(self, agent: str, **fields) -> dict:
        """The message that makes an agent's card be as it is wanted."""
        return self.until(lambda one: one["type"] == "presence_update" and one["agent_id"] == agent and one["presence"].items() >= fields.items())

    def broadcast(self, event_type: str) -> dict:
        return self.until(lambda one: one["type"] == "broadcast_event" and one["event_type"] == event_type)


class API:
    """The doors that are asked and reported to."""

    def __init__(self, server):
        self.http = httpx.Client(base_url=server.url, timeout=20)

    def get(self, path: str, **query):
        return self.http.get(path, params=query)

    def post(self, path: str, body=None, headers=HEADERS, **query):
        return self.http.post(path, json=body, params=query, headers=headers)

    def report(self, agent: str, body=None, **query) -> dict:
        """Reports presence, and returns what the agent's presence is then."""
        answer = self.post(f"/api/presence/{agent}", body, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()
