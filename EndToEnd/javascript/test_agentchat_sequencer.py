"""The sequencer's EventSource on the conversations of a run: blocks as they are said, each once, over restarts and when another run is chosen."""

import httpx
from harness.client import event
from javascript.page import Page

RUN = "test-run-agent-chat-viz-001"


def opened(thread: str, run: str = RUN) -> dict:
    return event("thread.opened", data={"thread": thread, "run": run, "parent": "Architect", "child": "Dir-Code"})


def said(id: str, content: str, thread: str = "t", type: str = "question", **data) -> dict:
    return event("message.sent", data={"thread": thread, "message": id, "from": "Dir-Code", "to": "Architect", "type": type, "content": content, **data})


def test_the_listener_turns_what_was_said_and_what_is_said_into_blocks(steady, native):
    native.post(opened("t"), said("m1", "Which <b>library</b>?\nAnd\u2028why?", metadata={"urgency": "blocking"}))
    with Page("agentchat.js", steady.host, RUN) as page:
        assert page.only("connected") == {"what": "connected", "status": "ok", "run_id": RUN}
        block = page.only("block")["block"]
        start = block.pop("start_time")
        assert 0 < block.pop("end_time") - start < 0.2
        assert block == {
            "task_id": "m1", "action_type": "agent_chat_question", "from_agent": "Dir-Code", "to_agent": "Architect",
            "content": "Which <b>library</b>?\nAnd\u2028why?", "metadata": {"urgency": "blocking"},
        }  # fmt: skip
        created = httpx.post(
            f"{steady.url}/api/agent_chat/create",
            json={"run_id": RUN, "parent_agent_id": "Architect", "child_agent_id": "Dir-Data", "initial_message": "Test real-time message"},
        ).json()
        assert page.only("created")["thread"]["thread_id"] == created["thread_id"]
        block = page.only("block")["block"]
        assert (block["content"], block["action_type"]) == ("Test real-time message", "agent_chat_delegation")
        native.post(event("thread.closed", data={"thread": "t", "status": "completed", "result": "Done"}))
        ended = page.only("ended")["thread"]
        assert (ended["thread_id"], ended["status"], ended["result"]) == ("t", "completed", "Done")


def test_the_listener_is_pinged_every_fifteen_seconds(steady):
    with Page("agentchat.js", steady.host, RUN) as page:
        page.only("connected")
        page.only("ping")


def test_the_event_source_comes_back_by_itself_and_no_block_is_missed_or_told_twice(steady, native, restart):
    native.post(opened("t"), said("m1", "before"))
    with Page("agentchat.js", steady.host, RUN) as page:
        page.until("block")
        restart()
        assert page.only("error")["again"]
        native.post(said("m2", "while it was away"))
        page.until("connected")
        assert page.only("block")["block"]["content"] == "while it was away"
        native.post(said("m3", "and live"))
        assert page.only("block")["block"]["content"] == "and live"


def test_who_chooses_another_run_hears_that_one_alone(steady, native):
    native.post(opened("t"), opened("u", "run-2"), said("other", "of the second", thread="u"))
    with Page("agentchat.js", steady.host, RUN) as page:
        page.only("connected")
        native.post(event("thread.closed", data={"thread": "t", "status": "completed", "result": "next: run-2"}))
        page.only("ended")
        assert page.only("connected")["run_id"] == "run-2"
        assert page.only("block")["block"]["task_id"] == "other"
        native.post(opened("v"), said("first", "of the first", thread="v"), said("last", "of the second", thread="u"))
        assert page.only("block")["block"]["task_id"] == "last"
