"""Category 10: a message in fragments of a packet's size, the shape many clients send."""

from ..frames import TEXT, fragments, pieces
from ..peer import Peer
from ..registry import case


@case("10.1.1", "64 KiB of text in fragments of 1300 bytes")
def packets(peer: Peer) -> None:
    payload = b"*" * 65536
    peer.raw(b"".join(fragments(TEXT, pieces(payload, 1300))), "64 KiB in fragments of 1300 bytes")
    peer.expect_echo(TEXT, payload)
    peer.close_cleanly()
