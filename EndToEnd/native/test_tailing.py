"""`perch serve --tail FILE`: every line once, whatever happens to the file or to the server."""

import json
import os
import random
import time

import pytest
from harness.client import Client, event


def append(path, data: bytes) -> None:
    with open(path, "ab") as file:
        file.write(data)


def agents(server) -> list[str]:
    with Client(server) as client:
        return [one["agent"] for one in client.events()]


def wait_for(server, wanted: list[str], within: float = 5) -> None:
    """Waits for exactly these, in this order, and that nothing more comes."""
    deadline = time.monotonic() + within
    while (seen := agents(server)) != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    assert seen == wanted


@pytest.fixture
def tailed(server, tmp_path):
    """A server that follows a file, which exists and has one old line."""
    path = tmp_path / "log.jsonl"
    path.write_bytes(bare("old"))
    server.options += ["--tail", str(path)]
    server.start()
    return server, path


def test_what_comes_right_after_the_server_says_that_it_is_ready(server, tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_bytes(bare("old"))
    server.options += ["--tail", str(path)]
    server.start()
    append(path, bare("new"))
    wait_for(server, ["new"])


def bare(agent: str) -> bytes:
    """A line without an id, so that only the position keeps it from coming twice."""
    return json.dumps(event(agent=agent)).encode() + b"\n"


def test_what_is_appended_comes_in_from_the_end_on(tailed):
    server, path = tailed
    append(path, bare("new") + bare("newer"))
    wait_for(server, ["new", "newer"])
    with Client(server) as client:
        assert {one["source"] for one in client.events()} == {"native"}


def test_half_a_line_waits_for_its_newline(tailed):
    server, path = tailed
    whole = bare("halved")
    append(path, bare("before") + whole[:20])
    wait_for(server, ["before"])
    time.sleep(0.3)
    append(path, whole[20:])
    wait_for(server, ["before", "halved"])


def test_a_line_byte_by_byte(tailed):
    server, path = tailed
    for byte in bare("slow"):
        append(path, bytes([byte]))
    wait_for(server, ["slow"])


def test_a_bad_line_is_skipped_with_a_warning(tailed):
    server, path = tailed
    append(path, b"this is not JSON\n" + bare("good") + b'{"kind":"tool.started","data":{}}\n' + bare("better"))
    wait_for(server, ["good", "better"])
    assert "log.jsonl" in server.output
    with Client(server) as client:
        metrics = client.http.get("/metrics").text.splitlines()
    assert f'perch_tail_lines_total{{file="{path}"}} 4' in metrics
    assert f'perch_tail_lines_skipped_total{{file="{path}"}} 2' in metrics


def test_a_line_that_is_far_too_long_is_skipped(tailed):
    server, path = tailed
    append(path, bare("before") + b'{"kind":"' + b"x" * (20 << 20) + b'"}\n' + bare("after"))
    server.running.wait_for("skipped the line at byte", within=120)  # a debug build looks at 20 MiB for long
    wait_for(server, ["before", "after"])


def test_rotation_by_rename(tailed):
    server, path = tailed
    append(path, bare("a"))
    wait_for(server, ["a"])
    with open(path, "ab") as old:
        os.rename(path, path.with_suffix(".1"))
        old.write(bare("b"))
    path.write_bytes(bare("c"))
    wait_for(server, ["a", "b", "c"])
    append(path, bare("d"))
    wait_for(server, ["a", "b", "c", "d"])


def test_truncation(tailed):
    server, path = tailed
    append(path, bare("a") * 3)
    wait_for(server, ["a"] * 3)
    os.truncate(path, 0)
    time.sleep(0.3)
    append(path, bare("b"))
    wait_for(server, ["a"] * 3 + ["b"])


def test_a_file_that_comes_later(server, tmp_path):
    path = tmp_path / "later.jsonl"
    server.options += ["--tail", str(path)]
    server.start()
    time.sleep(0.2)
    path.write_bytes(bare("born"))
    wait_for(server, ["born"])


def test_a_restart_goes_on_where_it_was(tailed):
    server, path = tailed
    append(path, bare("a"))
    wait_for(server, ["a"])
    server.stop()
    append(path, bare("b"))
    server.start()
    append(path, bare("c"))
    wait_for(server, ["a", "b", "c"])


def test_rotation_while_the_server_is_down(tailed):
    server, path = tailed
    append(path, bare("a"))
    wait_for(server, ["a"])
    server.stop()
    append(path, bare("b"))
    os.rename(path, path.with_suffix(".1"))
    path.write_bytes(bare("c"))
    server.start()
    wait_for(server, ["a", "b", "c"])


@pytest.mark.parametrize("seed", [1, 2])
def test_kills_while_lines_come_in_lose_and_repeat_nothing(tailed, seed):
    server, path = tailed
    dice = random.Random(seed)
    wanted = []
    for _ in range(4):
        for _ in range(dice.randint(1, 6)):
            batch = [f"n{len(wanted) + index}" for index in range(dice.randint(1, 40))]
            wanted += batch
            append(path, b"".join(bare(agent) for agent in batch))
            time.sleep(dice.random() * 0.03)
        server.kill()
        server.start()
    wait_for(server, wanted, within=10)
