"""Daena's collaboration service, by its own names: `realtime_collaboration_service.record_activity(...)`."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Optional, Union

from .client import Perch
from .shared import default

_ACTIVITY = re.compile(r"act_[0-9]+_(.+)", re.DOTALL)


class ActivityType(str, Enum):
    """What an activity may be."""

    AGENT_STARTED = "agent_started"
    AGENT_COMPLETED = "agent_completed"
    MEMORY_WRITE = "memory_write"
    MEMORY_READ = "memory_read"
    COUNCIL_DEBATE = "council_debate"
    COUNCIL_SYNTHESIS = "council_synthesis"
    DECISION_MADE = "decision_made"
    TASK_ASSIGNED = "task_assigned"
    TASK_COMPLETED = "task_completed"
    MESSAGE_SENT = "message_sent"
    COLLABORATION_STARTED = "collaboration_started"
    COLLABORATION_ENDED = "collaboration_ended"


class CollaborationService:
    """Reporting never waits and never raises."""

    def __init__(self, client: Optional[Perch] = None) -> None:
        self._client = client

    @property
    def client(self) -> Perch:
        return self._client or default()

    def record_activity(
        self,
        agent_id: str,
        department: str,
        activity_type: Union[ActivityType, str],
        metadata: Optional[Mapping[str, Any]] = None,
        related_agents: Optional[Sequence[str]] = None,
    ) -> str:
        """Something an agent does; returns the id to complete it by."""
        activity = f"act_{_moments.next()}_{agent_id}"
        kind = activity_type.value if isinstance(activity_type, ActivityType) else activity_type
        data = {"activity": activity, "type": kind, "department": department}
        self.client.emit("activity.recorded", agent_id, data=data, related=related_agents or None, metadata=metadata)
        return activity

    def complete_activity(self, activity_id: str, success: bool = True) -> None:
        agent = _ACTIVITY.fullmatch(str(activity_id))
        self.client.emit("activity.completed", agent.group(1) if agent else None, activity=activity_id, success=bool(success))

    def record_memory_update(self, operation: str, item_id: str, agent_id: str, metadata: Optional[Mapping[str, Any]] = None) -> None:
        """`operation` is write, read or delete."""
        self.client.emit("memory.changed", agent_id, operation=operation, item=item_id, metadata=metadata)

    def start_collaboration(self, participants: Sequence[str], session_type: str = "general") -> str:
        """Returns the id to end it by."""
        session = f"collab_{_moments.next()}"
        self.client.emit("collaboration.started", collaboration=session, participants=participants, type=session_type)
        return session

    def record_decision(self, session_id: str, decision: str, agent_id: Optional[str] = None, metadata: Optional[Mapping[str, Any]] = None) -> None:
        self.client.emit("decision.recorded", agent_id, collaboration=session_id, decision=decision, metadata=metadata)

    def end_collaboration(self, session_id: str) -> None:
        self.client.emit("collaboration.ended", collaboration=session_id)


class AsyncCollaborationService:
    """The same with `await`."""

    def __init__(self, client: Optional[Perch] = None) -> None:
        self.sync = CollaborationService(client)

    async def record_activity(
        self,
        agent_id: str,
        department: str,
        activity_type: Union[ActivityType, str],
        metadata: Optional[Mapping[str, Any]] = None,
        related_agents: Optional[Sequence[str]] = None,
    ) -> str:
        return self.sync.record_activity(agent_id, department, activity_type, metadata, related_agents)

    async def complete_activity(self, activity_id: str, success: bool = True) -> None:
        self.sync.complete_activity(activity_id, success)

    async def record_memory_update(self, operation: str, item_id: str, agent_id: str, metadata: Optional[Mapping[str, Any]] = None) -> None:
        self.sync.record_memory_update(operation, item_id, agent_id, metadata)

    async def start_collaboration(self, participants: Sequence[str], session_type: str = "general") -> str:
        return self.sync.start_collaboration(participants, session_type)

    async def record_decision(
        self, session_id: str, decision: str, agent_id: Optional[str] = None, metadata: Optional[Mapping[str, Any]] = None
    ) -> None:
        self.sync.record_decision(session_id, decision, agent_id, metadata)

    async def end_collaboration(self, session_id: str) -> None:
        self.sync.end_collaboration(session_id)


class _Moments:
    """Milliseconds since 1970, each given once, so that no two ids of this process are the same."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.RLock()

    def next(self) -> int:
        with self._lock:
            self._last = max(self._last + 1, time.time_ns() // 1_000_000)
            return self._last


_moments = _Moments()
realtime_collaboration_service = CollaborationService()
