"""What a call that asks the hub for something may raise; a call that reports never raises."""

from __future__ import annotations

from typing import Optional


class PerchError(Exception):
    """The hub refused a question or could not be reached; `code` is its own word for it, or `unreachable`."""

    def __init__(self, code: str, message: str, status: Optional[int] = None) -> None:
        super().__init__(f"{message} ({code})")
        self.code = code
        self.message = message
        self.status = status
