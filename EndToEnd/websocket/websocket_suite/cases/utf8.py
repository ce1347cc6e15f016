"""Category 6: text is UTF-8 or the connection fails with 1007, and at the first byte that cannot be (RFC 6455, 8.1)."""

from ..frames import CONTINUATION, TEXT, frame, fragments, pieces
from ..peer import Peer
from ..registry import case
from . import utf8_tables as tables
from .utf8_tables import KOSME
BROKEN = KOSME + bytes.fromhex("eda080") + b"edited"
GREETING = "Hello-µ@ßöäüàá-UTF-8!!".encode()


def _message(id: str, title: str, parts: list[bytes], valid: bool) -> None:
    @case(id, f"{title}: {'valid' if valid else 'invalid'}")
    def play(peer: Peer) -> None:
        whole = b"".join(parts)
        peer.raw(b"".join(fragments(TEXT, parts)), f"text {whole.hex() or 'empty'} in {len(parts)} frames")
        if valid:
            peer.expect_echo(TEXT, whole)
            peer.close_cleanly()
        else:
            peer.expect_failure(1007)


_message("6.1.1", "empty text", [b""], True)
_message("6.1.2", "three empty fragments", [b"", b"", b""], True)
_message("6.1.3", "three fragments, only the middle one not empty", [b"", b"middle frame payload", b""], True)
_message("6.2.1", "one frame", [GREETING], True)
_message("6.2.2", "two fragments between characters", [GREETING[:12], GREETING[12:]], True)
_message("6.2.3", "a fragment a byte", pieces(GREETING, 1), True)
_message("6.2.4", "a fragment a byte", pieces(KOSME, 1), True)
_message("6.3.1", "a surrogate in one frame", [BROKEN], False)
_message("6.3.2", "a surrogate, a fragment a byte", pieces(BROKEN, 1), False)


def _fail_fast(id: str, title: str, parts: list[bytes], in_one_frame: bool) -> None:
    """The third part is never sent: the server has to fail at the second."""

    @case(id, title)
    def play(peer: Peer) -> None:
        first, second, third = parts
        if in_one_frame:
            whole = frame(TEXT, first + second + third)
            head = len(whole) - len(second) - len(third)
            sent = whole[:head], whole[head : head + len(second)]
        else:
            sent = frame(TEXT, first, fin=False), frame(CONTINUATION, second, fin=False)
        peer.raw(sent[0], f"up to {first.hex()}")
        peer.expect_silence()
        peer.raw(sent[1], f"then {second.hex()}, and no end of the {'frame' if in_one_frame else 'message'}")
        peer.expect_failure(1007)


_BEYOND = bytes.fromhex("f4908080")
_fail_fast("6.4.1", "fails at the fragment that is invalid", [KOSME, _BEYOND, b"edited"], False)
_fail_fast("6.4.2", "fails at the byte that is invalid", [KOSME + _BEYOND[:1], _BEYOND[1:2], _BEYOND[2:] + b"edited"], False)
_fail_fast("6.4.3", "fails within the frame, before its end", [KOSME, _BEYOND, b"edited"], True)
_fail_fast("6.4.4", "fails within the frame, at the byte", [KOSME + _BEYOND[:1], _BEYOND[1:2], _BEYOND[2:] + b"edited"], True)

for group, title, rows in tables.GROUPS:
    for index, (sequence, valid) in enumerate(rows, 1):
        _message(f"6.{group}.{index}", f"{title} {sequence.hex()}", [sequence], valid)
