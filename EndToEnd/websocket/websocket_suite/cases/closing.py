"""Category 7: the closing handshake, its codes and its reasons (RFC 6455, 5.5.1 and 7.4)."""

from ..frames import CLOSE, CONTINUATION, PING, TEXT, close_payload, frame
from ..peer import Mismatch, Peer
from ..registry import case


def _answered(peer: Peer, *codes: int | None) -> None:
    """One close frame in answer, then the end and nothing else."""
    heard = peer.hear()
    if heard.kind != "close" or heard.code not in codes:
        raise Mismatch(f"a close frame with {' or '.join('no code' if c is None else str(c) for c in codes)}", str(heard))
    peer.expect_end()


@case("7.1.1", "a message, then close")
def message_and_close(peer: Peer) -> None:
    peer.say(TEXT, b"Hello World!")
    peer.expect_echo(TEXT, b"Hello World!")
    peer.close_cleanly()


def _after_close(id: str, title: str, data: bytes) -> None:
    @case(id, title)
    def play(peer: Peer) -> None:
        peer.raw(frame(CLOSE, close_payload(1000)) + data, title)
        _answered(peer, 1000)


_after_close("7.1.2", "two close frames are answered once", frame(CLOSE, close_payload(1000)))
_after_close("7.1.3", "a ping after close is not answered", frame(PING))
_after_close("7.1.4", "a message after close is not answered", frame(TEXT, b"Hello World!"))


@case("7.1.5", "close inside a fragmented message, then the rest of it")
def inside_a_message(peer: Peer) -> None:
    frames = frame(TEXT, b"fragment1", fin=False) + frame(CLOSE, close_payload(1000))
    peer.raw(frames + frame(CONTINUATION, b"fragment2"), "text FIN=0, close, continuation FIN=1")
    _answered(peer, 1000)


@case("7.1.6", "256 KiB, then close, then ping: the message is echoed whole before the close")
def after_a_long_message(peer: Peer) -> None:
    payload = b"BAsd7&jh23" * (256 * 1024 // 10)
    peer.raw(frame(TEXT, payload) + frame(CLOSE, close_payload(1000)) + frame(PING), "256 KiB of text, close, ping")
    peer.expect_echo(TEXT, payload)
    _answered(peer, 1000)


def _body(id: str, title: str, payload: bytes, *codes: int | None) -> None:
    @case(id, title)
    def play(peer: Peer) -> None:
        peer.say(CLOSE, payload)
        _answered(peer, *codes)


_body("7.3.1", "close without a body", b"", None, 1000)
_body("7.3.2", "close with a body of one byte", b"a", 1002)
_body("7.3.3", "close with a code", close_payload(1000), 1000)
_body("7.3.4", "close with a code and a reason", close_payload(1000, b"Hello World!"), 1000)
_body("7.3.5", "close with the longest reason, 123 bytes", close_payload(1000, b"*" * 123), 1000)
_body("7.3.6", "close with a reason of 124 bytes is too long", close_payload(1000, b"*" * 124), 1002)

_BROKEN = bytes.fromhex("cebae1bdb9cf83cebcceb5eda080656469746564")
_body("7.5.1", "close with a reason that is not UTF-8", close_payload(1000, _BROKEN), 1007)

_GOOD = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999]
_BAD = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999]

for index, code in enumerate(_GOOD, 1):
    _body(f"7.7.{index}", f"close with the code {code}, which one may send", close_payload(code), code, 1000)
for index, code in enumerate(_BAD, 1):
    _body(f"7.9.{index}", f"close with the code {code}, which nobody may send", close_payload(code), 1002)
for index, code in enumerate([5000, 65535], 1):
    _body(f"7.13.{index}", f"close with the code {code}, which is outside every range", close_payload(code), 1002)
