"""The native protocol as a small client: posting, reading, following."""

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack

import httpx
from websockets.sync.client import connect

from .raw import Wire
from .server import Server


def event(kind: str = "log.written", **fields) -> dict:
    """An event; `log.written` gets the message it needs."""
    if kind == "log.written":
        fields.setdefault("data", {"message": "hello"})
    return {"kind": kind, **fields}


def lines(events: Iterable[dict]) -> bytes:
    """Events as NDJSON."""
    return b"".join(json.dumps(one).encode() + b"\n" for one in events)


class Client:
    """Requests to one server over kept connections."""

    def __init__(self, server: Server, timeout: float = 20):
        self.server = server
        self.http = httpx.Client(base_url=server.url, timeout=timeout)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_) -> None:
        self.http.close()

    def send(self, body: bytes | str, type: str = "application/json") -> httpx.Response:
        """Posts a body as it is."""
        return self.http.post("/v1/events", content=body, headers={"content-type": type})

    def post(self, *events: dict) -> dict:
        """Posts events and returns the receipt."""
        answer = self.send(lines(events), "application/x-ndjson")
        assert answer.status_code == 200, f"{answer.status_code} {answer.text}"
        return answer.json()

    def page(self, **query) -> dict:
        answer = self.http.get("/v1/events", params=query)
        assert answer.status_code == 200, f"{answer.status_code} {answer.text}"
        return answer.json()

    def events(self, **query) -> list[dict]:
        """All events that match, page after page."""
        found: list[dict] = []
        query = {"limit": 10000, **query}
        while True:
            page = self.page(**query)
            found += page["events"]
            if page["next"] is None:
                return found
            query["after"] = page["next"]

    def state(self, **query) -> dict:
        answer = self.http.get("/v1/state", params=query)
        assert answer.status_code == 200, f"{answer.status_code} {answer.text}"
        return answer.json()

    def stream(self, query: str = "", last: int | None = None, timeout: float = 10) -> "Stream":
        return Stream(self.server, query, last, timeout)

    def live(self, **subscription) -> "Live":
        return Live(self.server, subscription)


class Stream:
    """`GET /v1/stream`, read as the HTML standard says an EventSource reads."""

    def __init__(self, server: Server, query: str = "", last: int | None = None, timeout: float = 10):
        self.wire = Wire(server.port, timeout)
        head = [f"GET /v1/stream{query} HTTP/1.1", f"Host: {server.host}", "Accept: text/event-stream"]
        if last is not None:
            head.append(f"Last-Event-ID: {last}")
        self.wire.send("\r\n".join([*head, "", ""]))
        lines = self.wire._until(b"\r\n\r\n").decode().split("\r\n")
        self.status = int(lines[0].split()[1])
        self.headers = dict((name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines[1:]))
        self.chunked = self.headers.get("transfer-encoding") == "chunked"
        self.text = b""
        self.comments = 0

    def __enter__(self) -> "Stream":
        assert self.status == 200, f"the stream was answered with {self.status}: {self.wire.buffer!r}"
        assert self.headers["content-type"].startswith("text/event-stream")
        return self

    def __exit__(self, *_) -> None:
        self.wire.socket.close()

    def _more(self) -> bool:
        if not self.chunked:
            if not self.wire.buffer and not self.wire._more():
                return False
            self.text, self.wire.buffer = self.text + self.wire.buffer, b""
            return True
        try:
            size = int(self.wire._until(b"\r\n"), 16)
        except Exception as error:
            if isinstance(error, TimeoutError):
                raise
            return False
        if size == 0:
            return False
        self.text += self.wire.exactly(size)
        self.wire.exactly(2)
        return True

    def messages(self) -> Iterator[dict]:
        """Each message as its fields; ends when the server ends the stream."""
        while True:
            while b"\n\n" not in self.text:
                if not self._more():
                    return
            block, _, self.text = self.text.partition(b"\n\n")
            fields: dict[str, str] = {}
            for line in block.decode().split("\n"):
                name, _, value = line.partition(":")
                value = value.removeprefix(" ")
                if not name:
                    self.comments += 1
                else:
                    fields[name] = fields[name] + "\n" + value if name in fields else value
            if "data" in fields:
                yield fields

    def take(self, count: int) -> list[dict]:
        """So many events; each message's id is its seq."""
        found = []
        for message in self.messages():
            one = json.loads(message["data"])
            assert int(message["id"]) == one["seq"], "the id of a message is the seq of its event"
            found.append(one)
            if len(found) == count:
                return found
        raise AssertionError(f"the stream ended after {len(found)} of {count} events")


class Live:
    """`WS /v1/live`: a screen that folds what it is sent."""

    def __init__(self, server: Server, subscription: dict, subscribe: bool = True):
        self._open = ExitStack()
        self.socket = self._open.enter_context(
            connect(f"ws://{server.host}/v1/live", max_size=None, compression=None, open_timeout=10, close_timeout=2)
        )
        self.views: dict[str, dict] = {}
        self.seq = -1
        self.events: list[dict] = []
        self.messages: list[dict] = []
        if subscribe:
            self.say("subscribe", **subscription)

    def __enter__(self) -> "Live":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        self._open.close()

    def say(self, type: str, **fields) -> None:
        self.socket.send(json.dumps({"type": type, **fields}))

    def hear(self, timeout: float = 10) -> dict:
        """The next message, folded into what this screen shows."""
        message = json.loads(self.socket.recv(timeout))
        self.messages.append(message)
        if message["type"] == "snapshot":
            self.views, self.seq = message["views"], message["seq"]
        elif message["type"] == "delta":
            self._fold(message)
        return message

    def hear_a(self, type: str, timeout: float = 10) -> dict:
        """The next message of this type; others are folded on the way."""
        while True:
            message = self.hear(timeout)
            if message["type"] == type:
                return message

    def until(self, seq: int, timeout: float = 10) -> "Live":
        """Hears on until the screen is at this seq or later."""
        while self.seq < seq:
            self.hear(timeout)
        return self

    def _fold(self, delta: dict) -> None:
        assert delta["seq"] >= self.seq, f"a delta goes back from {self.seq} to {delta['seq']}"
        self.seq = delta["seq"]
        for view, rows in delta.get("put", {}).items():
            self.views.setdefault(view, {}).update(rows)
        for view, keys in delta.get("drop", {}).items():
            for key in keys:
                self.views.get(view, {}).pop(key, None)
        self.events += delta.get("events", [])
