"""Category 4: opcodes that are reserved for later fail the connection (RFC 6455, 5.2)."""

from ..frames import PING, TEXT, frame
from ..peer import Peer
from ..registry import case

GREETING = b"Hello, world!"


def _alone(id: str, opcode: int, payload: bytes) -> None:
    @case(id, f"reserved opcode {opcode}{' with payload' if payload else ''}")
    def play(peer: Peer) -> None:
        peer.say(opcode, payload)
        peer.expect_failure(1002)


def _between(id: str, opcode: int, payload: bytes, chop: int | None = None) -> None:
    @case(id, f"text, reserved opcode {opcode}, ping{', byte by byte' if chop else ''}")
    def play(peer: Peer) -> None:
        frames = frame(TEXT, GREETING) + frame(opcode, payload) + frame(PING)
        peer.raw(frames, f"text, opcode {opcode}, ping", chop)
        peer.expect_echo(TEXT, GREETING)
        peer.expect_failure(1002)


for group, first in [(1, 3), (2, 11)]:
    _alone(f"4.{group}.1", first, b"")
    _alone(f"4.{group}.2", first + 1, b"reserved opcode payload")
    _between(f"4.{group}.3", first + 2, b"")
    _between(f"4.{group}.4", first + 3, GREETING)
    _between(f"4.{group}.5", first + 4, GREETING, chop=1)
