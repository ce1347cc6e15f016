"""Category 1: text and binary messages at each length that changes how a frame is written."""

from ..frames import BINARY, TEXT, frame
from ..peer import Peer
from ..registry import case

SIZES = [0, 125, 126, 127, 128, 65535, 65536]


def _add(id: str, opcode: int, fill: bytes, size: int, chop: int | None) -> None:
    ways = f" in writes of {chop}" if chop else ""

    @case(id, f"{'text' if opcode == TEXT else 'binary'} message of {size} bytes{ways}")
    def play(peer: Peer) -> None:
        payload = fill * size
        peer.raw(frame(opcode, payload), f"a message of {size} bytes", chop)
        peer.expect_echo(opcode, payload)
        peer.close_cleanly()


for group, opcode, fill in [(1, TEXT, b"*"), (2, BINARY, b"\xfe")]:
    for index, size in enumerate(SIZES, 1):
        _add(f"1.{group}.{index}", opcode, fill, size, None)
    _add(f"1.{group}.8", opcode, fill, 65536, 997)
