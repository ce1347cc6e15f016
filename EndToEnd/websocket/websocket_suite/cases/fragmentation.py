"""Category 5: messages in several frames, with control frames in between, and frames that are out of order (RFC 6455, 5.4)."""

from collections.abc import Callable

from ..frames import CONTINUATION, PING, PONG, TEXT, frame, fragments
from ..peer import Peer
from ..registry import case

WAYS = ["at once", "frame by frame", "byte by byte"]


def _play(peer: Peer, frames: list[bytes], said: str, way: str) -> None:
    if way == "frame by frame":
        for one in frames:
            peer.raw(one, said)
    else:
        peer.raw(b"".join(frames), said, 1 if way == "byte by byte" else None)


def _three_ways(first: int, title: str, frames: Callable[[], list[bytes]], expect: Callable[[Peer], None]) -> None:
    for index, way in enumerate(WAYS):

        @case(f"5.{first + index}", f"{title}, {way}")
        def play(peer: Peer, way: str = way) -> None:
            _play(peer, frames(), title, way)
            expect(peer)


def _control(id: str, opcode: int, name: str) -> None:
    @case(id, f"{name} in two fragments")
    def play(peer: Peer) -> None:
        peer.raw(b"".join(fragments(opcode, [b"fragment1", b"fragment2"])), f"{name} in two fragments")
        peer.expect_failure(1002)


_control("5.1", PING, "ping")
_control("5.2", PONG, "pong")


def _echoed(peer: Peer) -> None:
    peer.expect_echo(TEXT, b"fragment1fragment2")
    peer.close_cleanly()


def _ponged_and_echoed(peer: Peer) -> None:
    peer.expect_pong(b"ping payload")
    _echoed(peer)


def _failed(peer: Peer) -> None:
    peer.expect_failure(1002)


_three_ways(3, "text in two fragments", lambda: fragments(TEXT, [b"fragment1", b"fragment2"]), _echoed)


def _ping_inside() -> list[bytes]:
    head, tail = fragments(TEXT, [b"fragment1", b"fragment2"])
    return [head, frame(PING, b"ping payload"), tail]


def _nothing_to_continue(fin: bool) -> Callable[[], list[bytes]]:
    return lambda: [frame(CONTINUATION, b"non-continuation payload", fin=fin), frame(TEXT, b"Hello, world!")]


_three_ways(6, "text in two fragments with a ping between", _ping_inside, _ponged_and_echoed)
_three_ways(9, "continuation FIN=1 with nothing to continue, then text", _nothing_to_continue(True), _failed)
_three_ways(12, "continuation FIN=0 with nothing to continue, then text", _nothing_to_continue(False), _failed)


@case("5.15", "text in two fragments, then a continuation with nothing to continue, then text")
def after_a_message(peer: Peer) -> None:
    frames = fragments(TEXT, [b"fragment1", b"fragment2"])
    frames += [frame(CONTINUATION, b"fragment3", fin=False), frame(TEXT, b"fragment4")]
    peer.raw(b"".join(frames), "two fragments, continuation FIN=0, text")
    peer.expect_echo(TEXT, b"fragment1fragment2")
    peer.expect_failure(1002)


def _repeated(id: str, fin: bool) -> None:
    @case(id, f"twice: continuation FIN={int(fin)} with nothing to continue, text in two fragments")
    def play(peer: Peer) -> None:
        once = [frame(CONTINUATION, b"fragment1", fin=fin)] + fragments(TEXT, [b"fragment2", b"fragment3"])
        peer.raw(b"".join(once * 2), f"continuation FIN={int(fin)}, text in two fragments, twice")
        peer.expect_failure(1002)


_repeated("5.16", False)
_repeated("5.17", True)


@case("5.18", "text FIN=0, then a new text before the first has ended")
def message_in_message(peer: Peer) -> None:
    peer.raw(frame(TEXT, b"fragment1", fin=False) + frame(TEXT, b"fragment2"), "text FIN=0, text FIN=1")
    peer.expect_failure(1002)


def _pings_all_over(id: str, way: str) -> None:
    @case(id, f"text in five fragments, pings after the second and the fourth, {way}")
    def play(peer: Peer) -> None:
        parts = [f"fragment{index}".encode() for index in range(1, 6)]
        frames = fragments(TEXT, parts)
        frames.insert(4, frame(PING, b"pongme 2!"))
        frames.insert(2, frame(PING, b"pongme 1!"))
        if way == "at once":
            peer.raw(b"".join(frames), "five fragments and two pings")
            peer.expect_pong(b"pongme 1!")
        else:
            peer.raw(b"".join(frames[:3]), "two fragments and a ping")
            peer.expect_pong(b"pongme 1!")
            peer.raw(b"".join(frames[3:]), "three fragments and a ping")
        peer.expect_pong(b"pongme 2!")
        peer.expect_echo(TEXT, b"".join(parts))
        peer.close_cleanly()


_pings_all_over("5.19", "at once")
_pings_all_over("5.20", "the second half after the first pong")
