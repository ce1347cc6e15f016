"""Presence as the widget's page promises it: its snippets, its model, its reports, and what it says about restarts and rest."""

import json

import pytest
from harness.client import Client, event
from harness.server import Server
from htmlgraph.dashboard import API, FIELDS, Dashboard, moment


def test_the_widgets_first_snippet_sees_an_agent_appear_and_work(running, api):
    with Dashboard(running) as dashboard:
        shown = api.report("claude-1", {"event": "tool_call", "tool_name": "Bash", "feature_id": "feat-aa1f17eb", "session_id": "sess-abc123", "cost_tokens": 150000})
        message = dashboard.next()
        assert list(message) == ["type", "event_type", "agent_id", "presence", "timestamp"]
        assert (message["type"], message["event_type"], message["agent_id"]) == ("presence_update", "presence_update", "claude-1")
        assert list(message["presence"]) == FIELDS
        assert message["presence"] == shown
        assert shown | {
            "agent_id": "claude-1",
            "status": "active",
            "current_feature_id": "feat-aa1f17eb",
            "last_tool_name": "Bash",
            "total_tools_executed": 1,
            "total_cost_tokens": 150000,
            "session_id": "sess-abc123",
        } == shown
        assert moment(message["timestamp"]) >= moment(message["presence"]["last_activity"])


def test_the_try_it_line_of_the_page_works_with_its_string_and_its_none(api):
    assert api.report("claude-1", "tool_execute")["last_tool_name"] == "tool_execute"
    assert api.report("claude-1", None)["total_tools_executed"] == 2
    assert api.report("claude-1", {})["last_tool_name"] == "tool_execute"
    assert api.report("claude-1", {"event": {"tool_name": "Read", "cost_tokens": 7}, "cost_tokens": 5})["last_tool_name"] == "Read"
    shown = api.report("claude-1", {"status": "active"})
    assert (shown["total_tools_executed"], shown["total_cost_tokens"]) == (5, 5)


def test_an_agent_says_that_it_rests_or_leaves_and_that_is_no_tool(running, api):
    api.report("claude-1", "Bash")
    with Dashboard(running) as dashboard:
        for status in ["idle", "offline"]:
            shown = api.report("claude-1", {"status": status})
            assert (shown["status"], shown["total_tools_executed"]) == (status, 1)
            dashboard.card("claude-1", status=status)
        assert api.report("claude-1", "Bash")["status"] == "active"


@pytest.mark.parametrize("status", ["pushing", "pulling"])
def test_an_agent_that_synchronises_moves_the_sync_widget(running, api, status):
    with Dashboard(running) as dashboard:
        api.report("claude-1", {"status": status})
        result = dashboard.broadcast("sync_result")
        assert (result["agent_id"], result["payload"]["status"], result["payload"]["operation"]) == ("claude-1", status, status.removesuffix("ing"))


@pytest.mark.parametrize(
    "body",
    ['{"status":"dancing"}', '{"cost_tokens":-1}', '{"cost_tokens":"many"}', '{"session_id":"' + "x" * 600 + '"}', "[1]", "5", '{"event":5}', '{"status":', "tool"],
)
def test_reports_that_make_no_sense_are_refused_and_change_nothing(api, body):
    answer = api.http.post("/api/presence/claude-1", content=body)
    assert answer.status_code in (400, 422) and answer.json()["detail"]
    assert api.get("/api/presence").json()["agents"] == []


def test_presence_is_asked_of_all_and_of_one(api):
    api.report("a", "Bash")
    api.report("b", "Read", project="other")
    answer = api.get("/api/presence").json()
    assert sorted(one["agent_id"] for one in answer["agents"]) == ["a", "b"] and moment(answer["timestamp"])
    assert [one["agent_id"] for one in api.get("/api/presence", project="other").json()["agents"]] == ["b"]
    assert api.get("/api/presence/a").json() == api.get("/api/presence").json()["agents"][0]
    assert api.get("/api/presence/b").json()["last_tool_name"] == "Read"
    missing = api.get("/api/presence/nobody")
    assert (missing.status_code, missing.json()["detail"]) == (404, "Agent not found")


def test_a_new_dashboard_gets_one_update_for_each_agent_and_a_second_tab_the_same(running, api):
    for agent in "abc":
        api.report(agent, "Bash")
    with Dashboard(running) as first, Dashboard(running) as second:
        for tab in (first, second):
            for _ in range(3):
                tab.next()
        assert sorted(first.cards) == ["a", "b", "c"] and first.cards == second.cards
        api.report("b", "Write")
        assert first.card("b", last_tool_name="Write") == second.card("b", last_tool_name="Write")


def test_clients_words_are_bare_and_others_are_passed_over(running):
    with Dashboard(running) as dashboard:
        for word in ["nonsense", "PING", '{"type":', "{}", "x" * 60_000, '{"type":"ping"}', "ping", "subscribe"]:
            dashboard.socket.send(word)
        assert [dashboard.next() for _ in range(2)] == [{"type": "pong"}] * 2
        subscribed = dashboard.next()
        assert (subscribed["type"], subscribed["message"]) == ("subscribed", "Connected to broadcast channel") and len(subscribed["client_id"]) == 36


def test_state_survives_a_restart(running, api):
    before = api.report("claude-1", {"tool_name": "Bash", "feature_id": "feat-1", "session_id": "s", "cost_tokens": 9})
    running.restart()
    assert API(running).get("/api/presence/claude-1").json() == before
    with Dashboard(running) as dashboard:
        dashboard.card("claude-1", total_cost_tokens=9)
    assert API(running).report("claude-1", "Bash")["total_tools_executed"] == 2


def test_idle_and_offline_are_broadcast_when_they_happen(perch, tmp_path):
    with Server(perch, tmp_path / "data", "--idle-after", "1s", "--offline-after", "3s") as server:
        server.start()
        with Dashboard(server) as dashboard:
            API(server).report("claude-1", "Bash")
            statuses = [dashboard.card("claude-1", status=status)["presence"]["status"] for status in ("active", "idle", "offline")]
            assert statuses == ["active", "idle", "offline"]


def test_an_agent_that_reports_by_any_door_has_a_card(running, api):
    with Client(running) as native, Dashboard(running) as dashboard:
        native.post(event("agent.started", agent="nora", session="s", data={"role": "researcher"}))
        dashboard.card("nora", status="active", session_id="s")
        native.post(event("tool.started", agent="nora", data={"tool": "Grep", "call": "c"}))
        dashboard.card("nora", last_tool_name="Grep", total_tools_executed=1)
        native.post(event("usage.added", agent="nora", data={"input_tokens": 10, "output_tokens": 5, "cache_read_tokens": 1000}))
        dashboard.card("nora", total_cost_tokens=15)
        native.post(event("message.sent", data={"thread": "t", "from": "nora", "to": "finn", "content": "hello"}, agent="nora"))
        native.post(event("agent.finished", agent="nora"))
        dashboard.card("nora", status="offline")


def test_the_list_socket_tells_all_agents_and_only_when_something_changed(running, api):
    api.report("a", "Bash")
    with Dashboard(running, "/ws/presence") as dashboard:
        state = dashboard.next()
        assert state["type"] == "presence_state" and [list(one) for one in state["agents"]] == [FIELDS]
        api.report("b", "Bash")
        update = dashboard.next()
        assert update["type"] == "presence_update" and [one["agent_id"] for one in update["agents"]] == ["a", "b"]
        for _ in range(20):
            api.report("b", "Bash")
        updates = [dashboard.until(lambda one: one["agents"][1]["total_tools_executed"] == 21)]
        assert moment(updates[0]["timestamp"]) > moment(update["timestamp"])
        with pytest.raises(TimeoutError):
            dashboard.next(timeout=1.5)


def test_the_past_is_played_again(running, api):
    api.report("a", "Bash")
    api.report("a", "Read")
    with Dashboard(running, "/ws/broadcasts?at=0&speed=1000") as dashboard:
        dashboard.card("a", last_tool_name="Read", total_tools_executed=2)
    assert api.get("/api/presence/a", at=2).json()["last_tool_name"] == "Bash"
    with Dashboard(running, "/ws/presence?at=0&speed=1000") as dashboard:
        assert dashboard.next()["agents"] == []
        dashboard.until(lambda one: one["agents"] and one["agents"][0]["total_tools_executed"] == 2)


def test_a_project_has_dashboards_of_its_own(running, api):
    with Dashboard(running, "/ws/broadcasts?project=web") as dashboard:
        api.report("a", "Bash")
        api.report("a", "Read", project="web")
        assert json.dumps(dashboard.next()["presence"]).count("Read") == 1
