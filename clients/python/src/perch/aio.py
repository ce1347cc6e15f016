"""The plain client for asyncio: the same machinery behind it, and no call that holds up the loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any, Optional

from .agent import Agent, ToolCall
from .bridge import aside, awaited, fed
from .client import Options, Perch
from .encoding import Time
from .reading import Event, Filters, Place, Words

if TYPE_CHECKING:
    from typing_extensions import Unpack


class AsyncPerch:
    """`Perch` with `await`: takes the same arguments, or a `Perch` to share its queue with."""

    def __init__(self, url: Optional[str] = None, token: Optional[str] = None, *, client: Optional[Perch] = None, **options: Unpack[Options]) -> None:
        self.client = client if client is not None else Perch(url, token, **options)

    async def emit(
        self,
        kind: str,
        agent: Optional[str] = None,
        session: Optional[str] = None,
        project: Optional[str] = None,
        data: Optional[Mapping[str, object]] = None,
        id: Optional[str] = None,
        time: Optional[Time] = None,
        **more: object,
    ) -> str:
        """Reports one event and returns its id; waits for nothing."""
        return self.client.emit(kind, agent, session, project, data, id, time, **more)

    def agent(self, id: str, session: Optional[str] = None, **about: object) -> Agent:
        """`async with hub.agent("nora") as nora:`; what `nora` is told needs no `await`."""
        return self.client.agent(id, session, **about)

    def tool(
        self, tool: str, agent: Optional[str] = None, session: Optional[str] = None, input: Optional[object] = None, target: Optional[str] = None
    ) -> ToolCall:
        """`async with hub.tool("Bash"):`"""
        return self.client.tool(tool, agent, session, input, target)

    async def events(self, *, limit: int = 100, **filters: Unpack[Filters]) -> list[Event]:
        return await aside(lambda: self.client.events(limit=limit, **filters))

    async def all_events(self, **filters: Unpack[Filters]) -> AsyncIterator[Event]:
        async for event in fed(self.client.all_events(**filters)):
            yield event

    async def state(self, at: Optional[Place] = None, views: Optional[Words] = None, project: Optional[str] = None) -> dict[str, Any]:
        return await aside(lambda: self.client.state(at, views, project))

    async def stream(
        self,
        after: Optional[Place] = None,
        kind: Optional[Words] = None,
        agent: Optional[str] = None,
        session: Optional[str] = None,
        project: Optional[str] = None,
        q: Optional[str] = None,
    ) -> AsyncIterator[Event]:
        """`async for event in hub.stream():`; ends with the task it is in."""
        stream = self.client.stream(after, kind, agent, session, project, q)
        try:
            async for event in fed(stream):
                yield event
        finally:
            stream.close()

    async def flush(self, timeout: Optional[float] = 10.0) -> bool:
        """Waits, without holding up the loop, until everything reported by now has left."""
        return await awaited(self.client.reporter.flushing(), timeout)

    async def close(self, timeout: float = 2.0) -> bool:
        done = await awaited(self.client.reporter.flushing(patient=False), timeout)
        return self.client.reporter.closed(done)

    async def __aenter__(self) -> AsyncPerch:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<Async{repr(self.client)[1:]}"
