"""The power fails: what was not synced is gone, or half of it is, by sectors. What was acknowledged is there."""

import random
import shutil
import time

import pytest
from disk import Disk
from harness.server import Server
from ledger import Ledger, Poster, stored


class House:
    """A server on a disk that forgets, and what it has promised so far."""

    def __init__(self, faulty, tmp_path):
        self.server, self.root = faulty, tmp_path
        self.ledger = Ledger()
        self.posters = [Poster(f"w{index}", self.ledger, random.Random(index), text=400) for index in range(3)]
        self.rounds = 0
        self.unsynced = 0

    def run_until_the_power_fails(self, seconds: float, dice: random.Random | None, sector: int) -> None:
        """Posts for a while, kills the server, and puts the folder that the cut leaves in its place."""
        self.rounds += 1
        before = self.root / f"before-{self.rounds}"
        self.server.data.mkdir(parents=True, exist_ok=True)
        shutil.copytree(self.server.data, before)
        self.server.journal = self.root / f"journal-{self.rounds}"
        self.server.start()
        self.posters = [one.again(self.server) for one in self.posters]
        time.sleep(seconds)
        self.server.kill()
        for one in self.posters:
            one.stop()
        disk = Disk.replay(self.server.journal, before)
        assert disk.files, "the shim saw no file of the log: it proves nothing"
        self.unsynced += disk.unsynced
        self.server.data = self.root / f"data-{self.rounds}"
        disk.cut(self.server.data, dice, sector)
        shutil.rmtree(before)
        self.server.journal.unlink()

    def what_is_left(self) -> list[dict]:
        """The log as a server without the shim reads it, which recovers the folder as a side effect."""
        with Server(self.server.binary, self.server.data) as plain:
            plain.start()
            return stored(plain)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", ["everything unsynced", "sectors of 512", "sectors of 4096"])
def test_a_power_cut_loses_nothing_that_was_acknowledged(faulty, tmp_path, long, kind):
    house = House(faulty, tmp_path)
    dice = random.Random(kind)
    for _ in range(34 if long else 4):
        torn = None if kind == "everything unsynced" else dice
        house.run_until_the_power_fails(dice.uniform(0.1, 0.5), torn, 512 if "512" in kind else 4096)
        house.ledger.check(house.what_is_left())
    assert len(house.ledger.promised) > 300, "too little was posted to prove anything"
    assert house.unsynced, "at no cut was anything unsynced: the test proves nothing"


def test_the_test_finds_what_durability_process_loses(faulty, tmp_path):
    faulty.options += ["--durability", "process"]
    house = House(faulty, tmp_path)
    for seconds in (0.6, 0.45, 0.7, 0.55, 0.65):  # a cut may come just when the log was moved, and so synced
        house.run_until_the_power_fails(seconds, None, 4096)
        if house.ledger.lost(house.what_is_left()):
            return
    pytest.fail("without syncing before the answer, one of five cuts must lose something")


def test_the_test_finds_a_disk_that_lies(faulty, tmp_path):
    house = House(faulty, tmp_path)
    faulty.journal = tmp_path / "journal"
    faulty.start()
    faulty.stop()
    faulty.lying_sync()
    house.run_until_the_power_fails(0.4, None, 4096)
    assert house.ledger.lost(house.what_is_left()), "with a disk that lies about syncing, a cut must lose something"
