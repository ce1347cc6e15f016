import json
import signal
import time


def shape(text: str, *less: str) -> list:
    """The events of a printed run, without their times."""
    return [{key: value for key, value in json.loads(line).items() if key not in ("time", *less)} for line in text.splitlines()]


def test_the_same_seed_prints_the_same_run(alone):
    words = ("demo", "--print", "--run", "r", "--seconds", "20", "--seed")
    assert shape(alone.fine(*words, "7")) == shape(alone.fine(*words, "7"))
    assert shape(alone.fine(*words, "7")) != shape(alone.fine(*words, "8"))


def test_the_same_seed_is_the_same_run_without_a_name_too_and_may_be_sent_again(cli):
    words = ("demo", "--seconds", "5", "--seed", "7", "--print")
    first = cli.fine(*words)
    time.sleep(1.1)  # the ids that let it be sent again tell the second
    second = cli.fine(*words)
    assert shape(first, "id") == shape(second, "id")
    assert shape(first) != shape(second)


def test_a_run_is_sent_at_its_pace_and_told(cli):
    began = time.monotonic()
    out = cli.fine("demo", "--agents", "5", "--rate", "30", "--seconds", "3")
    took = time.monotonic() - began
    assert 2 < took < 10
    count = int(out.split()[0])
    assert 60 <= count <= 120
    sent = [event for event in cli.events() if event.get("id")]
    assert len(sent) == count
    assert len({event["agent"] for event in sent}) == 5


def test_the_same_run_again_adds_nothing(cli):
    words = ("demo", "--fast", "--rate", "50", "--seconds", "5", "--run", "again")
    first = cli.fine(*words)
    assert "0 events sent; " + first.split()[0] + " were there already" in cli.fine(*words)


def test_a_command_never_aborts_on_its_way_out(cli):
    for _ in range(100):  # it did, once in thirty times: its loop still ran while the process was torn down
        cli.fine("demo", "--fast", "--rate", "10", "--seconds", "1", "--agents", "2", "--run", "again")


def test_control_c_ends_it_well(cli):
    demo = cli.start("demo", "--rate", "30", "--seconds", "600", "--run", "r")
    demo.wait_for("agents")
    time.sleep(3)
    demo.signal(signal.SIGINT)
    assert demo.wait() == 0
    assert "Stopped: " in demo.output
    events = cli.events()
    started = {event["agent"] for event in events if event["kind"] == "agent.started"}
    finished = {event["agent"] for event in events if event["kind"] == "agent.finished"}
    assert started and started == finished
    assert sum(event["kind"] == "session.started" for event in events) == sum(event["kind"] == "session.finished" for event in events)


def test_a_server_that_goes_and_comes_gets_the_whole_run(perch, tmp_path):
    from cli.conftest import CommandLine, free_port
    from harness.server import Server

    port = free_port()
    with Server(perch, tmp_path / "data", "--listen", f"127.0.0.1:{port}") as server:
        server.start()
        cli = CommandLine(perch, server, tmp_path)
        demo = cli.start("demo", "--rate", "40", "--seconds", "8", "--run", "r", "--server", f"http://127.0.0.1:{port}")
        time.sleep(2)
        server.kill()
        time.sleep(1)
        server.start()
        assert demo.wait(60) == 0
        printed = cli.fine("demo", "--print", "--rate", "40", "--seconds", "8", "--run", "r").splitlines()
        ids = [event["id"] for event in cli.events() if event.get("id")]
        assert ids == [json.loads(line)["id"] for line in printed]
