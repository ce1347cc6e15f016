"""Asking the hub: each call is one or more requests, and raises PerchError where they fail."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Optional, TypedDict, Union, cast
from urllib.parse import quote, urlencode

from .encoding import stamp
from .errors import PerchError
from .settings import Settings
from .transport import Answer, Transport, Unreachable
from .verdict import refusal

Place = Union[int, str, datetime]  # in the log: the seq of an event, or a time
Words = Union[str, Sequence[str]]
PAGE = 1000


class _Always(TypedDict):
    seq: int
    kind: str
    time: str
    received: str
    project: str
    source: str
    data: dict[str, Any]


class Event(_Always, total=False):
    """A stored event, as `/v1/events` and `/v1/stream` give it."""

    id: str
    agent: str
    session: str


class Filters(TypedDict, total=False):
    """Which events; those that are absent or None are not asked for. `kind` may be several, and `tool.*` means all that begin so;
    each of the words in `q` must begin a word of the event's texts."""

    after: Optional[Place]
    before: Optional[Place]
    kind: Optional[Words]
    agent: Optional[str]
    session: Optional[str]
    project: Optional[str]
    q: Optional[str]
    newest_first: bool


class Reader:
    """Each question goes over a connection of its own, so any thread may ask."""

    def __init__(self, settings: Settings, timeout: float) -> None:
        self.settings = settings
        self.timeout = timeout

    def get(self, path: str, **query: object) -> Any:
        """The JSON at a path."""
        answer = self._answer(path, query)
        if answer.status != 200:
            raise refusal(answer)
        try:
            return json.loads(answer.body)
        except (ValueError, RecursionError):
            raise PerchError("unexpected_answer", f"what is at {path} is not JSON", answer.status) from None

    def find(self, *path: str) -> Any:
        """The JSON at a path made of such parts, or None where there is nothing."""
        try:
            return self.get("".join(f"/{quote(part, safe='')}" for part in path))
        except PerchError as error:
            if error.status == 404:
                return None
            raise

    def events(self, limit: Optional[int], **query: object) -> Iterator[Event]:
        """Page after page, as they are asked for."""
        on = "before" if query.get("order") == "newest" else "after"
        while limit is None or limit > 0:
            page = self.get("/v1/events", limit=PAGE if limit is None else min(limit, PAGE), **query)
            yield from cast("list[Event]", page["events"])
            limit = None if limit is None else limit - len(page["events"])
            if page["next"] is None:
                return
            query[on] = page["next"]

    def _answer(self, path: str, query: dict[str, object]) -> Answer:
        transport = Transport(self.settings, self.timeout)
        try:
            return transport.request("GET", path + asked(query), headers={"Accept": "application/json"})
        except Unreachable as error:
            raise PerchError("unreachable", f"the hub at {self.settings.url} cannot be reached: {error}") from None
        finally:
            transport.close()


def asked(query: dict[str, object]) -> str:
    """Filters as the hub reads them; those that are None are not asked."""
    given = {name: _written(value) for name, value in query.items() if value is not None}
    return f"?{urlencode(given)}" if given else ""


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return stamp(value)
    return ",".join(value) if isinstance(value, (list, tuple)) else str(value)
