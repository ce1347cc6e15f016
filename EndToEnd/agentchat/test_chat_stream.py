"""The document's own checks of its stream, and what it promises: nothing missed, nothing twice, the same for everyone."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import httpx
import pytest
import requests
from chat import Chat, Stream
from harness.client import Client, event
from harness.server import Server

RUN = "test-run-agent-chat-viz-001"
FIELDS = ["run_id", "thread_id", "message_id", "from_agent", "to_agent", "message_type", "content", "created_at", "metadata"]
SENT, CREATED, CLOSED = "agent_chat_message_sent", "agent_chat_thread_created", "agent_chat_thread_closed"


def test_the_documents_example_says_connected_then_seven_messages_then_ping_after_fifteen_seconds(chat):
    chat.seven(RUN)
    lines = []
    started = time.monotonic()
    with httpx.stream("GET", f"{chat.url}/api/stream/agent_chat/{RUN}", timeout=20) as answer:
        for line in answer.iter_lines():
            if line.startswith("event:"):
                lines.append(line)
            if line == "event: ping":
                break
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert (answer.headers["cache-control"], answer.headers["x-accel-buffering"]) == ("no-cache", "no")
    assert lines == ["event: connected", *[f"event: {SENT}"] * 7, "event: ping"]
    assert 14 < time.monotonic() - started < 18


def test_a_message_has_exactly_the_fields_of_the_document(chat):
    thread = chat.seven(RUN)
    with chat.stream(RUN) as stream:
        assert stream.next() == ("connected", {"status": "ok", "run_id": RUN})
        messages = [data for _, data in stream.take(7)]
        assert stream.retry == 3000
    assert all(list(message) == FIELDS for message in messages)
    question = messages[1]
    assert (question["run_id"], question["thread_id"], question["message_type"]) == (RUN, thread, "question")
    assert question["metadata"] == {"urgency": "blocking", "reasoning": "Cannot proceed without decision"}
    assert question["created_at"].endswith("+00:00") and datetime.fromisoformat(question["created_at"]).microsecond >= 0
    assert [message["message_type"] for message in messages] == ["delegation", "question", "answer", "status", "question", "answer", "completion"]
    assert len({message["message_id"] for message in messages}) == 7


def test_a_thread_is_told_live_from_its_creation_to_its_end(chat):
    with chat.stream(RUN) as stream:
        stream.until("connected")
        thread = chat.create(RUN, "Architect", "Dir-Data", "Test real-time message", metadata={"budget": 3})
        (first, created), (second, message) = stream.take(2)
        assert (first, second) == (CREATED, SENT)
        assert (created["run_id"], created["thread_id"]) == (RUN, thread["thread_id"])
        assert (created["parent_agent"], created["child_agent"], created["metadata"]) == ("Architect", "Dir-Data", {"budget": 3})
        assert (message["message_type"], message["content"]) == ("delegation", "Test real-time message")
        assert message == {field: thread["messages"][0][field] for field in FIELDS}
        chat.close(thread["thread_id"], "failed", error="no database")
        name, closed = stream.next()
        assert (name, closed["status"], closed["result"], closed["error"]) == (CLOSED, "failed", None, "no database")
        assert closed["run_id"] == RUN


def test_the_documents_own_lines_of_python_print_what_it_expects(chat):
    chat.seven(RUN)
    response = requests.get(f"{chat.url}/api/stream/agent_chat/{RUN}", stream=True, timeout=20)
    lines = []
    for line in response.iter_lines():
        if line.startswith(b"event:"):
            lines.append(line.decode("utf-8"))
        if line == b"event: ping":
            break
    response.close()
    assert lines == ["event: connected", *[f"event: {SENT}"] * 7, "event: ping"]


def test_ninety_nine_of_a_hundred_messages_arrive_within_a_tenth_of_a_second(chat):
    thread = chat.create(RUN)["thread_id"]
    with chat.stream(RUN) as stream:
        stream.take(2)
        delays = []
        for number in range(200):
            start = time.monotonic()
            chat.send(thread, "Dir-Code", "Architect", "status", str(number))
            assert stream.next()[1]["content"] == str(number)
            delays.append(time.monotonic() - start)
    assert sorted(delays)[197] < 0.1


def test_a_client_that_comes_back_hears_what_it_missed_once_markers_too(chat):
    thread = chat.create(RUN)["thread_id"]
    with chat.stream(RUN) as stream:
        stream.take(2)
        last = stream.last_id
    chat.send(thread, "Dir-Code", "Architect", "question", "And now?")
    other = chat.create(RUN, message="Another")["thread_id"]
    chat.close(thread)
    with chat.stream(RUN, last) as stream:
        heard = stream.take(5)
        chat.send(other, "Dir-Code", "Architect", "status", "live again")
        heard.append(stream.next())
    assert [name for name, _ in heard] == ["connected", SENT, CREATED, SENT, CLOSED, SENT]
    assert [data.get("content") for _, data in heard] == [None, "And now?", None, "Another", None, "live again"]
    with chat.stream(RUN, query=f"?last_event_id={last}") as stream:
        assert stream.take(5) == heard[:5]


def test_an_id_of_another_server_begins_anew_and_a_bad_address_is_refused(chat):
    chat.seven(RUN)
    for last in ("c34cd346-0000", "999999"):
        with chat.stream(RUN, last) as stream:
            assert [name for name, _ in stream.take(8)] == ["connected"] + [SENT] * 7
    answer = httpx.get(f"{chat.url}/api/stream/agent_chat/{RUN}?last_event_id=x")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_parameter")


def test_runs_are_told_apart(chat):
    chat.create("run-a", message="for a")
    chat.create("run-b", message="for b")
    with chat.stream("run-a") as a, chat.stream("run-b") as b, chat.stream("run-c") as c:
        assert a.take(2)[1][1]["content"] == "for a"
        assert b.take(2)[1][1]["content"] == "for b"
        c.until("connected")
        chat.create("run-c", message="for c")
        chat.create("run-a", message="for a again")
        assert [data.get("content") for _, data in c.take(2)] == [None, "for c"]
        assert [data.get("content") for _, data in a.take(2)] == [None, "for a again"]


def test_everybody_hears_the_same(chat):
    thread = chat.create(RUN)["thread_id"]
    streams = [chat.stream(RUN).__enter__() for _ in range(20)]
    for stream in streams:
        stream.take(2)
    for number in range(50):
        chat.send(thread, "Dir-Code", "Architect", "status", str(number))
    heard = [stream.take(50) for stream in streams]
    for stream in streams:
        stream.__exit__(None, None, None)
    assert [data["content"] for _, data in heard[0]] == [str(number) for number in range(50)]
    assert all(one == heard[0] for one in heard)


def test_a_storm_of_reconnects_while_others_post_loses_and_repeats_nothing(chat):
    threads = [chat.create(RUN, child=f"child-{number}")["thread_id"] for number in range(4)]
    count = 60

    def post(thread: str) -> list[str]:
        with Chat(chat.url) as poster:
            return [poster.send(thread, "child", "Architect", "status", f"{thread} {number}")["message_id"] for number in range(count)]

    def follow(rest: int) -> list[str]:
        heard, last = [], None
        while rest > 0:
            with chat.stream(RUN, last) as stream:
                stream.until("connected")
                for name, data in stream.take(min(rest, 1 + rest % 7)):
                    heard.append(data["message_id"])
                    rest -= 1
                last = stream.last_id
        return heard

    with ThreadPoolExecutor(12) as pool:
        posting = [pool.submit(post, thread) for thread in threads]
        following = [pool.submit(follow, 4 + 4 * count) for _ in range(8)]
        posted = [id for one in posting for id in one.result(60)]
        heard = [one.result(60) for one in following]
    assert all(len(set(one)) == len(one) and set(posted) < set(one) for one in heard)
    assert all(one == heard[0] for one in heard)


@pytest.mark.parametrize(
    "content",
    ["line\nline\r\n\n: comment\ndata: forged\n\nevent: connected", "\u0000\u0001\u001b[31m\u007f\u0085\u2028\u2029", "\u202eevil \u05d0\u05d1 \u0627", "<script>", "x" * 102400, ""],
    ids=["lines", "controls", "right to left", "markup", "long", "empty"],
)
def test_hostile_content_arrives_intact(chat, content):
    thread = chat.create(RUN)["thread_id"]
    with chat.stream(RUN) as live:
        live.take(2)
        chat.send(thread, "Dir-Code", "Architect", "answer", content, metadata={"\n": content})
        assert live.next()[1]["content"] == content
    with chat.stream(RUN) as stream:
        message = stream.take(3)[2][1]
    assert (message["content"], message["metadata"]) == (content, {"\n": content})
    assert chat.get(f"/api/agent_chat/thread/{thread}")["messages"][1]["content"] == content


def test_what_other_systems_report_is_told_like_its_own(running, chat):
    with Client(running) as native, chat.stream("r") as stream:
        stream.until("connected")
        native.post(
            event("thread.opened", agent="boss", session="elsewhere", data={"thread": "t", "run": "r", "parent": "boss", "child": "kid"}),
            event("message.sent", agent="kid", session="elsewhere", data={"thread": "t", "from": "kid", "to": "boss", "content": "hi"}),
            event("message.sent", agent="a", session="r", data={"thread": "u", "from": "a", "to": "b", "content": "no opening", "type": "status", "message": "m1"}),
            event("message.sent", agent="a", session="other", data={"thread": "v", "from": "a", "to": "b", "content": "of another run"}),
            event("thread.closed", agent="kid", session="elsewhere", data={"thread": "t", "status": "success", "result": "ok"}),
        )
        (_, created), (_, hi), (_, unopened), (name, closed) = stream.take(4)
    assert (created["thread_id"], created["run_id"]) == ("t", "r")
    assert (hi["run_id"], hi["message_id"], hi["message_type"], hi["metadata"]) == ("r", "event-2", "message", {})
    assert (unopened["thread_id"], unopened["message_id"]) == ("u", "m1")
    assert (name, closed["status"], closed["result"]) == (CLOSED, "completed", "ok")
    with chat.stream("r") as again:
        assert [data.get("content") for _, data in again.take(3)] == [None, "hi", "no opening"]


def test_the_past_can_be_watched_again(chat):
    thread = chat.create(RUN)["thread_id"]
    chat.send(thread, "Dir-Code", "Architect", "status", "then")
    with chat.stream(RUN, query="?at=2&speed=1000") as stream:
        assert [name for name, _ in stream.take(3)] == ["connected", SENT, SENT]
        chat.send(thread, "Dir-Code", "Architect", "status", "now")
        assert stream.next()[1]["content"] == "now"


def test_a_thread_and_everything_have_streams_of_their_own(chat):
    thread = chat.create("run-a")["thread_id"]
    with Stream(f"{chat.url}/agent_chat/stream/{thread}") as one, Stream(f"{chat.url}/agent_chat/stream/run-a") as run, Stream(f"{chat.url}/agent-chat/events") as all:
        assert one.take(2)[0][1] == {"status": "ok", "thread_id": thread}
        assert run.take(2)[0][1] == {"status": "ok", "run_id": "run-a"}
        all.until("connected")
        chat.create("run-b", message="elsewhere")
        chat.send(thread, "Dir-Code", "Architect", "status", "here")
        assert one.next()[1]["content"] == run.next()[1]["content"] == "here"
        assert [data["run_id"] for _, data in all.take(3)] == ["run-b", "run-b", "run-a"]


def test_a_restart_is_bridged_by_the_last_id(running, chat):
    thread = chat.create(RUN)["thread_id"]
    with chat.stream(RUN) as stream:
        stream.take(2)
        last = stream.last_id
        chat.send(thread, "Dir-Code", "Architect", "status", "before")
    running.restart()
    with Chat(running.url) as again:
        assert again.send(thread, "Dir-Code", "Architect", "status", "after")["run_id"] == RUN
        with again.stream(RUN, last) as stream:
            assert [data.get("content") for _, data in stream.take(3)] == [None, "before", "after"]


def test_health_is_told_in_the_originals_words_on_its_port(perch, tmp_path):
    with Server(perch, tmp_path / "data", "--listen-chat", "127.0.0.1:0") as server:
        port = int(server.start().running.wait_for(r"http://127\.0\.0\.1:(\d+) \(chat\)").group(1))
        health = httpx.get(f"http://127.0.0.1:{port}/health").json()
        assert (health["status"], health["service"], health["port"]) == ("ok", "hmi_app", port)
        assert 0 <= health["uptime_seconds"] < 60
        assert datetime.fromisoformat(health["server_start_time"]) <= datetime.fromisoformat(health["timestamp"])
        assert httpx.get(f"{server.url}/health").json()["service"] == "perch"
        with Chat(f"http://127.0.0.1:{port}") as chat:
            chat.create(RUN)
            with chat.stream(RUN) as stream:
                assert [name for name, _ in stream.take(2)] == ["connected", SENT]
