"""One request after another over one kept connection, each wait of which is bounded."""

from __future__ import annotations

import http.client
from typing import NamedTuple, Optional

from .settings import Settings

LARGEST_ANSWER = 64 << 20


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Unreachable(Exception):
    """There was no answer; says why, without a word of the request."""


class Transport:
    """Used by one thread at a time."""

    def __init__(self, settings: Settings, timeout: float) -> None:
        self.settings = settings
        self.timeout = timeout
        self._kept: Optional[http.client.HTTPConnection] = None

    def request(self, method: str, path: str, body: Optional[bytes] = None, headers: Optional[dict[str, str]] = None) -> Answer:
        """Raises Unreachable. A kept connection that turns out to be closed is replaced once."""
        kept = self._kept is not None
        try:
            return self._once(method, path, body, headers or {})
        except (ConnectionResetError, BrokenPipeError, http.client.BadStatusLine) as error:
            self.close()
            if not kept:
                raise Unreachable(_why(error)) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            raise Unreachable(_why(error)) from None
        return self.request(method, path, body, headers)

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _once(self, method: str, path: str, body: Optional[bytes], headers: dict[str, str]) -> Answer:
        connection = self._kept = self._kept or connect(self.settings, self.timeout)
        response = send(connection, self.settings, method, path, body, headers)
        content = response.read(LARGEST_ANSWER + 1)
        if len(content) > LARGEST_ANSWER:
            raise ValueError("the answer is too large")
        if response.will_close:
            self.close()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, content)


def connect(settings: Settings, timeout: float) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if settings.secure else http.client.HTTPConnection
    return kind(settings.host, settings.port, timeout=timeout)


def send(
    connection: http.client.HTTPConnection, settings: Settings, method: str, path: str, body: Optional[bytes], headers: dict[str, str]
) -> http.client.HTTPResponse:
    """A hub may refuse before it has read everything; what it says then is worth more than the broken pipe."""
    try:
        connection.request(method, settings.prefix + path, body, {**headers, **settings.authorization})
    except (BrokenPipeError, ConnectionResetError):
        if connection.sock is None:
            raise
    return connection.getresponse()


def _why(error: Exception) -> str:
    reason = getattr(error, "strerror", None) if isinstance(error, OSError) else None
    return f"{type(error).__name__}: {reason}" if reason else type(error).__name__
