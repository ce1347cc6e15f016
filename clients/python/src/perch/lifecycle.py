"""What the end of the program and a fork mean for what waits."""

from __future__ import annotations

import atexit
import os
import sys
import time
from collections.abc import Iterable
from concurrent.futures import Future
from typing import Protocol
from weakref import WeakSet

AT_EXIT = 2.0  # seconds that the end of the program may take longer, at most


class Ending(Protocol):
    """What there is to do with a sender from outside of its thread."""

    def finish(self) -> Future[bool]: ...

    def reset(self) -> None: ...


senders: WeakSet[Ending] = WeakSet()
_finishing_in = 0


def finish_all() -> None:
    """Gives all senders together a little time for one last try."""
    wait([sender.finish() for sender in list(senders)], AT_EXIT)


def wait(endings: Iterable[Future[bool]], timeout: float) -> bool:
    """Whether all came to a good end within this time."""
    deadline = time.monotonic() + timeout
    return all([_result(ending, deadline - time.monotonic()) for ending in endings])


def finish_with_multiprocessing() -> None:
    """A worker of multiprocessing ends without the usual handlers of an exit, but asks its own."""
    global _finishing_in
    util = sys.modules.get("multiprocessing.util")
    if util is not None and _finishing_in != os.getpid():
        _finishing_in = os.getpid()
        util.Finalize(None, finish_all, exitpriority=0)


def _result(ending: Future[bool], timeout: float) -> bool:
    try:
        return ending.result(max(0, timeout))
    except Exception:  # its time is over, which has a name of its own in old Pythons
        return False


def _after_fork() -> None:
    for sender in list(senders):
        sender.reset()


atexit.register(finish_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
