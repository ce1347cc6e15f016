"""The plain client: what is reported arrives as it should, what is asked is answered."""

import asyncio
import logging
import threading
from datetime import datetime, timedelta, timezone

import pytest
from clients.conftest import Impostor, response, stored, told

from perch import AsyncPerch, Perch, PerchError


def test_an_event_arrives_with_everything_it_was_given(house, hub):
    when = datetime(2026, 5, 2, 15, 0, 0, 123456, timezone(timedelta(hours=2)))
    id = hub.emit("handoff.made", "a", "s", data={"reason": "tired"}, id="e-1", time=when, from_="a", to="b", type=None)
    assert id == "e-1" and hub.flush(10)
    [event] = stored(house, project=hub.reporter.defaults["project"])
    given = {"kind": "handoff.made", "agent": "a", "session": "s", "id": "e-1", "time": "2026-05-02T13:00:00.123456Z"}
    assert given.items() <= event.items()
    assert event["data"] == {"reason": "tired", "from": "a", "to": "b"}


def test_times_are_seconds_or_texts_too_and_now_when_none_is_given(house, hub):
    before = datetime.now(timezone.utc)
    for time in (1777726800, 1777726800.5, "2026-05-02T13:00:00.500Z", None):
        hub.emit("tick", "a", time=time)
    assert hub.flush(10)
    whole, first, second, last = [event["time"] for event in stored(house, project=hub.reporter.defaults["project"])]
    assert whole == "2026-05-02T13:00:00.000000Z" and first == second == "2026-05-02T13:00:00.500000Z"
    assert before <= datetime.fromisoformat(last.replace("Z", "+00:00")) <= datetime.now(timezone.utc)


def test_what_a_client_is_made_with_stands_where_an_event_says_nothing_else(house):
    with Perch(house.url, agent="a", session="s", project="defaults") as hub:
        hub.emit("one")
        hub.emit("two", agent="b", session="t")
        hub.emit("three", agent=7)
        assert [(one["agent"], one["session"]) for one in told(hub, house, "agent", "session")] == [("a", "s"), ("b", "t"), ("7", "s")]


def test_an_agent_and_its_tools_tell_of_their_start_and_their_end(house, hub):
    with hub.agent("nora", "s", name="Nora", role="researcher") as nora:
        with nora.tool("Bash", input={"command": "ls"}, target="/") as call:
            call.output = "bin"
        nora.update("processing", 40, "reading", feature="f1")
        nora.usage("m", 10, 20, cost_usd=0.5)
        nora.log("done")
    told_of = told(hub, house, "agent", "session")
    assert {(one.pop("agent"), one.pop("session")) for one in told_of} == {("nora", "s")}
    assert told_of[2].pop("duration_ms") >= 0 and told_of[6].pop("duration_ms") >= 0
    assert told_of == [
        {"kind": "agent.started", "name": "Nora", "role": "researcher"},
        {"kind": "tool.started", "tool": "Bash", "input": '{"command":"ls"}', "target": "/", "call": call.call},
        {"kind": "tool.finished", "call": call.call, "ok": True, "output": "bin"},
        {"kind": "agent.updated", "status": "processing", "progress": 40, "message": "reading", "feature": "f1"},
        {"kind": "usage.added", "model": "m", "input_tokens": 10, "output_tokens": 20, "cost_usd": 0.5},
        {"kind": "log.written", "message": "done", "level": "info"},
        {"kind": "agent.finished", "outcome": "completed"},
    ]


def test_an_exception_is_told_and_goes_on_its_way(house, hub):
    with pytest.raises(KeyError), hub.agent("a"), hub.tool("Read", agent="a"):
        raise KeyError("gone")
    ends = [one for one in told(hub, house) if one["kind"].endswith("finished")]
    assert [(one.get("ok"), one.get("outcome"), one["error"]) for one in ends] == [
        (False, None, "KeyError: 'gone'"),
        (None, "error", "KeyError: 'gone'"),
    ]


def test_many_threads_report_at_once_and_each_event_arrives_once_in_its_threads_order(house):
    with Perch(house.url, project="threads", max_events=20_000) as hub:
        threads = [threading.Thread(target=lambda n=n: [hub.emit("tick", f"a{n}", n=i) for i in range(500)]) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert hub.flush(20) and hub.sent == 4000 and hub.waiting == hub.dropped == hub.refused == 0
    for n in range(8):
        assert [event["data"]["n"] for event in stored(house, project="threads", agent=f"a{n}")] == list(range(500))


def test_events_are_asked_for_by_filters_and_page_after_page(hub):
    project = hub.reporter.defaults["project"]
    for n in range(2500):
        hub.emit("tick" if n % 2 else "tock", "a", n=n)
    assert hub.flush(20)
    assert [event["data"]["n"] for event in hub.all_events(project=project, kind=["tick", "tock"])] == list(range(2500))
    assert [event["data"]["n"] for event in hub.events(project=project, kind="tick", limit=2)] == [1, 3]
    assert [event["data"]["n"] for event in hub.events(project=project, kind="tick", newest_first=True, limit=1200)][::1199] == [2499, 101]
    second = hub.events(project=project, kind="tock", limit=2)[1]
    assert hub.events(project=project, kind="tick", after=second["seq"], limit=1)[0]["data"]["n"] == 3


def test_the_world_is_asked_for_now_and_as_it_was(hub):
    project = hub.reporter.defaults["project"]
    hub.emit("agent.updated", "a", progress=10)
    hub.emit("agent.updated", "a", progress=20)
    assert hub.flush(10)
    first = hub.events(project=project, limit=1)[0]
    assert [row["progress"] for row in hub.state(views="agents", project=project)["views"]["agents"].values()] == [20]
    past = hub.state(at=first["seq"], views=["agents", "work"], project=project)
    assert [row["progress"] for row in past["views"]["agents"].values()] == [10] and set(past["views"]) == {"agents", "work"}


def test_a_wrong_question_is_an_error_with_the_hubs_own_words(hub):
    with pytest.raises(PerchError) as refused:
        hub.events(kind="")
    assert (refused.value.code, refused.value.status) == ("invalid_parameter", 400)
    with pytest.raises(TypeError):
        hub.events(knid="tool.*")


def test_a_question_to_a_hub_that_is_away_is_an_error():
    with Impostor(response(200, b"no json")) as other, pytest.raises(PerchError, match="not JSON"):
        Perch(other.url).state()
    with pytest.raises(PerchError, match="cannot be reached") as away:
        Perch("http://127.0.0.1:1").events()
    assert away.value.code == "unreachable"


def test_the_environment_says_which_hub_and_whether_at_all(house, monkeypatch):
    monkeypatch.setenv("PERCH_SERVER", "http://127.0.0.1:1")
    assert Perch().url == "http://127.0.0.1:1"
    monkeypatch.setenv("PERCH_URL", house.host)
    assert Perch().url == house.url and Perch("http://[::1]:99/hub/").url == "http://[::1]:99/hub"
    monkeypatch.setenv("PERCH_DISABLED", "1")
    with Perch(project="silent") as silent:
        assert silent.emit("tick") and silent.flush(1) and not silent.enabled
        assert silent.waiting == silent.sent == 0 and silent.events(project="silent") == []


def test_a_mistake_in_the_arguments_is_told_at_once_and_one_in_the_environment_breaks_nothing(monkeypatch, caplog):
    for wrong in ("ftp://x", "http://", "http://h:port", "http://u:hush@h", "http://h?token=hush"):
        with pytest.raises(ValueError) as mistake:
            Perch(wrong)
        assert "hush" not in str(mistake.value)
    monkeypatch.setenv("PERCH_URL", "ftp://somewhere")
    with caplog.at_level(logging.WARNING, "perch"):
        hub = Perch()
    assert hub.emit("tick") and not hub.enabled and "address of the hub" in hub.last_error and "environment" in caplog.text


def test_after_the_end_nothing_is_taken_and_nothing_breaks(house, monkeypatch):
    hub = Perch(house.url)
    hub.emit("last", project="ended")
    assert hub.close() and hub.close()
    monkeypatch.setattr(hub.reporter.sender, "ensure", None)
    hub.emit("too late", project="ended")
    assert (hub.dropped, hub.refused) == (1, 0), "no thread is started for it"
    assert [event["kind"] for event in stored(house, project="ended")] == ["last"]


def test_the_asynchronous_client_reports_and_asks(house):
    async def program():
        async with AsyncPerch(house.url, project="async") as hub:
            assert await hub.emit("tick", "a", n=1, id="t-1") == "t-1"
            async with hub.agent("nora") as nora, nora.tool("Bash"):
                pass
            assert await hub.flush(10)
            kinds = [event["kind"] for event in await hub.events(project="async", limit=5)]
            paged = [event["kind"] async for event in hub.all_events(project="async", kind="tick,tool.*")]
            rows = (await hub.state(project="async", views="agents"))["views"]["agents"]
            with pytest.raises(PerchError):
                await hub.state(views="no such view")
            return kinds, paged, set(rows)

    assert asyncio.run(program()) == (
        ["tick", "agent.started", "tool.started", "tool.finished", "agent.finished"],
        ["tick", "tool.started", "tool.finished"],
        {"async/a", "async/nora"},
    )
