"""Starting, stopping and refusing to start."""

import signal
import socket

import pytest
from harness.client import Client, event
from harness.program import run
from harness.server import Server
from websockets.exceptions import ConnectionClosed


def test_a_stop_closes_1001_and_ends_with_0(running):
    with Client(running) as client, client.live() as live, client.stream("?after=0") as stream:
        live.hear()
        client.post(event(id="last"))
        assert stream.take(1)[0]["id"] == "last"
        assert running.stop() == 0
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                live.hear()
        assert closed.value.rcvd.code == 1001
        assert list(stream.messages()) == []


def test_what_was_accepted_before_a_stop_is_there_after(running):
    with Client(running) as client:
        client.post(*[event(id=str(index)) for index in range(100)])
    running.restart()
    with Client(running) as client:
        assert [one["id"] for one in client.events()] == [str(index) for index in range(100)]


def test_an_idle_connection_does_not_hold_up_a_stop(running):
    idle = socket.create_connection(("127.0.0.1", running.port))
    half = socket.create_connection(("127.0.0.1", running.port))
    half.sendall(b"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
    assert running.stop(within=12) == 0
    idle.close()
    half.close()


def test_a_second_signal_ends_it_at_once(running):
    program = running.running
    half = socket.create_connection(("127.0.0.1", running.port))
    half.sendall(b"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
    program.signal(signal.SIGTERM)
    program.wait_for("closing")  # two signals of a kind at once are one
    program.signal(signal.SIGTERM)
    program.wait(within=3)


def test_sigint_is_a_stop_too(running):
    program = running.running
    program.signal(signal.SIGINT)
    assert program.wait(within=12) == 0


def refused(command: list[str], *words: str):
    """A refusal: not 0, a sentence that names what is wrong, nothing like a stack trace."""
    ended = run(command, within=15)
    said = ended.stdout + ended.stderr
    assert ended.returncode not in (0, -6, -4, -5, -11), f"{ended.returncode}: {said}"
    assert all(word.lower() in said.lower() for word in words), said
    assert "Fatal error" not in said
    return ended


def test_a_second_server_on_the_same_folder_is_refused(running):
    refused(running.command, str(running.data.name))
    with Client(running) as client:
        client.post(event())


def test_after_a_kill_the_folder_is_free(running):
    running.kill()
    running.start()


def test_a_port_that_is_taken(perch, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused([perch, "serve", "--listen", f"127.0.0.1:{port}", "--data", str(tmp_path / "data")], str(port))


def test_a_folder_that_cannot_be(perch, tmp_path):
    (tmp_path / "file").write_text("a file, not a folder")
    refused([perch, "serve", "--listen", "127.0.0.1:0", "--data", str(tmp_path / "file" / "data")], "file")


def test_listening_to_the_world_needs_a_token(perch, tmp_path):
    refused([perch, "serve", "--listen", "0.0.0.0:0", "--data", str(tmp_path / "data")], "token")


@pytest.mark.parametrize("options, words", [
    (["serve", "--lisen", "127.0.0.1:0"], ["--lisen", "--listen"]),
    (["serve", "--listen", "nonsense"], ["--listen"]),
    (["serve", "--durability", "some"], ["--durability", "power", "process"]),
    (["serv"], ["serv", "serve"]),
    (["tail", "--server", "not a url"], ["server"]),
])  # fmt: skip
def test_a_wrong_command_line_is_answered_with_the_nearest_right_one(perch, options, words):
    refused([perch, *options], *words)


@pytest.mark.parametrize("command", [["help"], ["--help"], ["version"], ["serve", "--help"]])
def test_asking_for_help_is_no_error(perch, command):
    ended = run([perch, *command])
    assert ended.returncode == 0 and len(ended.stdout) > 5


@pytest.mark.parametrize("damage", ["beginning", "cut"])
def test_a_log_that_is_not_one_is_named_and_left_alone(running, damage):
    with Client(running) as client:
        client.post(*[event(data={"message": "x" * 500}) for _ in range(500)])
    running.stop()
    files = [path for path in running.data.rglob("*") if path.is_file() and path.stat().st_size > 50_000]
    assert files, "no log file was found"
    log = max(files, key=lambda path: path.stat().st_size)
    content = log.read_bytes()
    log.write_bytes(b"not a log at all" + content[16:] if damage == "beginning" else content[: len(content) // 2 - 77])
    before = log.read_bytes()
    refused(running.command)
    assert log.read_bytes() == before, "a damaged log is not written to"


def test_emit_events_and_refusals(running, perch):
    server = ["--server", running.url]
    ended = run([perch, "emit", "-", *server], input='{"kind":"agent.started","agent":"cli"}\n')
    assert ended.returncode == 0, ended.stderr
    ended = run([perch, "emit", "-", *server], input='{"kind":"tool.started","agent":"cli","data":{}}\n')
    assert ended.returncode != 0 and "tool" in ended.stderr
    ended = run([perch, "events", *server])
    assert ended.returncode == 0 and '"agent":"cli"' in ended.stdout and ended.stdout.count("\n") == 1


def test_the_rest_of_the_command_line_works_together(running, perch, tmp_path):
    server = ["--server", running.url]
    ended = run([perch, "demo", *server, "--agents", "4", "--seconds", "20", "--seed", "7", "--fast"], within=60)
    assert ended.returncode == 0, ended.stderr
    ended = run([perch, "events", *server, "--all", "--output", str(tmp_path / "all.ndjson")])
    assert ended.returncode == 0, ended.stderr
    lines = (tmp_path / "all.ndjson").read_text().splitlines()
    assert len(lines) > 20
    with Client(running) as client:
        assert len(client.events()) == len(lines)


def test_doctor_finds_a_healthy_folder_healthy(running, perch):
    with Client(running) as client:
        client.post(*[event() for _ in range(100)])
    running.stop()
    ended = run([perch, "doctor", "--data", str(running.data), "--listen", "127.0.0.1:0"])
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_a_server_on_another_folder_is_untouched(perch, tmp_path):
    with Server(perch, tmp_path / "one") as one, Server(perch, tmp_path / "two") as two:
        one.start(), two.start()
        with Client(one) as first, Client(two) as second:
            first.post(event())
            assert second.events() == []
