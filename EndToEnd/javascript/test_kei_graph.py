"""kei's live graph in JavaScript: the snapshot, its events and counters, and waits from one second on when the link is lost."""

import httpx
from harness.client import event
from javascript.page import Page


def test_the_graph_grows_and_shrinks_and_counts(steady, native):
    native.post(event("agent.started", agent="early"))
    with Page("kei.js", steady.host) as page:
        page.only("connected")
        assert page.only("snapshot")["alive"] == ["early"]
        httpx.post(f"{steady.url}/api/kei/events", content='{"ts":"2026-05-02T13:00:00.000Z","event":"agent_spawn","id":"kid","parent_id":"early","extra":[1]}')
        spawned = page.only("event")
        assert spawned["event"]["extra"] == [1] and spawned["alive"] == ["early", "kid"]
        native.post(event("tool.started", agent="kid", data={"tool": "Bash", "call": "c"}), event("agent.finished", agent="kid", data={"outcome": "functional"}))
        assert page.only("event")["event"]["tool"] == "Bash"
        done = page.only("event")
        assert (done["event"]["outcome"], done["alive"], done["counters"]) == ("functional", ["early"], {"spawned": 1, "tools": 1, "done": 1})


def test_the_graph_comes_back_after_a_restart_and_is_the_same(steady, native, restart):
    native.post(event("agent.started", agent="a"), event("agent.started", agent="b"))
    with Page("kei.js", steady.host) as page:
        before = page.until("snapshot")
        restart()
        closed = page.only("closed")
        connected = page.until("connected")
        assert closed["delay"] == 1000 and connected["at"] - closed["at"] >= 990
        assert sorted(page.only("snapshot")["alive"]) == sorted(before["alive"])
        native.post(event("agent.finished", agent="a"))
        assert page.only("event")["alive"] == ["b"]
