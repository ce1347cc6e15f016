"""Daena's JavaScript example and the dashboard beside it, while agents report by Daena's door and by others."""

import httpx
from harness.client import event
from javascript.page import Page


def test_the_example_hears_the_state_activities_memory_the_status_and_its_pong(steady, native):
    with Page("daena.js", steady.host) as page:
        page.only("connected")
        state = page.until("state")
        assert (state["status"]["total_agents"], state["collaborations"]) == (0, [])
        page.until("pong")
        activity = {"agent_id": "agent_1", "department": "engineering", "activity_type": "memory_write", "metadata": {"item_id": "item_123", "size_bytes": 1024}}
        posted = httpx.post(f"{steady.url}/api/v1/collaboration/record-activity", json=activity | {"related_agents": ["agent_2"]}).json()
        heard = page.until("activity")
        assert heard["shown"] == 1
        assert heard["activity"] | activity | {"activity_id": posted["activity_id"], "related_agents": ["agent_2"]} == heard["activity"]
        agents = page.until("agents", lambda line: "agent_1" in line["agents"])["agents"]
        assert agents["agent_1"]["status"] == "active"
        native.post(event("memory.changed", agent="agent_1", data={"operation": "write", "item": "item_123"}))
        assert page.until("memory")["update"]["operation"] == "write"


def test_the_dashboard_shows_the_latest_fifty_activities_of_agents_of_any_system(steady, native):
    with Page("daena.js", steady.host) as page:
        page.until("pong")
        native.post(*[event("agent.started", agent=f"a{number}") for number in range(60)])
        heard = [page.until("activity") for _ in range(60)]
        assert [line["activity"]["agent_id"] for line in heard] == [f"a{number}" for number in range(60)]
        assert [line["shown"] for line in heard] == [min(number + 1, 50) for number in range(60)]


def test_a_server_that_stops_says_that_it_goes_away(steady):
    with Page("daena.js", steady.host) as page:
        page.until("pong")
        steady.stop()
        assert page.until("closed")["code"] == 1001
