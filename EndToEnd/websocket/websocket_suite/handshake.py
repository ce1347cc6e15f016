"""The opening handshake (RFC 6455, section 4) and the agreement on permessage-deflate (RFC 7692, section 7)."""

import base64
import hashlib
import os
import time
from urllib.parse import urlsplit

from .wire import Wire

_MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Refused(Exception):
    """The server did not open the connection as it should."""


def parse(url: str) -> tuple[str, int, str]:
    """Host, port and path of a `ws://` address."""
    parts = urlsplit(url)
    if parts.scheme != "ws" or not parts.hostname:
        raise ValueError(f"not a ws:// address: {url}")
    return parts.hostname, parts.port or 80, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def open(wire: Wire, host: str, port: int, path: str, offers: list[str]) -> dict[str, str] | None:
    """Opens the connection; returns what was agreed on for permessage-deflate, or nothing."""
    key = base64.b64encode(os.urandom(16))
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {host}:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key.decode()}",
        "Sec-WebSocket-Version: 13",
    ]
    if offers:
        lines.append("Sec-WebSocket-Extensions: " + ", ".join(offers))
    wire.send("\r\n".join(lines + ["", ""]).encode())
    headers = _answer(wire)
    expected = base64.b64encode(hashlib.sha1(key + _MAGIC).digest()).decode()
    if headers.get("sec-websocket-accept") != expected:
        raise Refused("Sec-WebSocket-Accept does not answer the key")
    agreed = headers.get("sec-websocket-extensions")
    if agreed is None:
        return None
    if not offers:
        raise Refused(f"an extension that was not offered: {agreed}")
    return _parameters(agreed)


def _answer(wire: Wire) -> dict[str, str]:
    deadline = time.monotonic() + wire.timeout
    while b"\r\n\r\n" not in wire.received:
        if wire.ended or not wire.fill(deadline - time.monotonic()):
            raise Refused(f"no answer to the handshake, but {bytes(wire.received[:200])!r}")
    end = wire.received.index(b"\r\n\r\n")
    status, *lines = bytes(wire.received[:end]).decode("latin-1").split("\r\n")
    del wire.received[: end + 4]
    if not status.startswith("HTTP/1.1 101"):
        raise Refused(f"status line '{status}'")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if headers.get("upgrade", "").lower() != "websocket" or "upgrade" not in headers.get("connection", "").lower():
        raise Refused("101 without Upgrade: websocket and Connection: Upgrade")
    return headers


def _parameters(agreed: str) -> dict[str, str]:
    if "," in agreed:
        raise Refused(f"more than one extension was accepted: {agreed}")
    name, *parameters = [part.strip() for part in agreed.split(";")]
    if name != "permessage-deflate":
        raise Refused(f"another extension than was offered: {name}")
    found: dict[str, str] = {}
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() in found:
            raise Refused(f"a parameter twice: {agreed}")
        found[key.strip()] = value.strip().strip('"')
    return found
