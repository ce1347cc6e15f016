"""From threads to the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from typing import Generic, Optional, TypeVar, Union

T = TypeVar("T")
AHEAD = 1000  # items a thread may be ahead of the loop


async def awaited(future: Future[bool], timeout: Optional[float]) -> bool:
    """The future's value, or False when the time is over."""
    try:
        return await asyncio.wait_for(asyncio.wrap_future(future), timeout)
    except asyncio.TimeoutError:
        return False


async def aside(work: Callable[[], T]) -> T:
    """Does the work in a thread of its own, which the end of the program does not wait for."""
    future: Future[T] = Future()
    threading.Thread(target=_do, args=(future, work), name="perch-aside", daemon=True).start()
    return await asyncio.wrap_future(future)


async def fed(items: Iterator[T]) -> AsyncIterator[T]:
    """What an iterator gives that waits, read ahead a bounded way by one thread."""
    feed = _Feed(items)
    threading.Thread(target=feed.run, name="perch-feed", daemon=True).start()
    try:
        while (one := await feed.queue.get()) is not None:
            if isinstance(one, BaseException):
                raise one
            feed.room.release()
            yield one[0]
    finally:
        feed.stopped = True
        feed.room.release()


class _Feed(Generic[T]):
    def __init__(self, items: Iterator[T]) -> None:
        self.items = items
        self.loop = asyncio.get_running_loop()
        self.queue: asyncio.Queue[Union[tuple[T], BaseException, None]] = asyncio.Queue()
        self.room = threading.Semaphore(AHEAD)
        self.stopped = False

    def run(self) -> None:
        try:
            for item in self.items:
                self.room.acquire()
                if self.stopped:
                    return
                self._put((item,))
            self._put(None)
        except BaseException as error:
            self._put(error)

    def _put(self, one: Union[tuple[T], BaseException, None]) -> None:
        try:
            self.loop.call_soon_threadsafe(self.queue.put_nowait, one)
        except RuntimeError:  # the loop is closed, so nobody waits
            self.stopped = True


def _do(future: Future[T], work: Callable[[], T]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
