"""Category 2: pings are answered with their own payload, pongs that nobody asked for are left alone."""

from ..frames import PING, PONG, frame
from ..peer import Peer
from ..registry import case

ODD = bytes([0x00, 0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0x00, 0xFF])


def _answered(id: str, title: str, payload: bytes, chop: int | None = None) -> None:
    @case(id, title)
    def play(peer: Peer) -> None:
        peer.say(PING, payload, chop=chop)
        peer.expect_pong(payload)
        peer.close_cleanly()


_answered("2.1", "ping without payload", b"")
_answered("2.2", "ping with a short text", b"Hello, world!")
_answered("2.3", "ping with bytes that are not text", ODD)
_answered("2.4", "ping of 125 bytes, the longest there may be", b"\xfe" * 125)
_answered("2.6", "ping of 125 bytes, byte by byte", b"\xfe" * 125, chop=1)


@case("2.5", "ping of 126 bytes is too long")
def too_long(peer: Peer) -> None:
    peer.say(PING, b"\xfe" * 126)
    peer.expect_failure(1002)


def _unasked(id: str, title: str, payload: bytes, then_ping: bool) -> None:
    @case(id, title)
    def play(peer: Peer) -> None:
        peer.say(PONG, payload)
        if then_ping:
            peer.say(PING, b"and a ping")
            peer.expect_pong(b"and a ping")
        else:
            peer.expect_silence()
        peer.close_cleanly()


_unasked("2.7", "a pong nobody asked for", b"", then_ping=False)
_unasked("2.8", "a pong nobody asked for, with payload", b"unsolicited", then_ping=False)
_unasked("2.9", "a pong nobody asked for, then a ping", b"unsolicited", then_ping=True)


def _ten(id: str, title: str, chop: int | None) -> None:
    @case(id, title)
    def play(peer: Peer) -> None:
        payloads = [f"payload-{index}".encode() for index in range(10)]
        peer.raw(b"".join(frame(PING, one) for one in payloads), "ten pings at once", chop)
        for one in payloads:
            peer.expect_pong(one)
        peer.close_cleanly()


_ten("2.10", "ten pings at once", None)
_ten("2.11", "ten pings at once, byte by byte", 1)
