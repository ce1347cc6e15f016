"""`POST /broadcast`: what is reported to the event stream becomes events that every view and every client knows."""

import httpx
import pytest
from agentchat_bus.bus import THREAD, Plain, SocketIO, broadcast, message
from harness.client import Client, event
from harness.server import Server


def test_the_answer_is_the_original_one_and_counts_who_is_connected(running):
    assert broadcast(running, THREAD) == {"status": "broadcasted", "event_type": "agent_chat_thread_created", "clients": 0}
    with Plain(running), SocketIO(running):
        assert broadcast(running, message())["clients"] == 2


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b'"x"', b"{}", b"\xff\xfe"])
def test_what_is_no_object_is_answered_as_the_original_does(running, body):
    answer = httpx.post(f"{running.url}/broadcast", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()) == (400, {"error": "No JSON payload"})


def test_a_type_that_cannot_be_a_name_is_refused(running):
    for type in ("", "x" * 300):
        answer = httpx.post(f"{running.url}/broadcast", json={"event_type": type})
        assert answer.status_code == 400 and "event_type" in answer.json()["error"]


def test_conversations_are_those_of_the_chat_view_and_a_message_told_twice_is_one(running):
    for one in (THREAD, message(), message(), {"event_type": "agent_chat_thread_closed", "data": {"thread_id": "t1", "status": "completed", "result": {"files": 2}}}):
        broadcast(running, one)
    with Client(running) as client:
        chat = client.state(views="chat")["views"]["chat"].values()
    threads = [row for row in chat if "content" not in row]
    messages = [row for row in chat if "content" in row]
    assert [(row["thread"], row["run"], row["state"], row["parent"], row["child"], row["result"]) for row in threads] == [
        ("t1", "r1", "closed", "Architect", "Dir-Code", '{"files":2}')
    ]
    assert [(row["message"], row["run"], row["from"], row["type"], row["content"]) for row in messages] == [("m1", "r1", "Dir-Code", "question", "Which library?")]


@pytest.mark.parametrize(
    ("told", "kind", "agent", "data"),
    [
        (("heartbeat", {"service_id": "s", "service_name": "S"}), "agent.presence", "s", {"status": "active"}),
        (("heartbeat", {"service_id": "s", "progress": 0.25}), "agent.updated", "s", {"progress": 25}),
        (("status_update", {"service_id": "s", "status": "running"}), "agent.updated", "s", {"status": "processing"}),
        (("status_update", {"service_id": "s", "status": "down"}), "agent.presence", "s", {"status": "offline"}),
        (("alert", {"service_id": "s", "alert_type": "cpu", "message": "hot", "severity": "critical"}), "log.written", "s", {"level": "error", "message": "hot", "logger": "cpu"}),
        (("job_started", {"job_id": "j", "agent_id": "a", "name": "N"}), "task.started", "a", {"task": "j", "name": "N", "to": "a"}),
        (("task_completed", {"task_id": "j", "to_agent": "a"}), "task.finished", "a", {"task": "j", "status": "done"}),
        (("blocked", {"task_id": "j", "agent_id": "a"}), "task.updated", "a", {"task": "j", "status": "blocked"}),
        (("waiting", {"agent_id": "a", "reason": "why"}), "agent.updated", "a", {"status": "waiting", "message": "why"}),
        (("failed", {"task_id": "j"}), "task.finished", None, {"task": "j", "status": "failed"}),
        (("error", {"agent_id": "a", "error": "boom"}), "agent.updated", "a", {"status": "error", "message": "boom"}),
        (("error", {"message": "boom"}), "log.written", None, {"level": "error", "message": "boom"}),
        (("approval_required", {"agent_id": "a", "message": "rm?"}), "attention.raised", "a", {"reason": "waiting", "detail": "rm?"}),
        (("approval_timeout", {"agent_id": "a", "message": "rm?"}), "attention.cleared", "a", {"reason": "waiting", "detail": "rm?"}),
        (("hhmrs_timeout", {"agent_id": "a", "parent_id": "p", "message": "late"}), "log.written", "a", {"level": "warning", "message": "late", "logger": "hhmrs_timeout"}),
        (("hhmrs_failure", {"agent_id": "a", "message": "dead"}), "log.written", "a", {"level": "error", "message": "dead"}),
        (("never_heard_of", {"x": [1, None]}), "agentchat.bus.never_heard_of", None, {"x": [1, None]}),
        (("agent_chat_message_sent", {"content": "of no thread"}), "agentchat.bus.agent_chat_message_sent", None, {"content": "of no thread"}),
    ],
)
def test_every_type_has_its_kind_and_comes_back_as_it_was_sent(house, told, kind, agent, data):
    type, sent = told
    with Plain(house) as bus, Client(house) as client:
        broadcast(house, {"event_type": type, "data": sent})
        envelope = bus.next(type)
        assert envelope["data"] | sent == envelope["data"] and envelope["data"]["timestamp"] and envelope["server_timestamp"]
        last = client.events()[-1]
    assert (last["kind"], last.get("agent"), last["source"]) == (kind, agent, "agentchat")
    assert last["data"] | data == last["data"]


def test_a_person_s_word_needs_control(server):
    server.options += ["--access-token", "secret-secret-secret-1"]
    server.start()
    url, event = f"{server.url}/broadcast", message(from_agent="user", message_type="answer")
    assert httpx.post(url, json=event).status_code == 401
    assert httpx.post(url, json=event, headers={"authorization": "Bearer secret-secret-secret-1"}).status_code == 200


def test_a_person_s_word_is_refused_to_who_may_only_report(running):
    assert httpx.post(f"{running.url}/broadcast", json=message(from_agent="user")).status_code == 403


def test_an_approval_needs_control(server):
    server.options += ["--access-token", "secret-secret-secret-1"]
    server.start()
    url, approval = f"{server.url}/broadcast", {"event_type": "approval_granted", "data": {"agent_id": "a"}}
    bearer = {"authorization": "Bearer secret-secret-secret-1"}
    assert httpx.post(url, json=approval, headers=bearer).status_code == 200
    last = httpx.get(f"{server.url}/v1/events", headers=bearer).json()["events"][-1]
    assert (last["kind"], last["agent"]) == ("attention.cleared", "a")


@pytest.mark.parametrize("type", ["approval_granted", "approval_given", "approval_received", "Approval_Denied", "plan_approved", "approval_rejected"])
def test_an_approval_is_refused_to_who_may_only_report(running, type):
    assert httpx.post(f"{running.url}/broadcast", json={"event_type": type, "data": {"agent_id": "a"}}).status_code == 403


def test_history_is_the_last_hundred_and_fewer_on_request(running):
    with Client(running) as client:
        client.post(*[event("log.written", data={"message": "quiet", "level": "info"}) for _ in range(150)])
        client.post(*[event("log.written", data={"message": str(n), "level": "error"}) for n in range(150)])
    url = f"{running.url}/events/recent"
    events = httpx.get(url).json()["events"]
    assert [one["data"]["message"] for one in events] == [str(n) for n in range(50, 150)]
    assert [one["data"]["message"] for one in httpx.get(url, params={"limit": 2}).json()["events"]] == ["148", "149"]
    with Plain(running) as bus, SocketIO(running) as client:
        assert bus.greeting["data"]["buffered_events"] == client.greeting["buffered_events"] == 100
        assert bus.history() == client.history == events
    running.restart()
    assert httpx.get(f"{running.url}/events/recent").json()["events"] == events


def test_health_on_the_stream_s_own_port_is_the_original_one(perch, tmp_path):
    with Server(perch, tmp_path / "data", "--listen-events", "127.0.0.1:0") as server:
        server.start()
        port = int(server.running.wait_for(r"http://127\.0\.0\.1:(\d+) \(events\)").group(1))
        broadcast(server, THREAD)
        with Plain(server, path="/", port=port):
            health = httpx.get(f"http://127.0.0.1:{port}/health").json()
        assert health.pop("timestamp")
        assert health == {"status": "ok", "service": "event_stream", "port": port, "connected_clients": 1, "buffered_events": 1, "total_events": 1}
        assert httpx.get(f"{server.url}/health").json()["service"] == "perch"
