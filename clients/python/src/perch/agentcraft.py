"""AgentCraft's tracking of agents and sessions, by its own names: `await broadcast_agent_status(...)`."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Optional
from uuid import uuid4

from .client import Perch
from .encoding import as_text
from .shared import default

REMEMBERED = 10_000  # agents that were introduced
STATUSES = {
    **{word: word for word in ("idle", "analyzing", "processing", "collaborating", "waiting", "completed", "error")},
    "completing": "processing",
    "finished": "completed",
}


class AgentTracker:
    """Reporting never waits and never raises."""

    def __init__(self, client: Optional[Perch] = None) -> None:
        self._client = client
        self._names: OrderedDict[str, str] = OrderedDict()

    @property
    def client(self) -> Perch:
        return self._client or default()

    def broadcast_agent_status(
        self, agent_id: str, agent_name: str, status: str, progress: float = 0, message: str = "", session_id: Optional[str] = None
    ) -> None:
        """`status` in upper or lower case: IDLE, ANALYZING, PROCESSING, COLLABORATING, COMPLETED, ERROR, also COMPLETING and FINISHED.

        A word that is none of these is kept in the event's metadata. `progress` goes from 0 to 100.
        """
        self._introduce(agent_id, agent_name, session_id)
        word = str(getattr(status, "value", status))
        known = STATUSES.get(word.lower())
        self.client.emit(
            "agent.updated",
            agent_id,
            session_id,
            status=known,
            progress=_percent(progress),
            message=_text(message),
            metadata=None if known else {"status": word},
        )

    def start_session(self, query: str, session_id: Optional[str] = None) -> str:
        """Returns the session's id."""
        session_id = session_id or str(uuid4())
        self.client.emit("session.started", session=session_id, query=_text(query))
        return session_id

    def update_phase(self, session_id: str, phase: str, progress: Optional[float] = None) -> None:
        self.client.emit("session.updated", session=session_id, phase=phase, progress=None if progress is None else _percent(progress))

    def output(self, session_id: str, content: str, type: str = "processing", agent_id: Optional[str] = None) -> None:
        """Something the session brought forth, such as a `final_result`."""
        self.client.emit("session.output", agent_id, session_id, content=_text(content), type=type)

    def log(
        self, session_id: str, message: str, level: str = "INFO", agent_id: Optional[str] = None, details: Optional[Mapping[str, Any]] = None
    ) -> None:
        self.client.emit("log.written", agent_id, session_id, message=_text(message), level=level, details=details)

    def handoff(self, from_agent: str, to_agent: str, type: str = "handoff", reason: Optional[str] = None, session_id: Optional[str] = None) -> None:
        self.client.emit("handoff.made", from_agent, session_id, from_=from_agent, to=to_agent, type=type, reason=reason)

    def complete_session(self, session_id: str) -> None:
        self.client.emit("session.finished", session=session_id, ok=True)

    def error_session(self, session_id: str, error: str) -> None:
        self.client.emit("session.finished", session=session_id, ok=False, error=_text(error))

    def _introduce(self, agent_id: str, name: str, session_id: Optional[str]) -> None:
        """Tells an agent's name when it is first heard, and when it changes."""
        agent_id = str(agent_id)
        if self._names.get(agent_id) == name:
            return
        self._names[agent_id] = name
        if len(self._names) > REMEMBERED:
            self._names.popitem(last=False)
        self.client.emit("agent.started", agent_id, session_id, name=name)


class AsyncAgentTracker:
    """The same with `await`."""

    def __init__(self, client: Optional[Perch] = None) -> None:
        self.sync = AgentTracker(client)

    async def broadcast_agent_status(
        self, agent_id: str, agent_name: str, status: str, progress: float = 0, message: str = "", session_id: Optional[str] = None
    ) -> None:
        self.sync.broadcast_agent_status(agent_id, agent_name, status, progress, message, session_id)

    async def start_session(self, query: str, session_id: Optional[str] = None) -> str:
        return self.sync.start_session(query, session_id)

    async def update_phase(self, session_id: str, phase: str, progress: Optional[float] = None) -> None:
        self.sync.update_phase(session_id, phase, progress)

    async def output(self, session_id: str, content: str, type: str = "processing", agent_id: Optional[str] = None) -> None:
        self.sync.output(session_id, content, type, agent_id)

    async def log(
        self, session_id: str, message: str, level: str = "INFO", agent_id: Optional[str] = None, details: Optional[Mapping[str, Any]] = None
    ) -> None:
        self.sync.log(session_id, message, level, agent_id, details)

    async def handoff(
        self, from_agent: str, to_agent: str, type: str = "handoff", reason: Optional[str] = None, session_id: Optional[str] = None
    ) -> None:
        self.sync.handoff(from_agent, to_agent, type, reason, session_id)

    async def complete_session(self, session_id: str) -> None:
        self.sync.complete_session(session_id)

    async def error_session(self, session_id: str, error: str) -> None:
        self.sync.error_session(session_id, error)


def _percent(value: object) -> Optional[int]:
    number = value if isinstance(value, (int, float)) and math.isfinite(value) else None
    return None if number is None else round(min(100, max(0, number)))


def _text(value: object) -> str:
    try:
        return as_text(value)
    except Exception:
        return f"<{type(value).__name__}>"


agent_tracker = AgentTracker()


async def broadcast_agent_status(
    agent_id: str, agent_name: str, status: str, progress: float = 0, message: str = "", session_id: Optional[str] = None
) -> None:
    """As the system's own documents show it; without `await` it is `agent_tracker.broadcast_agent_status`."""
    agent_tracker.broadcast_agent_status(agent_id, agent_name, status, progress, message, session_id)
