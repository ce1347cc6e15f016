"""What waits to be told to the hub: a bounded queue, the oldest first."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from typing import NamedTuple, Optional


class Item(NamedTuple):
    number: int
    line: bytes


class Watch(NamedTuple):
    """Someone who waits until everything up to this number is settled; an impatient one until a try failed."""

    number: int
    patient: bool
    future: Future[bool]


class Mailbox:
    """Events in order. When full, the oldest is dropped and counted; nothing ever waits for room.

    The lock is reentrant: a signal handler or a finalizer may report while its own thread is in here.
    """

    def __init__(self, max_events: int, max_bytes: int, ripe: int) -> None:
        self.max_events = max(1, max_events)
        self.max_bytes = max(1, max_bytes)
        self.ripe = ripe
        self.open = True
        self.clear()

    def clear(self) -> None:
        """Makes it new, lock and all: after a fork the lock may be held by a thread that is not there."""
        self.changed = threading.Condition(threading.RLock())
        self.waiting: deque[Item] = deque()
        self.flying: list[Item] = []
        self.bytes = 0
        self.last_number = 0
        self.dropped = 0
        self.watches: list[Watch] = []
        self.nudged = False

    def __len__(self) -> int:
        return len(self.waiting) + len(self.flying)

    @property
    def largest(self) -> int:
        """How many bytes one event may have."""
        return min(self.max_bytes, 1 << 20)

    def put(self, line: bytes) -> bool:
        """Takes one in, unless it is shut; wakes the sender for the first, and when enough wait to be sent at once."""
        with self.changed:
            if not self.open:
                self.dropped += 1
                return False
            self.last_number += 1
            self.waiting.append(Item(self.last_number, line))
            self.bytes += len(line)
            while self.waiting and (len(self) > self.max_events or self.bytes > self.max_bytes):
                self._drop_oldest()
            if len(self.waiting) in (1, self.ripe):
                self.changed.notify_all()
            return True

    def take(self, count: int, size: int) -> list[bytes]:
        """The oldest ones, at least one and at most half of what there is room for; they stay counted until they are settled."""
        with self.changed:
            count = min(count, max(1, self.max_events // 2))
            while self.waiting and len(self.flying) < count:
                size -= len(self.waiting[0].line)
                if size < 0 and self.flying:
                    break
                self.flying.append(self.waiting.popleft())
            return [item.line for item in self.flying]

    def settle(self, which: Optional[int] = None) -> None:
        """Those that fly are done with, or only one of them; the others go back."""
        with self.changed:
            done = self.flying if which is None else [self.flying.pop(which)]
            for item in done:
                self._forget(item)
            self.waiting.extendleft(reversed(self.flying if which is not None else []))
            self.flying = []
            self._tell()

    def give_back(self) -> None:
        """Those that fly were not taken: they are the oldest again."""
        with self.changed:
            self.waiting.extendleft(reversed(self.flying))
            self.flying = []
            if not self.open:
                self.shut()

    def watch(self, patient: bool) -> Future[bool]:
        """True once all that is in here now has left; False, for the impatient, when a try to send failed."""
        future: Future[bool] = Future()
        with self.changed:
            self.watches.append(Watch(self.last_number, patient, future))
            self.nudged = True
            self._tell()
            self.changed.notify_all()
        return future

    def give_up(self) -> None:
        """Tells the impatient that it did not work."""
        with self.changed:
            for watch in self.watches:
                if not watch.patient:
                    _resolve(watch.future, False)
            self._tell()

    def shut(self) -> None:
        """Takes no more, and lets go of what still waits."""
        with self.changed:
            self.open = False
            while self.waiting:
                self._drop_oldest()
            self._tell()
            self.changed.notify_all()

    def _drop_oldest(self) -> None:
        self._forget(self.waiting.popleft())
        self.dropped += 1

    def _tell(self) -> None:
        """Gives those their answer whose events have all left."""
        oldest = self.flying[0] if self.flying else self.waiting[0] if self.waiting else None
        for watch in self.watches:
            if oldest is None or oldest.number > watch.number:
                _resolve(watch.future, True)
        self.watches = [watch for watch in self.watches if not watch.future.done()]

    def _forget(self, item: Item) -> None:
        self.bytes -= len(item.line)


def _resolve(future: Future[bool], value: bool) -> None:
    """Unless it has its value, or whoever waited has gone away."""
    if not future.done() and future.set_running_or_notify_cancel():
        future.set_result(value)
