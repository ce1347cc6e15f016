"""What an answer to reported events means for them."""

from __future__ import annotations

import json
from typing import NamedTuple, Optional, Union

from .errors import PerchError
from .transport import Answer

SLOWLY = 30.0  # seconds between tries where only a person can help
LONGEST_WAIT = 300.0


class Stored(NamedTuple):
    """All are in the log."""


class Refused(NamedTuple):
    """None was stored because of one of them; `line` counts from zero, where the hub told which."""

    line: Optional[int]
    why: str


class Later(NamedTuple):
    """Nothing is wrong with the events. `wait` is how long the hub asks to be left alone, if it does."""

    wait: Optional[float]
    why: str


Verdict = Union[Stored, Refused, Later]


def judge(answer: Answer) -> Verdict:
    if answer.status == 200:
        return Stored()
    error = refusal(answer)
    line = _line(answer)
    if answer.status in (400, 413, 422) or (answer.status == 403 and line is not None):
        return Refused(line, str(error))
    if answer.status in (401, 403):
        return Later(SLOWLY, str(error))
    return Later(_retry_after(answer), str(error))


def refusal(answer: Answer) -> PerchError:
    """The hub's own words where it has some."""
    error = _error(answer)
    code, message = error.get("code"), error.get("message")
    return PerchError(
        code[:50] if isinstance(code, str) else "unexpected_answer",
        message[:300] if isinstance(message, str) else f"the hub answered {answer.status}",
        answer.status,
    )


def _error(answer: Answer) -> dict[str, object]:
    try:
        body = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    error = body.get("error") if isinstance(body, dict) else None
    return error if isinstance(error, dict) else {}


def _line(answer: Answer) -> Optional[int]:
    line = _error(answer).get("line")
    return line - 1 if isinstance(line, int) and line > 0 else None


def _retry_after(answer: Answer) -> Optional[float]:
    text = answer.headers.get("retry-after", "").strip()
    return min(float(text), LONGEST_WAIT) if text.isdecimal() and text.isascii() and len(text) < 10 else None
