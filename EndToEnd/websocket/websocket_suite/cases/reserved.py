"""Category 3: a reserved bit that was not agreed on fails the connection (RFC 6455, 5.2)."""

from ..frames import BINARY, CLOSE, PING, TEXT, close_payload, frame
from ..peer import Peer
from ..registry import case

GREETING = b"Hello, world!"


@case("3.1", "text with RSV3")
def alone(peer: Peer) -> None:
    peer.say(TEXT, GREETING, rsv=1)
    peer.expect_failure(1002)


def _after_a_good_one(id: str, rsv: int, way: str) -> None:
    @case(id, f"text, then text with RSV={rsv}, then ping, {way}")
    def play(peer: Peer) -> None:
        frames = [frame(TEXT, GREETING), frame(TEXT, GREETING, rsv=rsv), frame(PING)]
        said = f"text, text RSV={rsv}, ping"
        if way == "frame by frame":
            for one in frames:
                peer.raw(one, said)
        else:
            peer.raw(b"".join(frames), said, 1 if way == "byte by byte" else None)
        peer.expect_echo(TEXT, GREETING)
        peer.expect_failure(1002)


_after_a_good_one("3.2", 2, "at once")
_after_a_good_one("3.3", 3, "frame by frame")
_after_a_good_one("3.4", 4, "byte by byte")


def _one(id: str, title: str, opcode: int, payload: bytes, rsv: int) -> None:
    @case(id, title)
    def play(peer: Peer) -> None:
        peer.say(opcode, payload, rsv=rsv)
        peer.expect_failure(1002)


_one("3.5", "binary with RSV=5", BINARY, b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff", 5)
_one("3.6", "ping with RSV=6", PING, GREETING, 6)
_one("3.7", "close with RSV=7", CLOSE, close_payload(1000), 7)
