"""The plain client: report anything, ask for anything, follow everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import TimeoutError as TimedOut
from typing import TYPE_CHECKING, Any, Optional, TypedDict

from .agent import Agent, ToolCall
from .encoding import Time
from .reading import Event, Filters, Place, Reader, Words
from .reporter import Reporter, fields
from .settings import Settings
from .stream import EventStream

if TYPE_CHECKING:
    from typing_extensions import Unpack


class Options(TypedDict, total=False):
    """What a client may be made with by name."""

    agent: Optional[str]
    session: Optional[str]
    project: Optional[str]
    max_events: int
    max_bytes: int
    interval: float
    timeout: float
    enabled: Optional[bool]


class Perch:
    """A hub to report to, from any thread.

    Reporting calls take microseconds and never raise, whatever becomes of the hub: events wait in a bounded queue and a
    thread in the background delivers them. What does not fit is dropped, the oldest first, and counted in `dropped`.

    `url` and `token` come from PERCH_URL (or PERCH_SERVER) and PERCH_TOKEN where they are not given; PERCH_DISABLED=1
    turns reporting off. `agent`, `session` and `project` are what events belong to that say nothing else.
    """

    def __init__(
        self,
        url: Optional[str] = None,
        token: Optional[str] = None,
        *,
        agent: Optional[str] = None,
        session: Optional[str] = None,
        project: Optional[str] = None,
        max_events: int = 10_000,
        max_bytes: int = 16 << 20,
        interval: float = 0.1,
        timeout: float = 10.0,
        enabled: Optional[bool] = None,
    ) -> None:
        settings = Settings.find(url, token, enabled)
        self.reporter = Reporter(settings, {"agent": agent, "session": session, "project": project}, max_events, max_bytes, interval, timeout)
        self.reader = Reader(settings, timeout)

    # Reporting

    def emit(
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
        """Reports one event and returns its id: `hub.emit("tool.started", agent="a1", tool="Bash")`.

        Keywords go into the event's data; None leaves one out, and `from_` stands for `from`. The same `id` twice is one
        event. `time` is a datetime, seconds since 1970 or ISO 8601, and now where it is not given.
        """
        return self.reporter.report(kind, data, agent, session, project, id, time, more)

    def agent(self, id: str, session: Optional[str] = None, **about: object) -> Agent:
        """An agent to report for; `about` may hold name, role, parent, model, department, prompt_preview, branch."""
        return Agent(self.reporter, id, session, fields(about))

    def tool(
        self, tool: str, agent: Optional[str] = None, session: Optional[str] = None, input: Optional[object] = None, target: Optional[str] = None
    ) -> ToolCall:
        """A tool call to put a `with` around."""
        return ToolCall(self.reporter, tool, agent, session, input, target)

    # Asking

    def events(self, *, limit: int = 100, **filters: Unpack[Filters]) -> list[Event]:
        """Stored events, the oldest first: `hub.events(kind="tool.*", agent="a1", newest_first=True, limit=20)`."""
        return list(self.reader.events(limit, **_filters(**filters)))

    def all_events(self, **filters: Unpack[Filters]) -> Iterator[Event]:
        """The same without a limit, fetched page after page as they are needed."""
        return self.reader.events(None, **_filters(**filters))

    def state(self, at: Optional[Place] = None, views: Optional[Words] = None, project: Optional[str] = None) -> dict[str, Any]:
        """The world, now or at any past seq or time: `{"seq": …, "time": …, "views": {view: {key: row}}}`."""
        state: dict[str, Any] = self.reader.get("/v1/state", at=at, views=views, project=project)
        return state

    def stream(
        self,
        after: Optional[Place] = None,
        kind: Optional[Words] = None,
        agent: Optional[str] = None,
        session: Optional[str] = None,
        project: Optional[str] = None,
        q: Optional[str] = None,
    ) -> EventStream:
        """Events from now on, or from after a seq or time on: `for event in hub.stream(kind="tool.*"):`."""
        return EventStream(self.reader, {"after": after, "kind": kind, "agent": agent, "session": session, "project": project, "q": q})

    # Ending

    def flush(self, timeout: Optional[float] = 10.0) -> bool:
        """Waits until everything reported by now has left; False where it still waits after so many seconds."""
        try:
            return self.reporter.flushing().result(timeout)
        except TimedOut:
            return False

    def close(self, timeout: float = 2.0) -> bool:
        """Sends what waits with one last try and ends; False where something was left, which counts as dropped."""
        return self.reporter.close(timeout)

    def __enter__(self) -> Perch:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # How it goes

    @property
    def sent(self) -> int:
        """Events the hub has confirmed."""
        return self.reporter.sender.sent

    @property
    def waiting(self) -> int:
        """Events that are not confirmed yet."""
        return len(self.reporter.mailbox)

    @property
    def dropped(self) -> int:
        """Events there was no room or no time for."""
        return self.reporter.mailbox.dropped

    @property
    def refused(self) -> int:
        """Events that the hub did not take, or that could not be written as JSON."""
        return self.reporter.sender.refused

    @property
    def last_error(self) -> Optional[str]:
        """What went wrong last, in words."""
        return self.reporter.sender.last_error

    @property
    def url(self) -> str:
        return self.reporter.settings.url

    @property
    def enabled(self) -> bool:
        return self.reporter.settings.enabled

    def __repr__(self) -> str:
        return f"<Perch {self.url}: {self.sent} sent, {self.waiting} waiting, {self.dropped} dropped, {self.refused} refused>"


def _filters(
    after: Optional[Place] = None,
    before: Optional[Place] = None,
    kind: Optional[Words] = None,
    agent: Optional[str] = None,
    session: Optional[str] = None,
    project: Optional[str] = None,
    q: Optional[str] = None,
    newest_first: bool = False,
) -> dict[str, object]:
    """The filters by their names, so that a slip of the pen is a TypeError."""
    order = "newest" if newest_first else None
    return {"after": after, "before": before, "kind": kind, "agent": agent, "session": session, "project": project, "q": q, "order": order}
