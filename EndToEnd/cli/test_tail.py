import json
import os
import pty
import re
import select
import struct
import subprocess
import fcntl
import termios
import time

import pytest
from cli.conftest import CommandLine, clean, free_port
from harness.server import Server


def numbers(program) -> list[int]:
    return [json.loads(line)["seq"] for line in program.lines if line.startswith("{")]


def emit(cli, count: int, start: int = 0) -> None:
    lines = "".join(json.dumps({"kind": "log.written", "agent": "a", "data": {"message": f"m{start + n}"}}) + "\n" for n in range(count))
    cli.fine("emit", "-", input=lines)


def log_lines(program) -> list[str]:
    return [json.loads(line)["data"]["message"] for line in program.lines if line.startswith("{") and '"log.written"' in line]


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_a_server_that_goes_and_comes_leaves_no_gap_and_no_repeat(perch, tmp_path, ending):
    port = free_port()
    with Server(perch, tmp_path / "data", "--listen", f"127.0.0.1:{port}") as server:
        server.start()
        cli = CommandLine(perch, server, tmp_path)
        tail = cli.start("tail", "--json", "--after", "0", "--server", f"http://127.0.0.1:{port}")
        try:
            emit(cli, 1)
            tail.wait_for(r'"m0"')
            for round in range(3):
                emit(cli, 20, 1 + round * 40)
                getattr(server, ending)()
                server.start()
                emit(cli, 20, 21 + round * 40)
                tail.wait_for(rf'"m{40 + round * 40}"', within=30)
            assert log_lines(tail) == [f"m{n}" for n in range(121)]
            seqs = numbers(tail)
            assert seqs == sorted(set(seqs))
            assert "is back" in tail.output
        finally:
            tail.kill()


def test_it_begins_with_the_last_events_in_their_order(cli):
    emit(cli, 30)
    tail = cli.start("tail", "--json", "--last", "5", "--kind", "log.written")
    tail.wait_for(r'"m29"')
    emit(cli, 1, 30)
    tail.wait_for(r'"m30"')
    tail.kill()
    assert log_lines(tail) == [f"m{n}" for n in range(25, 31)]


def test_it_begins_behind_a_number_or_a_time(cli):
    emit(cli, 10)
    for where in ("4", "2000-01-01T00:00:00Z"):
        tail = cli.start("tail", "--json", "--after", where)
        tail.wait_for(r'"m9"')
        tail.kill()
        assert log_lines(tail) == [f"m{n}" for n in range(4 if where == "4" else 0, 10)]


def test_filters_let_only_what_was_asked_for_through(cli):
    tail = cli.start("tail", "--json", "--after", "0", "--kind", "tool.*", "--agent", "a1", "--project", "web", "--query", "needle")
    for agent, project, text in [("a2", "web", "needle"), ("a1", "x", "needle"), ("a1", "web", "hay"), ("a1", "web", "needle")]:
        cli.fine("emit", "tool.started", "--agent", agent, "--project", project, "tool=Bash", f"input={text}")
    cli.fine("emit", "log.written", "--agent", "a1", "--project", "web", "message=needle")
    cli.fine("emit", "tool.started", "--agent", "a1", "--project", "web", "tool=Bash", "input=needle last")
    tail.wait_for(r"needle last")
    tail.kill()
    assert [(e["agent"], e["project"], e["data"]["input"]) for e in map(json.loads, tail.lines)] == [
        ("a1", "web", "needle"),
        ("a1", "web", "needle last"),
    ]


def test_a_filter_the_server_refuses_is_said(cli):
    done = cli("tail", "--kind", ",".join(["k"] * 65))
    assert done.returncode == 1
    assert "kind" in done.stderr


def test_no_server_at_first_is_an_error(alone):
    done = alone("tail", "--server", "http://127.0.0.1:1")
    assert done.returncode == 1
    assert "No Perch answers at http://127.0.0.1:1" in done.stderr


def test_into_a_pipe_go_plain_lines_without_colours(cli):
    cli.fine("emit", "tool.started", "--agent", "ada", "tool=Bash", "input=make test")
    tail = cli.start("tail")
    line = tail.wait_for(r"Bash").string
    tail.kill()
    assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3}  ada +▸ tool\.started +Bash  make test", line)


class Screen:
    """A command on a terminal of a given width, and every byte it writes there."""

    def __init__(self, cli: CommandLine, columns: int, *words: str, env: dict[str, str] | None = None):
        self.near, far = pty.openpty()
        fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.process = subprocess.Popen(
            [cli.binary, *words], stdin=far, stdout=far, stderr=far, cwd=cli.folder,
            env=clean({"PERCH_SERVER": cli.server.url, "TERM": "xterm-256color"} | (env or {})),
        )
        os.close(far)
        self.bytes = b""

    def until(self, wanted: bytes, within: float = 20) -> bytes:
        deadline = time.monotonic() + within
        while wanted not in self.bytes:
            ready, _, _ = select.select([self.near], [], [], max(0, deadline - time.monotonic()))
            assert ready, f"{wanted!r} never came; it wrote {self.bytes!r}"
            self.bytes += os.read(self.near, 65536)
        return self.bytes

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.near)


HOSTILE = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202egnp.exe\rover\x08\x7f"


@pytest.mark.parametrize("no_colour", [False, True])
def test_nothing_an_agent_writes_steers_the_terminal(cli, no_colour):
    event = {"kind": "tool.started", "agent": HOSTILE, "project": HOSTILE, "data": {"tool": HOSTILE, "input": HOSTILE}}
    cli.fine("emit", "-", input=json.dumps(event))
    cli.fine("emit", "-", input=json.dumps({"kind": HOSTILE, "agent": "x", "data": {HOSTILE: HOSTILE}}))
    cli.fine("emit", "log.written", "message=the end")
    screen = Screen(cli, 150, "tail", env={"NO_COLOR": "1"} if no_colour else {})
    text = screen.until(b"the end").decode()
    screen.close()
    assert ("\x1b[" in text) != no_colour
    ours = re.sub(r"\x1b\[[0-9;]*m", "", text).replace("\r\n", "\n")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", ours)
    assert "␛[2J" in ours


@pytest.mark.parametrize("columns", [30, 60, 80, 120])
def test_lines_fit_the_terminal(cli, columns):
    cli.fine("emit", "log.written", "--agent", "an-agent-with-a-long-name", f"message={'long ' * 60}")
    cli.fine("emit", "log.written", "message=end")
    screen = Screen(cli, columns, "tail", env={"NO_COLOR": "1"})
    text = screen.until(b"end").decode()
    screen.close()
    assert max(len(line) for line in text.splitlines()) <= columns
    assert "…" in text
