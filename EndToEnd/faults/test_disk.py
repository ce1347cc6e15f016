"""The disk is full, refuses to sync, or has changed a bit by itself."""

import json
import os
import random
import subprocess
import time

import pytest
from harness.client import Client, event, lines
from harness.program import Program, run
from harness.server import Server
from ledger import Ledger, Poster, stored


def refusals(client, count: int = 200) -> list:
    """Posts until the disk refuses; whatever is accepted until then is fine."""
    for number in range(count):
        events = [event(agent="full", id=f"full-{number}-{index}", data={"message": "x" * 1000}) for index in range(64)]
        answer = client.send(lines(events), "application/x-ndjson")
        if answer.status_code != 200:
            return [answer, events]
    raise AssertionError("the disk never became full")


def full_and_free_again(server, fill, free) -> None:
    with Client(server) as client, client.live() as live, client.stream("?after=0") as stream:
        live.hear()
        client.post(event(id="before"))
        assert stream.take(1)[0]["id"] == "before"
        fill()
        answer, events = refusals(client)
        assert (answer.status_code, answer.json()["error"]["code"]) == (507, "disk_full"), answer.text
        last = client.http.get("/health").json()["seq"]
        serving_goes_on(server, client, last)
        assert client.send(lines(events), "application/x-ndjson").status_code == 507
        free()
        receipt = eventually(client, events)
        assert (receipt["accepted"], receipt["first_seq"]) == (64, last + 1), "nothing of what was refused had been stored"
        live.until(receipt["last_seq"])
        assert [one["seq"] for one in stream.take(receipt["last_seq"] - 1)][-1] == receipt["last_seq"]
        before = client.events()
    server.restart()
    assert stored(server) == before


def serving_goes_on(server, client, last: int) -> None:
    """Reading, streaming and screens work while nothing can be written."""
    assert len(client.events()) == last
    assert client.state()["seq"] == last
    with client.live() as live, client.stream("?after=0") as stream:
        assert live.hear()["seq"] == last
        assert len(stream.take(last)) == last


def eventually(client, events: list[dict], within: float = 10) -> dict:
    """The receipt once there is room again."""
    deadline = time.monotonic() + within
    while True:
        answer = client.send(lines(events), "application/x-ndjson")
        if answer.status_code == 200:
            return answer.json()
        assert time.monotonic() < deadline, f"still {answer.status_code} {answer.text}"
        time.sleep(0.1)


def test_a_full_disk_is_507_and_heals(faulty):
    faulty.start()
    full_and_free_again(faulty, faulty.no_space, faulty.ok)


@pytest.fixture
def small(tmp_path):
    """A file system of 16 MiB, where one may be mounted."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "none", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("nothing may be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_really_full_disk_is_507_and_heals(perch, small):
    ballast = small / "ballast"

    def fill():
        with open(ballast, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass

    with Server(perch, small / "data") as server:
        server.start()
        full_and_free_again(server, fill, ballast.unlink)
        server.kill()


def test_a_failed_sync_is_never_acknowledged(faulty):
    ledger = Ledger()
    faulty.start()
    poster = Poster("w0", ledger, random.Random(1)).again(faulty)
    time.sleep(0.3)
    faulty.failing_sync()
    time.sleep(0.1)
    promised = len(ledger.promised)
    poster.join(5)
    assert not poster.is_alive(), "posting goes on although nothing can be synced"
    assert len(ledger.promised) == promised or not poster.refusals, "something was acknowledged without being synced"
    assert all(status in (500, 503, 507) for status in poster.refusals), poster.refusals
    faulty.ok()
    faulty.kill()
    faulty.start()
    ledger.check(stored(faulty))


def test_after_a_failed_sync_it_does_not_go_on_as_if_nothing_had_been(faulty):
    """The pages of a failed sync may be gone for good: a later sync that works says nothing about them."""
    faulty.start()
    with Client(faulty) as client:
        client.post(event(id="safe-0"))
        faulty.failing_sync()
        try:
            assert client.send(json.dumps(event(id="doubtful-0"))).status_code in (500, 503)
        except Exception as error:
            assert "disconnect" in str(error).lower() or "closed" in str(error).lower() or "reset" in str(error).lower()
        faulty.running.wait_for(r"(?i)sync|i/o|input/output", 10)


MARK = "a-message-to-find"


@pytest.fixture
def written(server):
    """A stopped server's folder, with what it should serve."""
    server.start()
    with Client(server) as client:
        for number in range(40):
            client.post(*[event(agent=f"a{index}", data={"message": f"{MARK}-{number}-{index}", "n": index}) for index in range(25)])
        time.sleep(0.3)
        wanted = client.events()
    assert server.stop() == 0
    return server, wanted


def flip(path, offset: int, bit: int) -> None:
    with open(path, "r+b") as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ 1 << bit]))


def files(server) -> list:
    return sorted((path for path in server.data.rglob("*") if path.is_file() and path.stat().st_size >= 4096), key=lambda one: -one.stat().st_size)


def what_is_served(server) -> tuple[bool, list[dict]]:
    """Whether the damage was noticed, and every event that came out."""
    program = Program(server.command)
    try:
        try:
            server.port = int(program.wait_for(r"listening on http://127\.0\.0\.1:(\d+)", 10).group(1))
        except AssertionError:
            return program.process.returncode not in (None, 0), []
        noticed, found = False, []
        with Client(server) as client:
            after = 0
            while after is not None:
                answer = client.http.get("/v1/events", params={"limit": 50, "after": after})
                if answer.status_code != 200:
                    noticed = True
                    assert answer.json()["error"]["code"] in ("log_corrupt", "log_failed"), answer.text
                    after = after + 50 if after < 1000 else None
                    continue
                found += answer.json()["events"]
                after = answer.json()["next"]
        return noticed, found
    finally:
        program.kill()


def test_a_flipped_bit_in_an_event_is_detected_and_not_served(written):
    server, wanted = written
    places = []
    for path in files(server):
        data = path.read_bytes()
        at = data.find(MARK.encode())
        while at >= 0 and len(places) < 5:
            places.append((path, at + 3))
            at = data.find(MARK.encode(), at + 40_000)
    if not places:
        pytest.skip("events are not stored as they are sent; see the next test")
    for path, offset in places:
        flip(path, offset, 0)
        noticed, found = what_is_served(server)
        assert all(one in wanted for one in found), f"an event was served that nobody sent, after a flip at {path.name}:{offset}"
        doctor = run([server.binary, "doctor", "--data", str(server.data), "--listen", "127.0.0.1:0"], within=60)
        assert noticed or doctor.returncode != 0, f"nothing noticed the flip at {path.name}:{offset}"
        flip(path, offset, 0)
    assert what_is_served(server) == (False, wanted)


@pytest.mark.parametrize("seed", range(8))
def test_no_flipped_bit_anywhere_changes_what_is_served(written, seed):
    server, wanted = written
    dice = random.Random(seed)
    path = dice.choice([one for one in files(server) if not one.name.endswith("-shm")])
    offset = dice.randrange(path.stat().st_size)
    flip(path, offset, dice.randrange(8))
    noticed, found = what_is_served(server)
    assert all(one in wanted for one in found), f"an event was served that nobody sent, after a flip at {path.name}:{offset}"
    assert noticed or found == wanted, f"events are missing and nothing was said, after a flip at {path.name}:{offset}"


def test_a_folder_that_may_not_be_written_is_refused_in_words(perch, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    subprocess.run(["chmod", "0555", str(folder)], check=True)
    command = [perch, "serve", "--listen", "127.0.0.1:0", "--data", str(folder)]
    if os.access(folder, os.W_OK):  # Root may write anywhere, unless it gives up that right.
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    ended = run(command)
    assert ended.returncode != 0 and str(folder) in ended.stderr
