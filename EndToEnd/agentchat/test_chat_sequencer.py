"""What the timeline and the tree ask for: tasks, tool calls and messages as blocks, runs as projects, the log of actions."""

from datetime import datetime

import pytest
from chat import Chat, Stream
from harness.client import Client, event

RUN = "run-9"


def log(chat: Chat, **entry) -> int:
    return chat.post("/api/actions/log", task_id=RUN, **entry)["log_id"]


def names(actions: list[dict]) -> list:
    return [(one["action_name"], names(one["children"])) for one in actions]


def test_actions_are_logged_nested_and_listed_as_a_project(chat):
    root = log(chat, from_agent="Gateway", to_agent="PAS Root", action_type="delegate", action_name="Submit Prime Directive: Fix login", status="running")
    part = log(chat, parent_log_id=root, from_agent="PAS Root", to_agent="prog_1", action_type="delegate", action_name="Write code", status="running", tier_from=1, tier_to=5, action_data={"files": ["a.py"]})
    log(chat, parent_log_id=part, from_agent="prog_1", to_agent="PAS Root", action_type="status", action_name="Half", status="ok", action_data={"progress": 50})
    task = chat.get(f"/api/actions/task/{RUN}")
    assert (task["task_id"], task["task_name"], task["count"]) == (RUN, "Fix login", 3)
    assert names(task["actions"]) == [("Submit Prime Directive: Fix login", [("Write code", [("Half", [])])])]
    entry = task["actions"][0]["children"][0]
    assert (entry["log_id"], entry["parent_log_id"], entry["from_agent"], entry["to_agent"]) == (part, root, "PAS Root", "prog_1")
    assert (entry["action_data"], entry["tier_from"], entry["tier_to"], entry["status"]) == ({"files": ["a.py"]}, 1, 5, "running")
    (project,) = chat.get("/api/actions/projects")["projects"]
    assert (project["task_id"], project["task_name"], project["action_count"], project["is_running"], project["status"]) == (RUN, "Fix login", 3, True, "running")
    assert datetime.fromisoformat(project["first_action"]) <= datetime.fromisoformat(project["last_action"])
    assert chat.get("/api/actions/tasks") == {"tasks": [project], "count": 1}
    assert chat.get("/api/current-task") == {"task": project}


def test_a_report_ends_what_was_delegated(chat):
    root = log(chat, from_agent="a", to_agent="b", action_type="delegate", action_name="outer")
    log(chat, parent_log_id=root, from_agent="b", to_agent="c", action_type="delegate", action_name="inner")
    log(chat, from_agent="c", to_agent="b", action_type="report", action_name="inner is done")
    tasks = {one["name"]: one for one in chat.get("/api/sequencer", task_id=RUN)["tasks"]}
    assert [(tasks[name]["status"], tasks[name]["end_time"] is None) for name in ("outer", "inner", "inner is done")] == [("running", True), ("done", False), ("done", False)]
    assert (tasks["inner is done"]["agent_id"], tasks["inner is done"]["from_agent"], tasks["inner is done"]["to_agent"]) == ("c", "c", "b")
    log(chat, parent_log_id=root, from_agent="b", to_agent="a", action_type="error", action_name="it broke")
    tasks = {one["name"]: one for one in chat.get("/api/sequencer", task_id=RUN)["tasks"]}
    assert tasks["outer"]["status"] == "error" and tasks["outer"]["progress"] == 1
    assert chat.get("/api/current-task") == {"task": None}
    assert chat.get("/api/actions/projects")["projects"][0]["status"] == "error"


def test_the_timeline_shows_tasks_calls_and_messages_of_every_system(running, chat):
    chat.seven(RUN)
    with Client(running) as native:
        native.post(
            event("agent.started", agent="Dir-Code", session=RUN, data={"name": "Director", "role": "director", "parent": "Architect"}),
            event("tool.started", agent="Dir-Code", session=RUN, time="2026-05-02T13:00:00Z", data={"tool": "Bash", "call": "c1", "target": "make"}),
            event("tool.finished", agent="Dir-Code", session=RUN, time="2026-05-02T13:00:02.5Z", data={"tool": "Bash", "call": "c1", "ok": False}),
            event("task.started", agent="Dir-Code", session=RUN, data={"task": "t", "name": "Build", "from": "Architect", "to": "Dir-Code", "progress": 40, "status": "awaiting_approval"}),
            event("tool.started", agent="other", session="another", data={"tool": "Read", "call": "c2"}),
        )
    board = chat.get("/api/sequencer", source="actions", task_id=RUN)
    agents = {one["service_id"]: one for one in board["agents"]}
    assert agents["Dir-Code"] | {"name": "Director", "tier": 1, "agent_role": "director"} == agents["Dir-Code"]
    assert agents["Architect"]["tier"] == 0 and "other" not in agents
    call, *messages, task = board["tasks"]
    assert (call["name"], call["status"], call["start_time"], call["end_time"], call["action_type"]) == ("Bash make", "error", 1777726800.0, 1777726802.5, "tool_call")
    assert (task["name"], task["status"], task["progress"], task["agent_id"], task["end_time"]) == ("Build", "awaiting_approval", 0.4, "Dir-Code", None)
    assert [(one["action_type"], one["color"]) for one in messages[:3]] == [
        ("agent_chat_delegation", "#3b82f6"), ("agent_chat_question", "#f59e0b"), ("agent_chat_answer", "#10b981"),
    ]
    question, status = messages[1], messages[3]
    assert question["name"].startswith("🔴 ❓") and question["name"].endswith("Which OAuth2 library should I use?") and "(50%)" in status["name"]
    assert (question["agent_id"], question["from_agent"], question["to_agent"], question["metadata"]["urgency"]) == ("Dir-Code", "Dir-Code", "Architect", "blocking")
    assert (question["status"], question["progress"], round(question["end_time"] - question["start_time"], 3)) == ("done", 1, 0.1)
    assert len(chat.get("/api/sequencer")["tasks"]) == len(board["tasks"]) + 1


def test_runs_of_conversations_are_projects_too_named_by_their_sessions_query(running, chat):
    chat.create("run-a")
    with Client(running) as native:
        native.post(event("session.started", session="run-b", data={"query": "Write a poem"}), event("task.started", session="run-b", data={"task": "t"}), event("task.started", data={"task": "loose"}), event("task.started", data={"task": "part", "parent": "loose"}))
    projects = {one["task_id"]: one["task_name"] for one in chat.get("/api/actions/projects")["projects"]}
    assert projects == {"run-a": "run-a", "run-b": "Write a poem", "loose": "loose"}
    assert names(chat.get("/api/actions/task/loose")["actions"]) == [("loose", [("part", [])])]
    assert chat.get("/api/sequencer", task_id="run-b")["project_name"] == "Write a poem"


def test_repeated_blocks_are_left_out_as_asked_and_messages_never(chat):
    for agent in ("prog_1", "manager"):
        for _ in range(3):
            log(chat, from_agent="boss", to_agent=agent, action_type="work", action_name="same", status="done")
    thread = chat.create(RUN)["thread_id"]
    for _ in range(2):
        chat.send(thread, "Dir-Code", "Architect", "status", "same")
    sizes = {dedup: len(chat.get("/api/sequencer", dedup=dedup)["tasks_deduplicated"]) for dedup in ("none", "smart", "full")}
    assert sizes == {"none": 9, "smart": 7, "full": 5}
    assert len(chat.get("/api/sequencer")["tasks_deduplicated"]) == 7


def test_deleting_takes_control_and_takes_a_run_off_the_lists_but_not_out_of_the_log(chat, person):
    assert chat.http.delete(f"/api/actions/task/{RUN}").status_code == 403
    log(person, action_type="delegate", action_name="x", to_agent="a")
    for run in ("r1", "r2", "r3"):
        person.create(run)
    assert person.http.delete(f"/api/actions/task/{RUN}").json() == {"status": "deleted", "deleted": 1, "task_ids": [RUN]}
    answer = person.http.request("DELETE", "/api/actions/tasks", json={"task_ids": ["r1", "r2", "never"]})
    assert sorted(answer.json()["task_ids"]) == ["r1", "r2"]
    assert [one["task_id"] for one in person.get("/api/actions/projects")["projects"]] == ["r3"]
    assert {one["run_id"] for one in person.get("/api/sequencer")["tasks"]} == {"r3"}
    person.get(f"/api/actions/task/{RUN}", 404)
    assert person.http.delete("/api/actions/task/never").status_code == 404
    assert any(one["data"].get("name") == "x" for one in person.get("/v1/events")["events"])


def test_a_person_in_the_log_of_actions_is_no_message_of_theirs(chat):
    log(chat, from_agent="user", to_agent="vp_001", action_type="delegate", action_name="Submit")
    assert chat.get(f"/api/actions/task/{RUN}")["actions"][0]["from_agent"] == "user"


@pytest.mark.parametrize("body,field", [({}, "task_id"), ({"task_id": "t"}, "action_type"), ({"task_id": "t", "action_type": "x", "parent_log_id": []}, "parent_log_id")])
def test_a_bad_entry_is_refused_by_its_field(chat, body, field):
    assert chat.post("/api/actions/log", 400, **body)["error"]["parameter"] == field


def test_bad_questions_are_refused(chat):
    chat.get("/api/sequencer", 400, source="rumours")
    chat.get("/api/sequencer", 400, dedup="some")
    chat.get("/api/actions/task/never", 404)


def test_parents_in_a_circle_and_very_deep_ones_are_all_told(running, chat):
    with Client(running) as native:
        native.post(
            event("task.started", session=RUN, data={"task": "a", "parent": "b"}),
            event("task.started", session=RUN, data={"task": "b", "parent": "a"}),
            *(event("task.started", session=RUN, data={"task": f"t{n}", "parent": f"t{n - 1}", "from": f"x{n}", "to": f"x{n + 1}"}) for n in range(200)),
            *(event("task.started", data={"task": f"u{n}", "parent": f"u{(n + 1) % 100}"}) for n in range(100)),
        )
    task = chat.get(f"/api/actions/task/{RUN}")

    def count(actions: list[dict]) -> int:
        return sum(1 + count(one["children"]) for one in actions)

    assert count(task["actions"]) == task["count"] == 202
    tiers = {one["service_id"]: one["tier"] for one in chat.get("/api/sequencer")["agents"]}
    assert (tiers["x0"], tiers["x7"], tiers["x199"]) == (0, 7, 10)


def test_the_action_log_streams_what_is_new_of_one_run_or_all_and_goes_on_where_it_was(chat):
    log(chat, action_type="delegate", action_name="before")
    with Stream(f"{chat.url}/api/stream/action_logs?task_id={RUN}") as stream, Stream(f"{chat.url}/api/stream/action_logs") as all:
        assert stream.next() == ("connected", {"status": "ok", "task_id": RUN})
        all.until("connected")
        chat.post("/api/actions/log", task_id="another", action_type="delegate", action_name="elsewhere")
        number = log(chat, from_agent="a", to_agent="b", action_type="delegate", action_name="after", action_data={"k": 1})
        (action,) = stream.until("new_actions")
        assert (action["log_id"], action["action_name"], action["action_data"], action["task_id"]) == (number, "after", {"k": 1}, RUN)
        assert all.until("new_actions")[0]["action_name"] == "elsewhere"
        last = stream.last_id
    log(chat, action_type="delegate", action_name="missed")
    with Stream(f"{chat.url}/api/stream/action_logs?task_id={RUN}", last) as stream:
        assert [one["action_name"] for one in stream.until("new_actions")] == ["missed"]


def test_the_tree_streams_nodes_edges_and_how_agents_stand(running, chat):
    chat.create(RUN, "Architect", "Dir-Code")
    with Stream(f"{chat.url}/api/stream/tree/{RUN}") as stream, Client(running) as native:
        assert stream.next() == ("connected", {"status": "ok", "task_id": RUN})
        chat.create("another", "x", "y")
        chat.create(RUN, "Dir-Code", "Mgr-1")
        log(chat, from_agent="Mgr-1", to_agent="prog_1", action_type="delegate", action_name="Write", status="running")
        log(chat, from_agent="prog_1", to_agent="Mgr-1", action_type="report", action_name="Written")
        native.post(event("agent.finished", agent="Mgr-1", session=RUN, data={"error": "broke"}))
        heard = stream.take(6)
    assert heard == [
        ("new_node", {"agent_id": "Mgr-1", "name": "Mgr-1", "tier": 2, "status": "idle"}),
        ("new_edge", {"from": "Dir-Code", "to": "Mgr-1", "action_type": "delegate"}),
        ("new_node", {"agent_id": "prog_1", "name": "prog_1", "tier": 3, "status": "running"}),
        ("new_edge", {"from": "Mgr-1", "to": "prog_1", "action_type": "Write"}),
        ("update_node", {"agent_id": "prog_1", "status": "done", "action_name": "Written"}),
        ("update_node", {"agent_id": "Mgr-1", "status": "error", "action_name": "agent.finished"}),
    ]
