"""Frames of RFC 6455, section 5.2, written as a client must write them and, where a case asks for it, as it must not."""

import os
import struct

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA

NAMES = {CONTINUATION: "continuation", TEXT: "text", BINARY: "binary", CLOSE: "close", PING: "ping", PONG: "pong"}


def masked(payload: bytes, key: bytes) -> bytes:
    """The payload under the mask (RFC 6455, 5.3); a whole message in one sum, because Python is slow byte by byte."""
    size = len(payload)
    if not size:
        return b""
    keys = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "little") ^ int.from_bytes(keys, "little")).to_bytes(size, "little")


def frame(opcode: int, payload: bytes = b"", fin: bool = True, rsv: int = 0, mask: bool = True) -> bytes:
    """One frame. `rsv` is the three reserved bits as a number: 4 is RSV1, 2 is RSV2, 1 is RSV3."""
    first = (0x80 if fin else 0) | rsv << 4 | opcode
    flag = 0x80 if mask else 0
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", first, flag | size)
    elif size < 1 << 16:
        head = struct.pack("!BBH", first, flag | 126, size)
    else:
        head = struct.pack("!BBQ", first, flag | 127, size)
    if not mask:
        return head + payload
    key = os.urandom(4)
    return head + key + masked(payload, key)


def fragments(opcode: int, pieces: list[bytes], rsv: int = 0) -> list[bytes]:
    """A message in as many frames as there are pieces; only the first carries the opcode and RSV1 (RFC 7692, 6.1)."""
    last = len(pieces) - 1
    return [
        frame(CONTINUATION if index else opcode, piece, fin=index == last, rsv=0 if index else rsv)
        for index, piece in enumerate(pieces)
    ]


def pieces(payload: bytes, size: int) -> list[bytes]:
    """The payload cut into pieces of `size`; an empty payload is one empty piece."""
    return [payload[at : at + size] for at in range(0, len(payload), size)] or [b""]


def close_payload(code: int, reason: bytes = b"") -> bytes:
    """The body of a close frame (RFC 6455, 5.5.1)."""
    return struct.pack("!H", code) + reason


def shown(data: bytes, limit: int = 48) -> str:
    """Bytes for a person: short, and readable where they are text."""
    text = repr(bytes(data[:limit]))[2:-1]
    return f"'{text}'" if len(data) <= limit else f"'{text}…' ({len(data)} bytes)"
