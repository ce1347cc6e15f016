"""HtmlGraph's presence manager, by its own names: `PresenceManager().update_presence("claude-1", event)`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Optional

from .bridge import aside
from .client import Perch
from .reporter import Report
from .shared import default

REMEMBERED = 10_000  # agents whose last tool is known
READ_YOUR_WRITES = 2.0  # seconds that a question waits for what was reported before it
ANY_TOOL = "update"


@dataclass
class AgentPresence:
    """An agent as HtmlGraph shows it."""

    agent_id: str
    status: str = "offline"
    current_feature_id: Optional[str] = None
    last_tool_name: Optional[str] = None
    last_activity: Optional[datetime] = None
    total_tools_executed: int = 0
    total_cost_tokens: int = 0
    session_id: Optional[str] = None

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> AgentPresence:
        """From the hub's answer."""
        known = {name: row[name] for name in cls.__dataclass_fields__ if row.get(name) is not None}
        return cls(**{**known, "last_activity": _moment(row.get("last_activity"))})


class PresenceManager:
    """Tells who is at work and on what. Reporting never waits and never raises; only the two `get_` calls ask the hub.

    As in HtmlGraph, **each** `update_presence` counts one more tool: the event's `tool_name`, or the string that is given
    in place of an event. Where neither is known (None, or an event without a tool), it counts one more use of the tool
    that the agent used last, so that its last tool stays what it was, or of a tool named `update`.
    """

    def __init__(self, client: Optional[Perch] = None) -> None:
        self._client = client
        self._tools: OrderedDict[str, str] = OrderedDict()

    @property
    def client(self) -> Perch:
        return self._client or default()

    def update_presence(self, agent_id: str, event: object = None, websocket_manager: object = None) -> None:
        """`event` is an object or a dict with tool_name, feature_id, session_id and cost_tokens, as far as it has them, or the
        name of a tool, or None. `websocket_manager` is not needed: the hub shows it to everyone who watches."""
        try:
            reports = self._reports(agent_id, event)
        except Exception:  # an event whose attributes raise is one of which nothing is known
            reports = self._reports(agent_id, None)
        for report in reports:
            self.client.reporter.report(*report)

    def mark_idle(self, agent_id: str) -> None:
        self.client.emit("agent.presence", agent=agent_id, status="idle")

    def mark_offline(self, agent_id: str) -> None:
        self.client.emit("agent.presence", agent=agent_id, status="offline")

    def get_presence(self, agent_id: str) -> Optional[AgentPresence]:
        """None for an agent that the hub does not know."""
        self.client.flush(READ_YOUR_WRITES)
        row = self.client.reader.find("api", "presence", agent_id)
        return None if row is None else AgentPresence.read(row)

    def get_all_presence(self) -> list[AgentPresence]:
        self.client.flush(READ_YOUR_WRITES)
        return [AgentPresence.read(row) for row in self.client.reader.get("/api/presence")["agents"]]

    def _reports(self, agent_id: str, event: object) -> list[Report]:
        told = _told(event)
        session = _text(told.get("session_id"))
        feature = _text(told.get("feature_id"))
        tokens = _count(told.get("cost_tokens"))
        reports = []
        if feature:
            reports.append(Report("agent.updated", {"feature": feature}, agent_id, session))
        if tokens:
            reports.append(Report("usage.added", {"output_tokens": tokens}, agent_id, session))
        return [*reports, Report("tool.started", {"tool": self._tool(agent_id, _text(told.get("tool_name")))}, agent_id, session)]

    def _tool(self, agent_id: str, tool: Optional[str]) -> str:
        agent_id = str(agent_id)
        tool = tool or self._tools.get(agent_id) or ANY_TOOL
        self._tools[agent_id] = tool
        if len(self._tools) > REMEMBERED:
            self._tools.popitem(last=False)
        return tool


class AsyncPresenceManager:
    """The same with `await`."""

    def __init__(self, client: Optional[Perch] = None) -> None:
        self.sync = PresenceManager(client)

    async def update_presence(self, agent_id: str, event: object = None, websocket_manager: object = None) -> None:
        self.sync.update_presence(agent_id, event, websocket_manager)

    async def mark_idle(self, agent_id: str) -> None:
        self.sync.mark_idle(agent_id)

    async def mark_offline(self, agent_id: str) -> None:
        self.sync.mark_offline(agent_id)

    async def get_presence(self, agent_id: str) -> Optional[AgentPresence]:
        return await aside(lambda: self.sync.get_presence(agent_id))

    async def get_all_presence(self) -> list[AgentPresence]:
        return await aside(self.sync.get_all_presence)


def _told(event: object) -> Mapping[str, object]:
    if isinstance(event, Mapping):
        return event
    if isinstance(event, str):
        return {"tool_name": event}
    return {name: getattr(event, name, None) for name in ("tool_name", "feature_id", "session_id", "cost_tokens")}


def _text(value: object) -> Optional[str]:
    return None if value is None else str(value) or None


def _count(value: object) -> int:
    """Tokens, of whichever type of number."""
    try:
        return max(0, int(value))  # type: ignore[call-overload, no-any-return]
    except (TypeError, ValueError, OverflowError):
        return 0


def _moment(text: Optional[str]) -> Optional[datetime]:
    """The hub writes UTC with a Z, which old Pythons do not read."""
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc) if text else None
    except ValueError:
        return None
