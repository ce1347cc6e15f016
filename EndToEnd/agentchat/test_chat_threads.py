"""Conversations over HTTP: begun, carried on, ended and read, on every path the original knows; a person among them."""

import httpx
import pytest
from chat import SEVEN, Chat
from harness.client import Client, event

RUN = "run-123"


def test_create_answers_the_whole_thread_with_its_delegation(chat):
    thread = chat.create(RUN, "Architect", "Dir-Code", "Refactor auth", metadata={"budget": 5, "entry_files": ["a.py"]})
    assert (thread["run_id"], thread["parent_agent_id"], thread["child_agent_id"], thread["status"]) == (RUN, "Architect", "Dir-Code", "active")
    assert (thread["completed_at"], thread["result"], thread["error"]) == (None, None, None)
    assert thread["metadata"] == {"budget": 5, "entry_files": ["a.py"]}
    (message,) = thread["messages"]
    assert (message["from_agent"], message["to_agent"], message["message_type"], message["content"]) == ("Architect", "Dir-Code", "delegation", "Refactor auth")
    assert thread["created_at"] == thread["updated_at"] == message["created_at"]
    assert chat.get(f"/api/agent_chat/thread/{thread['thread_id']}") == thread


@pytest.mark.parametrize(
    "create,send,close,thread",
    [
        ("/agent-chat/create-thread", "/agent-chat/send", "/agent-chat/close-thread", "/agent-chat/thread/"),
        ("/agent_chat/create", "/agent_chat/send", "/agent_chat/close", "/agent_chat/thread/"),
        ("/api/agent_chat/create", "/api/agent_chat/send", "/api/agent_chat/close", "/api/agent_chat/thread/"),
    ],
)
def test_every_family_of_paths_does_the_same(chat, create, send, close, thread):
    id = chat.post(create, run_id=RUN, parent_agent_id="A", child_agent_id="B", initial_message="go")["thread_id"]
    for author, to, type, content, metadata in SEVEN:
        sent = chat.post(send, thread_id=id, from_agent=author, to_agent=to, message_type=type, content=content, metadata=metadata)
        assert (sent["status"], sent["thread_id"], sent["metadata"]) == ("sent", id, metadata)
    assert chat.post(close, thread_id=id, status="completed", result="fine")["status"] == "closed"
    whole = chat.get(thread + id)
    assert [one["content"] for one in whole["messages"]] == ["go", *[one[3] for one in SEVEN]]
    assert (whole["status"], whole["result"], whole["error"]) == ("completed", "fine", None)
    assert whole["completed_at"] == whole["updated_at"] > whole["created_at"]


def test_the_per_agent_service_names_only_the_one_it_speaks_to_and_closes_by_query(chat):
    id = chat.create(RUN, "A", "B")["thread_id"]
    assert chat.post("/agent-chat/send", thread_id=id, to_agent="A", message_type="question", content="?")["from_agent"] == "B"
    assert chat.post("/agent-chat/send", thread_id=id, to_agent="B", message_type="answer", content="!")["from_agent"] == "A"
    assert chat.http.post("/agent-chat/close-thread", params={"thread_id": id, "status": "timeout", "error": "slow"}).json()["status"] == "closed"
    assert chat.get(f"/agent-chat/thread/{id}")["status"] == "timeout"


def test_a_closed_thread_takes_no_message_and_closes_only_once(chat):
    id = chat.create(RUN)["thread_id"]
    chat.close(id, "failed", error="broken")
    refused = chat.post("/api/agent_chat/send", 409, thread_id=id, from_agent="B", to_agent="A", message_type="status", content="late")
    assert refused["error"]["code"] == "thread_closed"
    assert chat.close(id, "completed")["thread"]["status"] == "failed"
    whole = chat.get(f"/api/agent_chat/thread/{id}")
    assert (whole["status"], whole["error"], len(whole["messages"])) == ("failed", "broken", 1)


@pytest.mark.parametrize(
    "path,body,status,field",
    [
        ("/api/agent_chat/create", {"parent_agent_id": "A", "child_agent_id": "B", "initial_message": "x"}, 400, "run_id"),
        ("/api/agent_chat/create", {"run_id": "r", "child_agent_id": "B", "initial_message": "x"}, 400, "parent_agent_id"),
        ("/api/agent_chat/create", {"run_id": "r" * 513, "parent_agent_id": "A", "child_agent_id": "B", "initial_message": "x"}, 400, "run_id"),
        ("/api/agent_chat/create", {"run_id": "r", "parent_agent_id": "A", "child_agent_id": "B", "initial_message": "x", "metadata": [1]}, 400, "metadata"),
        ("/api/agent_chat/send", {"thread_id": "t", "message_type": "gossip", "content": "x"}, 400, "message_type"),
        ("/api/agent_chat/send", {"thread_id": "t", "message_type": "answer"}, 400, "content"),
        ("/api/agent_chat/send", {"thread_id": "t", "message_type": "answer", "content": "x"}, 404, None),
        ("/api/agent_chat/close", {"thread_id": "t", "status": "active"}, 400, "status"),
        ("/api/agent_chat/close", {"thread_id": "t", "status": "completed"}, 404, None),
    ],
)
def test_what_is_wrong_is_refused_by_its_field(chat, path, body, status, field):
    refused = chat.post(path, status, **body)
    assert refused["error"].get("parameter") == field
    assert refused["detail"] == refused["error"]["message"]


def test_bodies_that_are_no_json_are_refused(chat):
    for body in (b"{", b"[1]", b'"x"', b'{"run_id":7}', b"\xff"):
        for path in ("/api/agent_chat/create", "/agent-chat/send", "/agent_chat/close"):
            assert chat.http.post(path, content=body).status_code == 400
    assert chat.http.post("/api/agent_chat/send", content=b"x" * (5 << 20)).status_code == 413


def test_the_threads_of_a_run_are_listed_newest_first_without_messages(chat):
    first = chat.create(RUN, message="one")["thread_id"]
    second = chat.create(RUN, message="two")["thread_id"]
    chat.create("another", message="three")
    listed = chat.get(f"/api/agent_chat/threads/{RUN}")
    assert [(one["thread_id"], one["messages"]) for one in listed] == [(second, []), (first, [])]
    assert listed == chat.get(f"/agent-chat/threads/{RUN}")
    assert chat.get("/api/agent_chat/threads/nobody") == []


def test_pending_questions_are_those_without_an_answer_in_open_threads(chat):
    open, closed = chat.create(RUN)["thread_id"], chat.create(RUN)["thread_id"]
    chat.send(open, "Dir-Code", "Architect", "question", "answered")
    chat.send(open, "Architect", "Dir-Code", "answer", "yes")
    chat.send(open, "Dir-Code", "Architect", "question", "first", metadata={"urgency": "blocking"})
    chat.send(open, "Dir-Code", "Architect", "question", "second")
    chat.send(closed, "Dir-Code", "Architect", "question", "in vain")
    chat.close(closed, "abandoned")
    pending = chat.get("/api/agent_chat/pending/Architect")
    assert [(one["content"], one["child_agent_id"], one["run_id"]) for one in pending] == [("second", "Dir-Code", RUN), ("first", "Dir-Code", RUN)]
    assert pending[1]["metadata"] == {"urgency": "blocking"}
    assert chat.get("/api/agent_chat/pending/Dir-Code") == []


def test_statistics_count_threads_by_status_and_messages(chat):
    assert chat.get("/api/agent_chat/stats") == {"total_threads": 0, "threads_by_status": {}, "total_messages": 0, "avg_messages_per_thread": 0}
    chat.seven(RUN)
    chat.close(chat.create(RUN)["thread_id"])
    stats = {"total_threads": 2, "threads_by_status": {"active": 1, "completed": 1}, "total_messages": 8, "avg_messages_per_thread": 4}
    assert chat.get("/api/agent_chat/stats") == stats


def test_a_thread_longer_than_any_view_is_read_whole_from_the_log(running, chat):
    id = chat.create(RUN, message="begin")["thread_id"]
    with Client(running) as native:
        native.post(*(event("message.sent", agent="c", session=RUN, data={"thread": id, "from": "c", "to": "p", "content": f"{n}"}) for n in range(2500)))
    whole = chat.get(f"/api/agent_chat/thread/{id}")
    assert [one["content"] for one in whole["messages"]] == ["begin", *(str(n) for n in range(2500))]
    assert whole["next"] is None and len({one["message_id"] for one in whole["messages"]}) == 2501


def test_a_thread_that_the_view_let_go_of_still_goes_on(running, chat):
    old, gone = chat.create(RUN, message="long ago")["thread_id"], chat.create(RUN)["thread_id"]
    chat.close(gone)
    with Client(running) as native:
        native.post(*(event("thread.opened", session="x", data={"thread": f"t{n}"}) for n in range(600)))
    assert chat.get(f"/api/agent_chat/threads/{RUN}") == []
    assert chat.send(old, "Dir-Code", "Architect", "status", "still here")["run_id"] == RUN
    chat.post("/api/agent_chat/send", 409, thread_id=gone, from_agent="a", to_agent="b", message_type="status", content="x")
    with chat.stream(RUN) as stream:
        assert [data.get("content") for _, data in stream.take(4)] == [None, "long ago", "Refactor", "still here"]


def test_a_thread_can_be_read_as_it_was(chat):
    id = chat.create(RUN)["thread_id"]
    chat.send(id, "Dir-Code", "Architect", "status", "later")
    assert len(chat.get(f"/api/agent_chat/thread/{id}")["messages"]) == 2
    assert len(chat.get(f"/api/agent_chat/thread/{id}", at=2)["messages"]) == 1
    chat.get(f"/api/agent_chat/thread/{id}", 404, at=0)


def test_a_person_may_speak_only_with_control_and_only_in_an_open_thread(chat, person):
    id = chat.create(RUN)["thread_id"]
    body = {"thread_id": id, "from_agent": "user", "to_agent": "Dir-Code", "message_type": "abort", "content": "stop"}
    assert chat.post("/api/agent_chat/send", 403, **body)["error"]["code"] == "forbidden"
    assert len(chat.get(f"/api/agent_chat/thread/{id}")["messages"]) == 1

    id = person.create(RUN)["thread_id"]
    headers = {"authorization": person.http.headers["authorization"]}
    with httpx.stream("GET", f"{person.url}/api/stream/agent_chat/{RUN}", headers=headers, timeout=10) as stream:
        lines = stream.iter_lines()
        assert person.send(id, "user", "Dir-Code", "answer", "Use authlib")["from_agent"] == "user"
        assert next(line for line in lines if '"from_agent":"user"' in line).startswith("data: ")
    person.close(id)
    person.post("/api/agent_chat/send", 409, **body | {"thread_id": id})


def test_the_test_page_creates_threads_and_reaches_agents(chat, person):
    thread = chat.post("/api/agent-chat/test/create-thread", parent_agent="Architect", child_agent="Dir-Code", message="try")
    assert thread["run_id"].startswith("test-run-") and thread["messages"][0]["content"] == "try"
    sent = chat.post("/api/agent-chat/test/send-to-agent", thread_id=thread["thread_id"], from_agent="Architect", to_agent="Dir-Code", message="and this")
    assert (sent["message_type"], sent["content"]) == ("delegation", "and this")
    chat.post("/api/agent-chat/test/send-to-agent", 403, agent="Dir-Code", message="do it")
    thread = person.post("/api/agent-chat/test/send-to-agent", agent="Dir-Code", message="do it")
    assert (thread["parent_agent_id"], thread["child_agent_id"]) == ("user", "Dir-Code")


def test_projects_are_kept_apart_and_a_thread_is_found_in_any(running):
    with Chat(running.url) as chat:
        id = chat.post("/api/agent_chat/create?project=web", run_id=RUN, parent_agent_id="A", child_agent_id="B", initial_message="x")["thread_id"]
        assert chat.get(f"/api/agent_chat/threads/{RUN}", project="other") == []
        chat.send(id, "B", "A", "status", "y")
        assert [one["content"] for one in chat.get(f"/api/agent_chat/thread/{id}", project="web")["messages"]] == ["x", "y"]
        with chat.stream(RUN, query="?project=other") as stream:
            stream.until("connected")
            chat.post("/api/agent_chat/create?project=other", run_id=RUN, parent_agent_id="A", child_agent_id="B", initial_message="z")
            assert stream.until("agent_chat_message_sent")["content"] == "z"
