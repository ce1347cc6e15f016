"""Who was promised what: posters that remember every receipt, and the reckoning afterwards."""

import json
import threading
from dataclasses import dataclass, field

from harness.client import Client, lines
from harness.raw import Ended, Wire, post
from harness.server import Server


@dataclass
class Ledger:
    """Everything that was sent, and the seq of everything that was acknowledged."""

    attempted: set[str] = field(default_factory=set)
    promised: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def attempt(self, ids: list[str]) -> None:
        with self.lock:
            self.attempted.update(ids)

    def promise(self, ids: list[str], receipt: dict) -> None:
        """A batch is one commit, so its events stand in a row unless the log had some of them already."""
        with self.lock:
            if receipt["duplicates"]:
                self.promised.update({one: 0 for one in ids})
            else:
                assert receipt["last_seq"] - receipt["first_seq"] + 1 == len(ids), receipt
                self.promised.update({one: receipt["first_seq"] + index for index, one in enumerate(ids)})

    def lost(self, events: list[dict]) -> list[str]:
        """What was promised and is not there, or is there elsewhere than was said."""
        found = {one["id"]: one["seq"] for one in events}
        return [one for one, seq in self.promised.items() if one not in found or seq and found[one] != seq]

    def check(self, events: list[dict]) -> None:
        """Every acknowledged event once, at its place, each sender's in order, and nothing that nobody sent."""
        seqs = [one["seq"] for one in events]
        assert seqs == list(range(1, len(seqs) + 1)), "the numbers of the log have a gap or a repeat"
        ids = [one["id"] for one in events]
        assert len(set(ids)) == len(ids), "an event is there twice"
        assert not (lost := self.lost(events)), f"{len(lost)} of {len(self.promised)} acknowledged events are lost: {lost[:5]}"
        assert set(ids) <= self.attempted, "an event is there that nobody sent"
        order: dict[str, int] = {}
        for one in ids:
            writer, _, number = one.rpartition("-")
            assert int(number) > order.get(writer, -1), f"{one} stands before what its sender sent earlier"
            order[writer] = int(number)


class Poster(threading.Thread):
    """One sender: it posts batches, one after another, until the connection breaks or it is told to stop."""

    def __init__(self, name: str, ledger: Ledger, dice, text: int = 100):
        super().__init__(daemon=True)
        self.writer, self.ledger, self.dice, self.text = name, ledger, dice, text
        self.number = 0
        self.unanswered: list[dict] = []
        self.server: Server | None = None
        self.stopping = threading.Event()
        self.fault: BaseException | None = None
        self.refusals: list[int] = []

    def again(self, server: Server) -> "Poster":
        """A poster that goes on where this one was cut off: what was not answered is sent again under the same ids."""
        other = Poster(self.writer, self.ledger, self.dice, self.text)
        other.number, other.unanswered, other.server = self.number, self.unanswered, server
        other.start()
        return other

    def run(self) -> None:
        try:
            with Wire(self.server.port, timeout=20) as wire:
                while not self.stopping.is_set():
                    self._batch(wire)
        except (Ended, OSError):
            pass  # the server is gone
        except BaseException as error:
            self.fault = error

    def stop(self) -> None:
        self.stopping.set()
        self.join(30)
        assert self.fault is None, f"{self.writer}: {self.fault!r}"

    def _batch(self, wire: Wire) -> None:
        batch = self.unanswered or [self._event() for _ in range(self.dice.choice([1, 1, 3, 20, 100]))]
        self.unanswered = batch
        ids = [one["id"] for one in batch]
        self.ledger.attempt(ids)
        wire.send(post("/v1/events", self.server.host, lines(batch), type="application/x-ndjson"))
        answer = wire.answer()
        if answer.status != 200:
            self.refusals.append(answer.status)
            self.stopping.set()
            return
        self.ledger.promise(ids, json.loads(answer.body))
        self.unanswered = []

    def _event(self) -> dict:
        one = {"kind": "log.written", "agent": self.writer, "id": f"{self.writer}-{self.number}"}
        self.number += 1
        return one | {"data": {"message": "x" * self.dice.randrange(self.text)}}


def stored(server: Server) -> list[dict]:
    """The whole log of a running server."""
    with Client(server, timeout=30) as client:
        return client.events()
