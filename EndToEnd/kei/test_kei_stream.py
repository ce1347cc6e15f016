"""kei-graph-stream's own smoke test, step by step, and what its clients see of agents that report elsewhere."""

import json
import time

import httpx
import pytest
from harness.client import Client, event
from harness.server import Server
from websockets.sync.client import connect

SPAWN = '{"ts":"2026-05-02T13:00:00.000Z","event":"agent_spawn","id":"smoke1","subagent_type":"researcher","model":"sonnet","prompt_preview":"test"}'
DONE = '{"ts":"2026-05-02T13:00:01.000Z","event":"agent_done","id":"smoke1","outcome":"functional","duration_ms":1000}'


class Watcher:
    """A client of `/stream`."""

    def __init__(self, server, query: str = ""):
        self.connection = connect(f"ws://{server.host}/stream{query}")
        self.socket = self.connection.__enter__()
        self.snapshot = self.next()
        assert self.snapshot["type"] == "snapshot"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.__exit__(None, None, None)

    def text(self) -> str:
        return self.socket.recv(timeout=10)

    def next(self) -> dict:
        return json.loads(self.text())

    def events(self, count: int) -> list[dict]:
        frames = [self.next() for _ in range(count)]
        assert all(frame["type"] == "event" for frame in frames)
        return [frame["data"] for frame in frames]

    @property
    def alive(self) -> list[str]:
        return [one["id"] for one in self.snapshot["alive"]]


@pytest.fixture
def followed(perch, tmp_path):
    """A server that follows an events file, and the file."""
    file = tmp_path / "agent-events.jsonl"
    file.touch()
    with Server(perch, tmp_path / "data", "--tail", f"{file}:kei", "--listen-kei", "127.0.0.1:0") as server:
        yield server.start(), file


def append(file, *lines: str):
    with open(file, "a") as out:
        for line in lines:
            out.write(line + "\n")


def test_the_original_smoke_test_step_by_step(followed):
    server, file = followed
    with Watcher(server) as first:
        assert first.alive == []
        append(file, SPAWN)
        assert first.events(1) == [json.loads(SPAWN)]
        with Watcher(server) as second:
            assert second.alive == ["smoke1"]
            assert second.snapshot["alive"][0] | {"id": "smoke1", "subagent_type": "researcher", "model": "sonnet", "ts": "2026-05-02T13:00:00.000Z"} == second.snapshot["alive"][0]
        append(file, DONE)
        assert first.events(1) == [json.loads(DONE)]
        with Watcher(server) as third:
            assert third.alive == []


def test_health_is_the_original_text_on_the_port_of_kei_and_for_who_asks_for_text(followed):
    server, _ = followed
    port = server.running.wait_for(r"http://127\.0\.0\.1:(\d+) \(kei\)").group(1)
    assert httpx.get(f"http://127.0.0.1:{port}/health").text == "kei-graph-stream alive\n"
    assert httpx.get(f"{server.url}/health", headers={"accept": "text/plain"}).text == "kei-graph-stream alive\n"
    assert httpx.get(f"{server.url}/health").json()["service"] == "perch"


@pytest.mark.parametrize(
    "line",
    [
        '{"ts":"2026-05-02T13:00:00.000Z",  "event":"agent_spawn","id":"a","new field":[1,{"x":null}],"model":null}',
        '{"event":"never_heard_of","id":7}',
        '{"no":"event"}',
        '{"event":"tool_use","agent_id":"<script>\\u202e","tool":"Bash","id":"t"}',
    ],
)
def test_lines_go_out_byte_for_byte_unknown_ones_too(followed, line):
    server, file = followed
    with Watcher(server) as watcher:
        append(file, line)
        assert watcher.text() == '{"type":"event","data":' + line + "}"
        server.restart()
    with Watcher(server, "?at=0&speed=1000") as watcher:
        assert watcher.text() == '{"type":"event","data":' + line + "}"


def test_agents_that_report_elsewhere_appear_as_branches(running):
    with Client(running) as client, Watcher(running) as watcher:
        client.post(
            event("agent.started", agent="nora", data={"role": "researcher", "model": "opus"}),
            event("tool.started", agent="nora", data={"tool": "Bash", "call": "c1"}),
            event("skill.used", agent="nora", data={"skill": "review", "ok": False}),
            event("agent.finished", agent="nora", data={"outcome": "success", "duration_ms": 12.5, "tool_count": 1, "cost_usd": 0.25}),
        )
        spawn, tool, skill, done = watcher.events(4)
        assert spawn | {"event": "agent_spawn", "id": "nora", "subagent_type": "researcher", "model": "opus", "parent_id": None} == spawn
        assert (tool["event"], tool["id"], tool["agent_id"], tool["tool"]) == ("tool_use", "c1", "nora", "Bash")
        assert (skill["event"], skill["agent_id"], skill["skill"], skill["success"]) == ("skill_use", "nora", "review", False)
        assert done | {"event": "agent_done", "id": "nora", "outcome": "functional", "duration_ms": 12.5, "tool_use_count": 1, "cost_usd": 0.25} == done


def test_the_past_is_played_again_and_goes_on_as_the_present(running):
    with Client(running) as client:
        client.post(event("agent.started", agent="a"), event("agent.finished", agent="a", data={"outcome": "partial"}))
        with Watcher(running, "?at=1&speed=1000") as watcher:
            assert watcher.alive == ["a"]
            assert watcher.events(1)[0]["event"] == "agent_done"
            assert watcher.next() == {"type": "snapshot", "alive": []}
            client.post(event("agent.started", agent="b"))
            assert watcher.events(1)[0]["id"] == "b"


def test_a_ping_comes_every_thirty_seconds(running):
    with Watcher(running) as watcher:
        started = time.monotonic()
        assert json.loads(watcher.socket.recv(timeout=33)) == {"type": "ping"}
        assert 28 < time.monotonic() - started < 33


def test_lines_can_be_posted_all_of_them_or_none(running):
    with Watcher(running) as watcher:
        door = f"{running.url}/api/kei/events"
        assert httpx.post(door, content=f"{SPAWN}\n{DONE}\n").json() == {"accepted": 2}
        assert watcher.events(2) == [json.loads(SPAWN), json.loads(DONE)]
        refused = httpx.post(door, content=f"{SPAWN}\nnot json\n")
        assert (refused.status_code, refused.json()["error"]["line"]) == (400, 2)
        httpx.post(door, content='{"event":"end"}')
        assert watcher.events(1) == [{"event": "end"}]


def test_what_a_client_says_does_not_matter(running):
    with Watcher(running) as watcher:
        for text in ["", "{", "ping", "x" * 60000, '{"type":"subscribe"}']:
            watcher.socket.send(text)
        httpx.post(f"{running.url}/api/kei/events", content=SPAWN)
        assert watcher.events(1) == [json.loads(SPAWN)]
