"""The chat between a parent and a child agent, by its own names: `await AgentChatClient().create_thread(...)`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional
from uuid import uuid4

from .bridge import aside
from .client import Perch
from .encoding import as_text, now
from .shared import default

REMEMBERED = 10_000  # threads whose run is known
READ_YOUR_WRITES = 2.0  # seconds that a question waits for what was reported before it


@dataclass
class AgentChatMessage:
    """One message. `message_type` is delegation, question, answer, status, completion, error, escalation or abort."""

    message_id: str
    thread_id: str
    from_agent: str
    to_agent: str
    message_type: str
    content: str
    created_at: str
    metadata: Optional[dict[str, Any]] = None


@dataclass
class AgentChatThread:
    """One thread, and its messages from the first to the last."""

    thread_id: str
    run_id: str
    parent_agent_id: str
    child_agent_id: str
    created_at: str
    updated_at: str
    completed_at: Optional[str] = None
    status: str = "active"
    result: Optional[str] = None
    error: Optional[str] = None
    metadata: Optional[dict[str, Any]] = None
    messages: list[AgentChatMessage] = field(default_factory=list)


class SyncAgentChatClient:
    """Reporting never waits and never raises; only `get_thread` asks the hub."""

    def __init__(self, client: Optional[Perch] = None) -> None:
        self._client = client
        self._threads: OrderedDict[str, AgentChatThread] = OrderedDict()

    @property
    def client(self) -> Perch:
        return self._client or default()

    def create_thread(
        self, run_id: str, parent_agent_id: str, child_agent_id: str, initial_message: str, metadata: Optional[Mapping[str, Any]] = None
    ) -> AgentChatThread:
        """Opens a thread with its first message, the delegation from the parent to the child."""
        told = None if metadata is None else dict(metadata)
        at = now()
        thread = AgentChatThread(str(uuid4()), run_id, parent_agent_id, child_agent_id, at, at, metadata=told)
        self._remember(thread)
        self.client.emit(
            "thread.opened",
            agent=parent_agent_id,
            session=run_id,
            data={"thread": thread.thread_id, "run": run_id, "parent": parent_agent_id, "child": child_agent_id},
            metadata=told,
            time=at,
        )
        thread.messages.append(self.send(thread.thread_id, parent_agent_id, child_agent_id, "delegation", initial_message))
        return thread

    def send(
        self, thread_id: str, from_agent: str, to_agent: str, message_type: str, content: str, metadata: Optional[Mapping[str, Any]] = None
    ) -> AgentChatMessage:
        """Says something in a thread, also in one that another process opened."""
        told = None if metadata is None else dict(metadata)
        message = AgentChatMessage(str(uuid4()), thread_id, from_agent, to_agent, _word(message_type), _text(content), now(), told)
        data = {"message": message.message_id, "thread": thread_id, "from": from_agent, "to": to_agent}
        more = {"type": message.message_type, "content": message.content}
        self.client.emit("message.sent", from_agent, self._run(thread_id), data={**data, **more}, metadata=told, time=message.created_at)
        return message

    send_message = send

    def close(self, thread_id: str, status: str = "completed", result: Optional[object] = None, error: Optional[object] = None) -> None:
        """Ends a thread; `status` is completed, failed, timeout or abandoned."""
        thread = self._threads.pop(thread_id, None)
        self.client.emit(
            "thread.closed",
            agent=thread.parent_agent_id if thread else None,
            session=thread.run_id if thread else None,
            thread=thread_id,
            status=_word(status),
            result=None if result is None else _text(result),
            error=None if error is None else _text(error),
        )

    close_thread = close

    def get_thread(self, thread_id: str) -> Optional[AgentChatThread]:
        """The thread as the hub knows it, with all its messages; None where it knows none."""
        self.client.flush(READ_YOUR_WRITES)
        row = self.client.reader.find("api", "agent_chat", "thread", thread_id)
        return None if row is None else _thread(row)

    def _remember(self, thread: AgentChatThread) -> None:
        self._threads[thread.thread_id] = thread
        if len(self._threads) > REMEMBERED:
            self._threads.popitem(last=False)

    def _run(self, thread_id: str) -> Optional[str]:
        thread = self._threads.get(thread_id)
        return thread.run_id if thread else None


class AgentChatClient:
    """The same with `await`, as the system's own documents show it."""

    def __init__(self, client: Optional[Perch] = None) -> None:
        self.sync = SyncAgentChatClient(client)

    async def create_thread(
        self, run_id: str, parent_agent_id: str, child_agent_id: str, initial_message: str, metadata: Optional[Mapping[str, Any]] = None
    ) -> AgentChatThread:
        return self.sync.create_thread(run_id, parent_agent_id, child_agent_id, initial_message, metadata)

    async def send(
        self, thread_id: str, from_agent: str, to_agent: str, message_type: str, content: str, metadata: Optional[Mapping[str, Any]] = None
    ) -> AgentChatMessage:
        return self.sync.send(thread_id, from_agent, to_agent, message_type, content, metadata)

    send_message = send

    async def close(self, thread_id: str, status: str = "completed", result: Optional[object] = None, error: Optional[object] = None) -> None:
        self.sync.close(thread_id, status, result, error)

    close_thread = close

    async def get_thread(self, thread_id: str) -> Optional[AgentChatThread]:
        return await aside(lambda: self.sync.get_thread(thread_id))


def _thread(row: Mapping[str, Any]) -> AgentChatThread:
    known: dict[str, Any] = {name: row.get(name) for name in AgentChatThread.__dataclass_fields__}
    return AgentChatThread(**{**known, "messages": [_message(one) for one in row.get("messages") or []]})


def _message(row: Mapping[str, Any]) -> AgentChatMessage:
    known: dict[str, Any] = {name: row.get(name) for name in AgentChatMessage.__dataclass_fields__}
    return AgentChatMessage(**known)


def _word(value: object) -> str:
    """A word, also of an enumeration."""
    return str(getattr(value, "value", value))


def _text(value: object) -> str:
    try:
        return as_text(value)
    except Exception:
        return f"<{type(value).__name__}>"
