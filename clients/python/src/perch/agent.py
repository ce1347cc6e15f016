"""An agent and its tool calls as things to hold in one's hand."""

from __future__ import annotations

import time
from collections.abc import Mapping
from types import TracebackType
from typing import Optional

from .encoding import as_text, new_id
from .reporter import Reporter, fields

LONGEST_TEXT = 2000


class ToolCall:
    """`with hub.tool("Bash", input="ls"):` tells of the start, the end, how long it took and whether it worked.

    An exception that passes through makes it a failure; `ok`, `output` and `error` may be set meanwhile.
    """

    def __init__(self, reporter: Reporter, tool: str, agent: Optional[str], session: Optional[str], input: Optional[object], target: Optional[str]):
        self.call = new_id()
        self.ok: Optional[bool] = None
        self.output: Optional[object] = None
        self.error: Optional[str] = None
        self._reporter = reporter
        self._about = (agent, session)
        self._what: dict[str, object] = {"tool": tool, "input": _short(input), "target": target, "call": self.call}
        self._since = time.monotonic()

    def start(self) -> ToolCall:
        self._since = time.monotonic()
        self._reporter.report("tool.started", None, *self._about, more=self._what)
        return self

    def finish(self, error: Optional[BaseException] = None) -> None:
        if error is not None:
            self.error = self.error or _told(error)
        ok = self.error is None if self.ok is None else self.ok
        took = round((time.monotonic() - self._since) * 1000)
        end = {"call": self.call, "ok": ok, "duration_ms": took, "output": _short(self.output), "error": _short(self.error)}
        self._reporter.report("tool.finished", None, *self._about, more=end)

    def __enter__(self) -> ToolCall:
        return self.start()

    def __exit__(self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        self.finish(error)

    async def __aenter__(self) -> ToolCall:
        return self.start()

    async def __aexit__(self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        self.finish(error)


class Agent:
    """One agent: `with hub.agent("nora", name="Nora") as nora:` tells of its start and its end.

    No call waits for anything, so none needs an `await`; `async with` works all the same.
    """

    def __init__(self, reporter: Reporter, id: str, session: Optional[str], about: Mapping[str, object]) -> None:
        self.id = id
        self.session = session
        self._reporter = reporter
        self._about = about
        self._since = time.monotonic()

    def emit(self, kind: str, data: Optional[Mapping[str, object]] = None, **more: object) -> str:
        """Any event of this agent."""
        return self._reporter.report(kind, data, self.id, self.session, more=more)

    def start(self) -> Agent:
        self._since = time.monotonic()
        self.emit("agent.started", self._about)
        return self

    def update(self, status: Optional[str] = None, progress: Optional[float] = None, message: Optional[str] = None, **more: object) -> None:
        """`status` is idle, analyzing, processing, collaborating, waiting, completed or error; `progress` goes from 0 to 100."""
        self.emit("agent.updated", fields(more), status=status, progress=progress, message=message)

    def tool(self, tool: str, input: Optional[object] = None, target: Optional[str] = None) -> ToolCall:
        return ToolCall(self._reporter, tool, self.id, self.session, input, target)

    def usage(self, model: Optional[str] = None, input_tokens: Optional[int] = None, output_tokens: Optional[int] = None, **more: object) -> None:
        """What was spent since it was told last: tokens, `cost_usd`."""
        self.emit("usage.added", fields(more), model=model, input_tokens=input_tokens, output_tokens=output_tokens)

    def log(self, message: str, level: str = "info") -> None:
        self.emit("log.written", message=message, level=level)

    def finish(self, outcome: str = "completed", error: Optional[object] = None) -> None:
        told = _told(error) if isinstance(error, BaseException) else _short(error)
        took = round((time.monotonic() - self._since) * 1000)
        self.emit("agent.finished", outcome="error" if told and outcome == "completed" else outcome, error=told, duration_ms=took)

    def __enter__(self) -> Agent:
        return self.start()

    def __exit__(self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        self.finish(error=error)

    async def __aenter__(self) -> Agent:
        return self.start()

    async def __aexit__(self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        self.finish(error=error)


def _told(error: BaseException) -> str:
    """An exception in words, also one that cannot say what it is."""
    try:
        return f"{type(error).__name__}: {error}"[:LONGEST_TEXT]
    except Exception:
        return type(error).__name__


def _short(value: Optional[object]) -> Optional[str]:
    """The beginning of a text, or of the JSON of anything else, which must not break the program it comes from."""
    try:
        return None if value is None else as_text(value)[:LONGEST_TEXT]
    except Exception:
        return None
