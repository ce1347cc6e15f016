"""HtmlGraph's presence widget in JavaScript: cards, sums, and another try three seconds after the link was lost."""

import httpx
from harness.client import event
from javascript.page import Page


def test_the_widget_shows_each_agent_and_what_all_of_them_did(steady, native):
    with Page("htmlgraph.js", steady.host) as page:
        page.only("connected")
        native.post(event("agent.started", agent="a", session="s"))
        card = page.only("card")
        assert (card["agent"], card["presence"]["status"], card["sums"]) == ("a", "active", {"agents": 1, "active": 1, "tools": 0})
        httpx.post(f"{steady.url}/api/presence/b", json={"tool_name": "Edit", "feature_id": "feat-1"})
        card = page.only("card")
        assert (card["agent"], card["presence"]["last_tool_name"], card["presence"]["current_feature_id"]) == ("b", "Edit", "feat-1")
        assert card["sums"] == {"agents": 2, "active": 2, "tools": 1}
        native.post(event("agent.finished", agent="a"))
        assert page.only("card")["sums"] == {"agents": 2, "active": 1, "tools": 1}


def test_the_widget_comes_back_three_seconds_after_a_restart_and_shows_what_it_showed(steady, native, restart):
    native.post(event("tool.started", agent="a", data={"tool": "Bash"}), event("agent.started", agent="b"))
    with Page("htmlgraph.js", steady.host) as page:
        before = [page.until("card") for _ in range(2)]
        restart()
        closed, connected = page.only("closed"), page.until("connected")
        assert connected["at"] - closed["at"] >= 2990
        after = [page.until("card") for _ in range(2)]
        assert {card["agent"]: card["presence"] for card in after} == {card["agent"]: card["presence"] for card in before}
        native.post(event("tool.started", agent="b", data={"tool": "Grep"}))
        assert page.until("card", lambda card: card["presence"]["last_tool_name"] == "Grep")["sums"] == {"agents": 2, "active": 2, "tools": 2}
