"""Following the log: server-sent events over a connection that is made again whenever it ends."""

from __future__ import annotations

import http.client
import json
import random
import socket
import threading
from collections.abc import Iterator
from typing import Optional, cast

from .errors import PerchError
from .reading import Event, Reader, asked
from .settings import log
from .transport import Answer, connect, send
from .verdict import refusal

SILENCE = 45.0  # the hub says something every 15 s
LONGEST_LINE = 32 << 20
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0
HOPELESS = (400, 401, 403, 404, 410, 421)


class EventStream(Iterator[Event]):
    """Events as they happen, each once and none left out, across restarts of the hub.

    Waits for a hub that is away. Ends by `close()`, from whichever thread, or with PerchError where waiting is in vain:
    the question is wrong, the token is not taken, or the log that was followed is gone.
    """

    def __init__(self, reader: Reader, query: dict[str, object]) -> None:
        self._reader = reader
        self._query = query
        self._last: Optional[int] = None
        self._log: Optional[str] = None
        self._socket: Optional[socket.socket] = None
        self._ended = threading.Event()
        self._events = self._follow()

    def __enter__(self) -> EventStream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> EventStream:
        return self

    def __next__(self) -> Event:
        return next(self._events)

    def close(self) -> None:
        """Ends it, also while another thread waits for the next event."""
        self._ended.set()
        waiting = self._socket
        if waiting is not None:
            try:
                waiting.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _follow(self) -> Iterator[Event]:
        failures = 0
        while not self._ended.is_set():
            try:
                for event in self._connected():
                    failures = 0
                    yield event
                failures += 1
            except (OSError, http.client.HTTPException, ValueError) as error:
                failures += 1
                if failures == 1 and not self._ended.is_set():
                    log.warning("the stream from %s ended (%s) and is taken up again", self._reader.settings.url, type(error).__name__)
            except PerchError as error:
                failures += 1
                if error.status in HOPELESS:
                    raise
            self._ended.wait(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures - 1, 10)) * random.uniform(0.5, 1))

    def _connected(self) -> Iterator[Event]:
        """One connection, from what was heard last until it ends."""
        self._find_the_start()
        connection = connect(self._reader.settings, self._reader.timeout)
        try:
            connection.connect()
            self._socket = connection.sock
            connection.sock.settimeout(SILENCE)
            response = send(connection, self._reader.settings, "GET", self._path(), None, self._headers())
            if response.status != 200:
                raise refusal(Answer(response.status, {}, response.read(1 << 16)))
            self._log = response.getheader("Perch-Log") or self._log
            yield from self._messages(response)
        finally:
            self._socket = None
            connection.close()

    def _find_the_start(self) -> None:
        """Without a place to begin at, it begins at the end as it is now, which is then known if the connection breaks."""
        if self._last is None and self._query.get("after") is None:
            newest = self._reader.get("/v1/events", order="newest", limit=1)["events"]
            self._last = newest[0]["seq"] if newest else 0

    def _path(self) -> str:
        return "/v1/stream" + asked({**self._query, "log": self._log, "after": self._query.get("after") if self._last is None else None})

    def _headers(self) -> dict[str, str]:
        last = {} if self._last is None else {"Last-Event-ID": str(self._last)}
        return {"Accept": "text/event-stream", **last}

    def _messages(self, response: http.client.HTTPResponse) -> Iterator[Event]:
        """Read as an EventSource reads; the hub writes one line of data a message."""
        data = b""
        while not self._ended.is_set() and (line := response.readline(LONGEST_LINE)):
            if line.startswith(b"data:"):
                data = line[5:]
            elif not line.strip() and data:
                event, data = cast("Event", json.loads(data)), b""
                self._last = event["seq"]
                yield event
