"""The reporting half of a client: from a call to a line in the mailbox."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from typing import NamedTuple, Optional

from . import encoding, lifecycle
from .mailbox import Mailbox
from .sender import Sender
from .settings import Settings

RIPE = 200  # so many events are sent without waiting for more


class Report(NamedTuple):
    """One event, as the calls of the five systems are translated to it."""

    kind: str
    data: Mapping[str, object]
    agent: Optional[str] = None
    session: Optional[str] = None


class Reporter:
    """Takes events from any thread, at once and without ever raising."""

    def __init__(self, settings: Settings, defaults: Mapping[str, Optional[str]], max_events: int, max_bytes: int, interval: float, timeout: float):
        self.settings = settings
        self.defaults = dict(defaults)
        self.mailbox = Mailbox(max_events, max_bytes, RIPE)
        self.sender = Sender(self.mailbox, settings, timeout, interval)

    def report(
        self,
        kind: str,
        data: Optional[Mapping[str, object]] = None,
        agent: Optional[str] = None,
        session: Optional[str] = None,
        project: Optional[str] = None,
        id: Optional[str] = None,
        time: Optional[encoding.Time] = None,
        more: Optional[Mapping[str, object]] = None,
    ) -> str:
        """Returns the event's id. `more` is data as keywords give it."""
        id = id or encoding.new_id()
        if not self.settings.enabled:
            return id
        try:
            about = {"agent": agent, "session": session, "project": project}
            self._post(self._event(kind, id, time, about), {**(data or {}), **fields(more or {})})
        except Exception as error:
            self.sender.refuse(f"an event {_of(kind)} cannot be told: {type(error).__name__}")
        return id

    def flushing(self, patient: bool = True) -> Future[bool]:
        """True once everything reported by now has left."""
        if patient:
            return self.mailbox.watch(True)
        return self.sender.finish()

    def close(self, timeout: float) -> bool:
        return self.closed(lifecycle.wait([self.sender.finish()], timeout))

    def closed(self, done: bool) -> bool:
        """The end: what could not be told by now is dropped and counted."""
        self.mailbox.shut()
        return done

    def _event(self, kind: str, id: str, time: Optional[encoding.Time], about: Mapping[str, Optional[str]]) -> dict[str, object]:
        event: dict[str, object] = {"kind": kind, "id": id, "time": encoding.now() if time is None else encoding.stamp(time)}
        for name, value in about.items():
            value = self.defaults[name] if value is None else value
            if value is not None:
                event[name] = str(value)
        return event

    def _post(self, event: dict[str, object], data: Mapping[str, object]) -> None:
        line = encoding.line({**event, "data": data} if data else event)
        if len(line) > self.mailbox.largest:
            self.sender.refuse(f"an event {_of(event['kind'])} has more than {self.mailbox.largest} bytes")
            return
        if self.mailbox.put(line):
            self.sender.ensure()


def _of(kind: object) -> str:
    """Which event it was, in words that a log may hold."""
    return f"of kind {kind!r:.80}" if isinstance(kind, str) else f"whose kind is no text but {type(kind).__name__}"


def fields(given: Mapping[str, object]) -> dict[str, object]:
    """Keyword arguments as data: None is absent, and `from_` is the word that Python keeps for itself."""
    return {name[:-1] if name.endswith("_") else name: value for name, value in given.items() if value is not None}
