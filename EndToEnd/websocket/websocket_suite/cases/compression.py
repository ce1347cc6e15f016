"""Categories 12 and 13: permessage-deflate with five kinds of payload, and with seven kinds of offer (RFC 7692)."""

from .. import samples
from ..frames import BINARY, TEXT, fragments, pieces, shown
from ..peer import Heard, Mismatch, Peer
from ..registry import case

# (message size, fragment size or 0 for one frame)
SHAPES = [(1 << exponent, 0) for exponent in (4, 6, 8, 10, 12, 13, 14, 15, 16, 17)]
SHAPES += [(8192, 256), (16384, 256), (32768, 256), (65536, 256)]
SHAPES += [(131072, 256), (131072, 1024), (131072, 8192), (131072, 32768)]

# At most so many messages and bytes in one case, so that the whole suite takes well under a minute; `--full` lifts both.
MESSAGES, BYTES = 100, 1 << 20
full = False


def _count(size: int) -> int:
    return 1000 if full else max(4, min(MESSAGES, BYTES // size))


def _offer(no_context_takeover: bool, window: int) -> str:
    parts = ["permessage-deflate", "client_no_context_takeover", "client_max_window_bits"]
    if no_context_takeover:
        parts.append("server_no_context_takeover")
    if window:
        parts.append(f"server_max_window_bits={window}")
    return "; ".join(parts)


def _check_agreement(peer: Peer, wanted: list[tuple[bool, int]]) -> None:
    """A server that accepts must grant what one of the offers asks for (RFC 7692, 7.1); declining is no pass here."""
    if peer.deflate is None:
        raise Mismatch("permessage-deflate to be accepted", "no extension in the answer")
    agreed = peer.deflate.agreed
    window = int(agreed.get("server_max_window_bits") or 15)
    granted = any(
        (not takeover or "server_no_context_takeover" in agreed) and (not limit or window <= limit)
        for takeover, limit in wanted
    )
    if not granted or not 8 <= window <= 15:
        raise Mismatch(f"parameters that fit one of the offers {wanted}", str(agreed))


def _talk(peer: Peer, opcode: int, messages: list[bytes], fragment: int) -> None:
    deflate = peer.deflate
    if deflate is None:
        raise Mismatch("permessage-deflate to be accepted", "no extension in the answer")
    kind = "text" if opcode == TEXT else "binary"
    for number, message in enumerate(messages, 1):
        packed = deflate.deflate(message)
        parts = pieces(packed, fragment) if fragment else [packed]
        peer.wire.send(b"".join(fragments(opcode, parts, rsv=4)))
        heard = peer.hear()
        if heard != Heard(kind, message):
            raise Mismatch(f"message {number} back: {kind} {shown(message)}", str(heard))
    peer.close_cleanly()


def _add(id: str, title: str, opcode: int, make, shape: tuple[int, int], offers: list[tuple[bool, int]]) -> None:
    size, fragment = shape
    way = f" in fragments of {fragment}" if fragment else ""

    @case(id, f"{title}, messages of {size} bytes{way}", offers=tuple(_offer(*offer) for offer in offers))
    def play(peer: Peer) -> None:
        _check_agreement(peer, offers)
        peer.said.append(f"{_count(size)} compressed messages of {size} bytes{way}")
        _talk(peer, opcode, make(size, _count(size)), fragment)


CONTENTS = [
    ("JSON", TEXT, samples.json),
    ("a picture", BINARY, samples.picture),
    ("prose", TEXT, samples.prose),
    ("random bytes", BINARY, samples.noise),
    ("text in many scripts", TEXT, samples.scripts),
]
OFFERS = [
    ("defaults", [(False, 0)]),
    ("no context takeover", [(True, 0)]),
    ("window of 9 bits", [(False, 9)]),
    ("window of 15 bits", [(False, 15)]),
    ("no context takeover, window of 9 bits", [(True, 9)]),
    ("no context takeover, window of 15 bits", [(True, 15)]),
    ("three offers", [(True, 9), (True, 0), (False, 0)]),
]

for group, (title, opcode, make) in enumerate(CONTENTS, 1):
    for index, shape in enumerate(SHAPES, 1):
        _add(f"12.{group}.{index}", title, opcode, make, shape, [(False, 0)])
for group, (title, offers) in enumerate(OFFERS, 1):
    for index, shape in enumerate(SHAPES, 1):
        _add(f"13.{group}.{index}", title, TEXT, samples.json, shape, offers)
