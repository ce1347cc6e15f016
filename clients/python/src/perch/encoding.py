"""Events as lines of JSON, whatever they hold: what JSON has no word for is written as near as can be."""

from __future__ import annotations

import dataclasses
import json
import math
import os
import re
import time
from collections.abc import Mapping
from datetime import date, datetime, timezone
from enum import Enum
from typing import Any, Union

Time = Union[datetime, float, str]

DEPTH = 40  # the hub reads 64 levels
FITS = range(-(2**63), 2**64)  # the hub reads 64-bit integers
LONG_NUMBER = re.compile(r"[0-9]{19}")


def new_id() -> str:
    """An id that no other event has; ids made later sort later, which is kind to the hub's index."""
    return f"{time.time_ns():016x}{os.urandom(8).hex()}"


def now() -> str:
    return datetime.now(timezone.utc).isoformat()


def stamp(moment: Time) -> str:
    """ISO 8601 of a datetime, of seconds since 1970 as `time.time()` tells them, or of ISO 8601."""
    if isinstance(moment, datetime):
        return moment.astimezone(timezone.utc).isoformat()
    if isinstance(moment, (int, float)):
        return datetime.fromtimestamp(moment, timezone.utc).isoformat()
    return str(moment)


def line(event: Mapping[str, object]) -> bytes:
    """One event as a line of NDJSON; raises only where the values themselves misbehave."""
    return _json(event).encode() + b"\n"


def as_text(value: object) -> str:
    """A text as it is, and anything else as JSON."""
    return value if isinstance(value, str) else _json(value)


def _json(value: object) -> str:
    try:
        text = _encode(value)
        if LONG_NUMBER.search(text):
            text = _encode(_tame(value, DEPTH))
    except (TypeError, ValueError, RecursionError):
        text = _encode(_tame(value, DEPTH))
    return text if text.isascii() else _whole(text)


def _whole(text: str) -> str:
    """The text with halves of surrogate pairs joined, and those that stand alone replaced."""
    try:
        text.encode()
        return text
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _plain(value: object) -> object:
    """What the encoder does not know, one step nearer to JSON."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("utf-8", "replace")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return list(value)
    return str(value)


def _tame(value: Any, depth: int) -> object:
    """A copy that JSON can hold: no rings, no abysses, no numbers that are none, keys that are texts."""
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int):
        return value if value in FITS else float(value) if abs(value) < 10**300 else None
    if depth == 0:
        return "…"
    if isinstance(value, Mapping):
        return {key if isinstance(key, str) else str(key): _tame(one, depth - 1) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_tame(one, depth - 1) for one in value]
    return _tame(_plain(value), depth - 1)


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain).encode
