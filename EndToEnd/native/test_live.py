"""`WS /v1/live`: a screen that folds the deltas shows the state, now and in the past."""

import random
import time

import pytest
from harness.client import Client, event
from websockets.exceptions import ConnectionClosed

KINDS = ["agent.started", "agent.updated", "tool.started", "tool.finished", "usage.added", "agent.finished", "message.sent"]


def make(index: int, dice: random.Random) -> dict:
    kind = dice.choice(KINDS)
    agent = f"a{dice.randrange(6)}"
    call = f"c{dice.randrange(40)}"
    data = {
        "agent.started": {"name": agent, "parent": f"a{dice.randrange(6)}", "role": "worker"},
        "agent.updated": {"status": dice.choice(["idle", "processing", "waiting"]), "progress": dice.randrange(101)},
        "tool.started": {"tool": dice.choice(["Bash", "Read"]), "call": call},
        "tool.finished": {"call": call, "ok": dice.random() < 0.8, "duration_ms": dice.randrange(5000)},
        "usage.added": {"model": "m", "input_tokens": dice.randrange(1000), "cost_usd": 0.25},
        "agent.finished": {"outcome": "completed"},
        "message.sent": {"thread": f"t{dice.randrange(3)}", "from": agent, "to": "a0", "content": f"message {index}"},
    }[kind]
    return event(kind, agent=agent, session=f"s{dice.randrange(3)}", project=dice.choice(["web", "api"]), data=data)


def fill(client, count: int, seed: int = 1, each: int = 10) -> int:
    dice = random.Random(seed)
    last = 0
    for start in range(0, count, each):
        last = client.post(*[make(start + index, dice) for index in range(each)])["last_seq"]
    return last


def shown(views: dict) -> dict:
    """Views without those that are empty, which a delta has no way to bring."""
    return {name: rows for name, rows in views.items() if rows}


def agree(live, client, **query) -> None:
    """The screen shows the state, at one and the same seq; the watcher may add events of its own, so this may take a few looks."""
    deadline = time.monotonic() + 10
    while True:
        state = client.state(**query)
        if live.until(state["seq"]).seq == state["seq"]:
            break
        assert time.monotonic() < deadline, "the screen is never where the state is"
    assert shown(live.views) == shown(state["views"])


def test_the_first_answer_is_a_snapshot_equal_to_the_state(running):
    with Client(running) as client:
        last = fill(client, 100)
        with client.live() as live:
            snapshot = live.hear()
            assert snapshot["type"] == "snapshot" and snapshot["seq"] >= last
            assert snapshot["views"] == client.state(at=snapshot["seq"])["views"]


def test_folded_deltas_are_the_state(running):
    with Client(running) as client:
        fill(client, 50)
        with client.live() as live:
            live.hear()
            for seed in range(2, 12):
                fill(client, 50, seed)
            agree(live, client)


def test_deltas_carry_every_event_once_in_order(running):
    with Client(running) as client, client.live() as live:
        live.hear()
        last = fill(client, 300)
        live.until(last)
        assert [one["seq"] for one in live.events] == list(range(1, live.seq + 1))


def test_only_the_views_and_project_that_were_asked_for(running):
    with Client(running) as client:
        fill(client, 40)
        with client.live(views=["agents", "totals"], project="web") as live:
            live.hear()
            last = fill(client, 200, 5)
            client.post(event(project="web", agent="a0"))
            live.until(last + 1)
            assert set(live.views) <= {"agents", "totals"}
            assert {row["project"] for row in live.views["agents"].values()} == {"web"}
            agree(live, client, views="agents,totals", project="web")


def test_a_row_that_changes_often_is_conflated(running):
    with Client(running) as client, client.live() as live:
        live.hear()
        began = time.monotonic()
        while time.monotonic() - began < 1:
            client.post(*[event("agent.updated", agent="busy", data={"progress": index % 100}) for index in range(40)])
        last = client.post(event("agent.updated", agent="busy", data={"progress": 100}))["last_seq"]
        seconds = time.monotonic() - began
        live.until(last)
        deltas = [one for one in live.messages if one["type"] == "delta"]
        assert len(deltas) <= 20 * seconds + 3, f"{len(deltas)} deltas in {seconds:.1f} s"
        (row,) = live.views["agents"].values()
        assert row["progress"] == 100


def test_when_quiet_a_delta_comes_at_once(running):
    with Client(running) as client, client.live() as live:
        live.hear()
        took = []
        for _ in range(10):
            time.sleep(0.12)
            began = time.monotonic()
            live.until(client.post(event(agent="a"))["last_seq"])
            took.append(time.monotonic() - began)
        assert sorted(took)[5] < 0.045, f"{took}"


@pytest.mark.parametrize("at", [1, 60, 140, 200])
def test_seeking_shows_the_past(running, at):
    with Client(running) as client:
        fill(client, 200)
        with client.live() as live:
            live.hear()
            live.say("pause")
            live.say("seek", at=at)
            past = live.hear_a("snapshot")
            while past["seq"] != at:
                past = live.hear_a("snapshot")
            assert past["views"] == client.state(at=at)["views"]


def test_a_replay_plays_to_the_end_and_goes_on_live(running):
    with Client(running) as client:
        start = int(time.time() * 1000) - 3_600_000
        dice = random.Random(3)
        client.post(*[{**make(index, dice), "time": start + index * 1000} for index in range(200)])
        with client.live() as live:
            live.hear()
            live.say("speed", value=100)
            live.say("seek", at=1)
            while live.hear_a("snapshot")["seq"] != 1:
                pass
            live.say("live")
            live.hear_a("snapshot")
            fill(client, 20, 9)
            agree(live, client)


def test_a_replay_by_speed_folds_to_the_state(running):
    with Client(running) as client:
        dice = random.Random(4)
        for index in range(30):
            client.post(make(index, dice))
            time.sleep(0.02)
        with client.live() as live:
            live.hear()
            live.say("speed", value=4)
            live.say("seek", at=1)
            while live.hear_a("snapshot")["seq"] != 1:
                pass
            live.until(30)
            assert shown(live.views) == shown(client.state(at=live.seq)["views"])


BAD = ["{", "7", "{}", '{"type":"dance"}', '{"type":"seek"}', '{"type":"seek","at":"never"}', '{"type":"subscribe","views":["no"]}',
       '{"type":"speed","value":"fast"}']  # fmt: skip


@pytest.mark.parametrize("message", BAD)
def test_a_bad_message_is_answered_in_words(running, message):
    with Client(running) as client, client.live() as live:
        live.hear()
        live.socket.send(message)
        answer = live.hear()
        assert answer["type"] == "error", answer
        error = answer.get("error", answer)
        assert error["code"] in ("invalid_message", "invalid_json", "invalid_parameter") and error["message"]
        last = client.post(event())["last_seq"]
        live.until(last)


def test_a_message_over_64_kib_closes_1009(running):
    with Client(running) as client, client.live() as live:
        live.hear()
        live.socket.send('{"type":"subscribe","project":"' + "x" * 65536 + '"}')
        with pytest.raises(ConnectionClosed) as closed:
            live.hear()
        assert closed.value.rcvd.code == 1009


def test_twenty_screens_end_up_the_same(running):
    with Client(running) as client:
        screens = [client.live() for _ in range(20)]
        for screen in screens:
            screen.hear()
        last = fill(client, 500)
        for screen in screens:
            screen.until(last)
            screen.close()
        assert all(shown(screen.views) == shown(screens[0].views) for screen in screens)


def test_an_old_line_that_comes_late_puts_no_agent_to_rest_that_is_at_work(running):
    with Client(running) as client, client.live(views=["agents"]) as live:
        client.post(event("agent.started", agent="a"), event("log.written", agent="old", time="2020-01-01T00:00:00Z"))
        client.post(event("log.written", agent="a", time="2020-01-01T00:00:00Z"))
        while live.views.get("agents", {}).get("default/old", {}).get("presence") != "idle":
            live.hear()
        assert live.views["agents"]["default/a"]["presence"] == "active"
