"""Shows a Perch hub what your agents do.

    from perch import Perch

    hub = Perch()                       # PERCH_URL, PERCH_TOKEN; http://127.0.0.1:8000 without
    with hub.agent("nora", name="Nora") as nora, nora.tool("Bash", input="ls"):
        ...

Reporting takes microseconds, never raises and never waits for the hub. The calls of the systems that Perch speaks to are
in `perch.htmlgraph`, `perch.agent_chat`, `perch.daena` and `perch.agentcraft`, and here.
"""

from .agent import Agent, ToolCall
from .agent_chat import AgentChatClient, AgentChatMessage, AgentChatThread, SyncAgentChatClient
from .agentcraft import AgentTracker, AsyncAgentTracker, agent_tracker, broadcast_agent_status
from .aio import AsyncPerch
from .client import Perch
from .daena import ActivityType, AsyncCollaborationService, CollaborationService, realtime_collaboration_service
from .errors import PerchError
from .htmlgraph import AgentPresence, AsyncPresenceManager, PresenceManager
from .reading import Event
from .shared import configure, default
from .stream import EventStream

__version__ = "0.1.0"
__all__ = [
    "ActivityType",
    "Agent",
    "AgentChatClient",
    "AgentChatMessage",
    "AgentChatThread",
    "AgentPresence",
    "AgentTracker",
    "AsyncAgentTracker",
    "AsyncCollaborationService",
    "AsyncPerch",
    "AsyncPresenceManager",
    "CollaborationService",
    "Event",
    "EventStream",
    "Perch",
    "PerchError",
    "PresenceManager",
    "SyncAgentChatClient",
    "ToolCall",
    "agent_tracker",
    "broadcast_agent_status",
    "configure",
    "default",
    "realtime_collaboration_service",
]
