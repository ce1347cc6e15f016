"""Category 9: long messages, many fragments, many writes, many messages."""

from ..frames import BINARY, TEXT, frame, fragments, pieces
from ..peer import Peer
from ..registry import case

KIB, MIB = 1 << 10, 1 << 20

_TEXT = "Perch — 木の上の鳥, ".encode()
_BINARY = bytes(range(256))


def payload(opcode: int, size: int) -> bytes:
    """A message of exactly so many bytes; text is filled up with ASCII where a character would be cut."""
    if opcode == BINARY:
        return (_BINARY * (size // 256 + 1))[:size]
    return (_TEXT * (size // len(_TEXT))) + b"." * (size % len(_TEXT))


def _whole(id: str, opcode: int, size: int) -> None:
    @case(id, f"one message of {size // KIB} KiB")
    def play(peer: Peer) -> None:
        message = payload(opcode, size)
        peer.raw(frame(opcode, message), f"one frame of {size // KIB} KiB")
        peer.expect_echo(opcode, message)
        peer.close_cleanly()


def _fragmented(id: str, opcode: int, size: int) -> None:
    @case(id, f"4 MiB in fragments of {size} bytes")
    def play(peer: Peer) -> None:
        message = payload(opcode, 4 * MIB)
        peer.raw(b"".join(fragments(opcode, pieces(message, size))), f"4 MiB in fragments of {size} bytes")
        peer.expect_echo(opcode, message)
        peer.close_cleanly()


def _chopped(id: str, opcode: int, size: int) -> None:
    @case(id, f"1 MiB in one frame, in writes of {size} bytes")
    def play(peer: Peer) -> None:
        message = payload(opcode, MIB)
        peer.raw(frame(opcode, message), "1 MiB in one frame", size)
        peer.expect_echo(opcode, message)
        peer.close_cleanly()


def _to_and_fro(id: str, opcode: int, size: int) -> None:
    @case(id, f"1000 messages of {size} bytes, each after the echo of the one before")
    def play(peer: Peer) -> None:
        message = payload(opcode, size)
        peer.said.append(f"1000 messages of {size} bytes")
        for _ in range(1000):
            peer.wire.send(frame(opcode, message))
            peer.expect_echo(opcode, message)
        peer.close_cleanly()


for offset, opcode in enumerate([TEXT, BINARY]):
    for index, size in enumerate([64 * KIB, 256 * KIB, MIB, 4 * MIB, 8 * MIB, 16 * MIB], 1):
        _whole(f"9.{1 + offset}.{index}", opcode, size)
    for index, exponent in enumerate(range(6, 24, 2), 1):
        _fragmented(f"9.{3 + offset}.{index}", opcode, 1 << exponent)
    for index, exponent in enumerate(range(6, 12), 1):
        _chopped(f"9.{5 + offset}.{index}", opcode, 1 << exponent)
    for index, size in enumerate([0, 16, 64, 256, 1024, 4096], 1):
        _to_and_fro(f"9.{7 + offset}.{index}", opcode, size)
