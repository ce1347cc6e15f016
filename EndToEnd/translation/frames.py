"""What a client must be told: the frames that are named and no other, each by the fields that matter."""

SUMMARIES = {"active_sessions", "agent_status_update", "ping", "presence_state"}


def holds(frame, wanted) -> bool:
    """Whether a frame has all that is wanted of it, however deep."""
    if isinstance(wanted, dict):
        return isinstance(frame, dict) and all(key in frame and holds(frame[key], value) for key, value in wanted.items())
    if callable(wanted):
        return wanted(frame)
    return frame == wanted


def matches(frames: list[dict], wanted: list[dict]) -> bool:
    """Whether the frames are the wanted ones, one for one, in their order."""
    return len(frames) == len(wanted) and all(holds(frame, one) for frame, one in zip(frames, wanted))


def check(told: dict[str, list[dict]], wanted: dict[str, list[dict]]):
    """Each client was told the frames that are named for it, and nothing else but summaries."""
    wrong = {}
    for name, frames in told.items():
        frames = [frame for frame in frames if frame.get("type") not in SUMMARIES]
        if not matches(frames, wanted.get(name, [])):
            wrong[name] = frames
    assert not wrong, "\n".join(f"{name} was told {frames} instead of {wanted.get(name, [])}" for name, frames in wrong.items())


def presence(agent: str, **fields) -> dict:
    return {"type": "presence_update", "event_type": "presence_update", "agent_id": agent, "presence": {"agent_id": agent, **fields}}


def kei(name: str, id: str, **fields) -> dict:
    return {"type": "event", "data": {"event": name, "id": id, **fields}}


def status(agent: str, word: str, **fields) -> dict:
    return {"type": "agent_status", "agent_id": agent, "status": word, **fields}


def activity(agent: str, type: str, **fields) -> dict:
    return {"type": "agent_activity", "activity": {"agent_id": agent, "activity_type": type, **fields}}


def together(one: str, other: str, **fields) -> dict:
    return {"type": "agent_collaboration", "primary_agent": one, "secondary_agent": other, **fields}


def some(value) -> bool:
    return value is not None
