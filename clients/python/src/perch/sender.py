"""The thread in the background that tells the hub what waits in the mailbox."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import Future
from typing import Optional

from . import lifecycle
from .mailbox import Mailbox
from .settings import Settings, log
from .transport import Transport, Unreachable
from .verdict import Later, Refused, Stored, Verdict, judge

MOST = 2000  # events in one request
LARGEST = 1 << 20  # bytes in one request
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
WATCHED_PAUSE = 1.0  # while someone waits in flush()
IDLE = 10.0  # a thread with nothing to do for so long ends; the next event starts another


class Sender:
    """Delivers in order, at least once by the wire and once by the ids; keeps what could not be told and tries again."""

    def __init__(self, mailbox: Mailbox, settings: Settings, timeout: float, interval: float) -> None:
        self.mailbox = mailbox
        self.interval = interval
        self.settings = settings
        self._transport = Transport(settings, timeout)
        self.clear()
        lifecycle.senders.add(self)

    def clear(self) -> None:
        """As new, for a process that was just forked; the parent's connection is only let go of."""
        self._transport.close()
        self._thread: Optional[threading.Thread] = None
        self._most = MOST
        self._failures = 0
        self._asked: Optional[float] = None
        self.sent = 0
        self.refused = 0
        self.last_error: Optional[str] = self.settings.problem

    def ensure(self) -> bool:
        """Sees to it that a thread runs; False where none can be started any more, as at the end of the program."""
        if self._thread is not None:
            return True
        with self.mailbox.changed:
            if self._thread is None:
                thread = threading.Thread(target=self._run, name="perch", daemon=True)
                self._thread = thread
                try:
                    thread.start()
                except RuntimeError:
                    self._thread = None
            lifecycle.finish_with_multiprocessing()
            return self._thread is not None

    def reset(self) -> None:
        """In a process that was just forked: what waits is the parent's to tell."""
        self.mailbox.clear()
        self.clear()

    def finish(self) -> Future[bool]:
        """One last try for what waits, in the calling thread where no other can be started any more."""
        done = self.mailbox.watch(patient=False)
        if len(self.mailbox) and not self.ensure():
            while self.mailbox.waiting and self._try():
                pass
        return done

    def refuse(self, why: str) -> None:
        """Counts an event that cannot be told."""
        with self.mailbox.changed:
            self.refused += 1
            self.last_error = why
            first = self.refused == 1
        if first:
            log.warning("an event was refused: %s", why)

    def _run(self) -> None:
        while self._gather():
            try:
                if not self._try():
                    self._pause()
            except Exception as error:
                self._failed(Later(None, f"the sender stumbled: {type(error).__name__}"))
                self._pause()

    def _gather(self) -> bool:
        """Waits for events and, while there are few, a moment for more; False when it is time to end."""
        box = self.mailbox
        with box.changed:
            box.changed.wait_for(lambda: box.waiting or not box.open, IDLE)
            box.changed.wait_for(lambda: not box.waiting or box.watches or len(box.waiting) >= box.ripe, self.interval)
            box.nudged = False
            if not box.waiting:
                self._transport.close()
                self._thread = None
            return self._thread is not None

    def _try(self) -> bool:
        lines = self.mailbox.take(self._most, LARGEST)
        verdict = self._post(b"".join(lines)) if lines else Stored()
        if isinstance(verdict, Later):
            self._failed(verdict)
            return False
        self._answered()
        if isinstance(verdict, Stored):
            self.sent += len(lines)
            self.mailbox.settle()
            self._most = min(MOST, self._most * 2)
        else:
            self._sort_out(verdict, len(lines))
        return True

    def _post(self, body: bytes) -> Verdict:
        try:
            return judge(self._transport.request("POST", "/v1/events", body, {"Content-Type": "application/x-ndjson"}))
        except Unreachable as error:
            return Later(None, f"the hub at {self.settings.url} cannot be reached: {error}")

    def _sort_out(self, refusal: Refused, count: int) -> None:
        """Takes out the bad event where the hub named it; else asks with fewer, until it stands alone."""
        bad = 0 if count == 1 else refusal.line
        if bad is not None and bad < count:
            self.mailbox.settle(bad)
            self.refuse(refusal.why)
            self._most = max(16, count // 2)
        else:
            self.mailbox.give_back()
            self._most = max(1, count // 2)

    def _failed(self, later: Later) -> None:
        self.mailbox.give_back()
        self.last_error = later.why
        if self._failures == 0:
            log.warning("%s; events wait until it is there", later.why)
        self._failures += 1
        self._asked = later.wait
        self.mailbox.give_up()

    def _answered(self) -> None:
        if self._failures:
            log.info("the hub at %s is there again", self.settings.url)
        self._failures = 0

    def _pause(self) -> None:
        """Growing waits, shorter while someone waits in flush(); what the hub asked for is kept to."""
        box = self.mailbox
        delay = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self._failures - 1, 10)) * random.uniform(0.5, 1)
        with box.changed:
            if self._asked is None:
                delay = min(delay, WATCHED_PAUSE) if box.watches else delay
                box.changed.wait_for(lambda: box.nudged or not box.open, delay)
                return
            end = time.monotonic() + self._asked
            while box.open and (left := end - time.monotonic()) > 0:
                box.changed.wait(left)
                box.give_up()
