"""A client of server-sent events that reads as the HTML standard says, over plain HTTP."""

import json
from collections.abc import Iterator

import httpx


class SSE:
    """One stream; as a context it is closed at the end."""

    def __init__(self, url: str, last: str | None = None, timeout: float = 30, headers: dict[str, str] | None = None):
        self.url = url
        self.headers = {"accept": "text/event-stream", **(headers or {})}
        if last is not None:
            self.headers["last-event-id"] = last
        self.client = httpx.Client(timeout=timeout)
        self.last_id, self.retry = last, None

    def __enter__(self) -> "SSE":
        self.opened = self.client.stream("GET", self.url, headers=self.headers)
        self.response = self.opened.__enter__()
        assert self.response.status_code == 200, f"{self.response.status_code}"
        assert self.response.headers["content-type"].startswith("text/event-stream")
        return self

    def __exit__(self, *details):
        self.opened.__exit__(*details)
        self.client.close()

    def events(self) -> Iterator[tuple[str, str, str | None]]:
        """Each event as its name, its data and the id that a reconnect would name."""
        name, data = "message", []
        for line in self.response.iter_lines():
            if not line:
                if data:
                    yield name, "\n".join(data), self.last_id
                name, data = "message", []
                continue
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "event":
                name = value
            elif field == "data":
                data.append(value)
            elif field == "id":
                self.last_id = value
            elif field == "retry":
                self.retry = int(value)

    def frames(self) -> Iterator[dict]:
        """Each event as its data with its name as `type`."""
        for name, data, _ in self.events():
            yield {"type": name, **json.loads(data)}
