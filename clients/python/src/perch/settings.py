"""Which hub to report to: arguments first, then the environment."""

from __future__ import annotations

import logging
import os
from typing import Optional
from urllib.parse import urlsplit

log = logging.getLogger("perch")
log.addHandler(logging.NullHandler())

DEFAULT_URL = "http://127.0.0.1:8000"
NO = ("", "0", "false", "no", "off")


class Settings:
    """Where the hub is and how to be let in; the token is in no repr, no log line and no exception."""

    def __init__(self, url: str, token: Optional[str], enabled: bool = True, problem: Optional[str] = None) -> None:
        self.secure, self.host, self.port, self.prefix = _address(url)
        self.enabled = enabled
        self.problem = problem
        self._token = _checked(token)

    @classmethod
    def find(cls, url: Optional[str], token: Optional[str], enabled: Optional[bool]) -> Settings:
        """A mistake in the arguments is a ValueError; one in the environment turns reporting off and is logged."""
        if enabled is None:
            enabled = os.environ.get("PERCH_DISABLED", "").strip().lower() in NO
        if url is not None or token is not None:
            cls(url or DEFAULT_URL, token)
        try:
            return cls(url or _from_environment(), os.environ.get("PERCH_TOKEN") if token is None else token, enabled)
        except ValueError as error:
            log.warning("nothing is reported, because of the environment: %s", error)
            return cls(DEFAULT_URL, None, False, str(error))

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.secure else 'http'}://{host}:{self.port}{self.prefix}"

    @property
    def authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def __repr__(self) -> str:
        return f"Settings({self.url!r})"


def _from_environment() -> str:
    return os.environ.get("PERCH_URL") or os.environ.get("PERCH_SERVER") or DEFAULT_URL


def _checked(token: Optional[str]) -> Optional[str]:
    """A token that a header can carry; the message does not quote it."""
    token = (token or "").strip()
    if not all("!" <= letter <= "~" for letter in token):
        raise ValueError("the token has characters that a header cannot carry")
    return token or None


def _address(url: str) -> tuple[bool, str, int, str]:
    """Scheme, host, port and path of an address; the messages do not quote it, for it may hold a password."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        port = parts.port
    except ValueError:
        raise ValueError("the address of the hub is not a URL") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("the address of the hub must be like http://127.0.0.1:8000")
    if parts.username is not None or parts.query or parts.fragment or any(letter <= " " or letter > "~" for letter in url):
        raise ValueError("the address of the hub must hold only a host, a port and a path; a token goes in PERCH_TOKEN")
    secure = parts.scheme == "https"
    return secure, parts.hostname, port or (443 if secure else 80), parts.path.rstrip("/")
