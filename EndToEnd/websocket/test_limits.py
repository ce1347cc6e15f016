"""A message has a limit, however it comes: in one frame, in fragments, or blown up by decompression (close code 1009)."""

import time

import pytest
from harness.binaries import binary
from harness.program import Program
from websocket_suite.frames import BINARY, PING, TEXT, frame, fragments, pieces
from websocket_suite.peer import Peer

LIMIT = 65536
DEFLATE = ["permessage-deflate; client_max_window_bits"]


@pytest.fixture(scope="module")
def limited():
    program = Program([binary("PERCH_ECHO", "perch-echo"), "--listen", "127.0.0.1:0", "--max-message", str(LIMIT)])
    try:
        address = program.wait_for(r"listening on ws://(\S+?)/?$").group(1)
        yield f"ws://{address}/", program
    finally:
        program.kill()


def opened(limited, offers=None) -> Peer:
    return Peer(limited[0], 5, offers)


@pytest.mark.parametrize("size, taken", [(LIMIT, True), (LIMIT + 1, False), (10 * LIMIT, False)])
@pytest.mark.parametrize("fragment", [None, 1000, LIMIT])
def test_the_limit_holds_over_fragments(limited, size, taken, fragment):
    peer = opened(limited)
    message = b"x" * size
    peer.raw(b"".join(fragments(TEXT, pieces(message, fragment or size))), f"{size} bytes")
    if taken:
        peer.expect_echo(TEXT, message)
        peer.close_cleanly()
    else:
        peer.expect_failure(1009)


@pytest.mark.parametrize("size, taken", [(LIMIT, True), (LIMIT + 1, False), (64 << 20, False)])
def test_the_limit_holds_after_decompression(limited, size, taken):
    peer = opened(limited, DEFLATE)
    message = b"x" * size
    packed = peer.deflate.deflate(message)
    peer.raw(frame(BINARY, packed, rsv=4), f"{len(packed)} bytes that become {size}")
    if taken:
        peer.expect_echo(BINARY, message)
        peer.close_cleanly()
    else:
        peer.expect_failure(1009)


def test_a_length_that_is_too_long_fails_before_its_bytes_come(limited):
    peer = opened(limited)
    peer.raw(frame(BINARY, b"x" * (1 << 20))[:20], "the head of 1 MiB")
    peer.expect_failure(1009)


def test_a_length_with_the_highest_bit_fails(limited):
    """RFC 6455, 5.2: the most significant bit of a 64-bit length must be 0."""
    peer = opened(limited)
    peer.raw(bytes([0x82, 0xFF]) + b"\xff" * 8 + b"mask", "a length of 2^64 - 1")
    heard = peer.hear()
    assert heard.kind == "close" and heard.code in (1002, 1009)


def test_a_length_that_could_be_shorter_fails(limited):
    """RFC 6455, 5.2: the minimal number of bytes must be used to encode the length."""
    peer = opened(limited)
    peer.raw(bytes([0x81, 0xFE, 0, 5]) + b"\0\0\0\0" + b"hello", "5 as two bytes")
    peer.expect_failure(1002)


def test_a_compressed_frame_that_is_not_deflate_fails(limited):
    peer = opened(limited, DEFLATE)
    peer.raw(frame(TEXT, b"\xff\xff\xff\xff", rsv=4), "RSV1 and rubbish")
    heard = peer.hear()
    assert heard.kind == "close" and heard.code in (1002, 1007)


def test_a_compressed_ping_fails(limited):
    """RFC 7692, 6.1: control frames are never compressed."""
    peer = opened(limited, DEFLATE)
    peer.say(PING, b"x", rsv=4)
    peer.expect_failure(1002)


def test_compressed_text_that_is_not_utf8_fails(limited):
    peer = opened(limited, DEFLATE)
    peer.raw(frame(TEXT, peer.deflate.deflate(b"good and \xff bad"), rsv=4), "compressed bytes that are not UTF-8")
    peer.expect_failure(1007)


def test_many_bombs_leave_no_memory_behind(limited):
    url, program = limited
    packed = None
    for _ in range(20):
        peer = opened(limited, DEFLATE)
        packed = packed or peer.deflate.deflate(bytes(64 << 20))
        peer.raw(frame(BINARY, packed, rsv=4), "64 MiB of nothing")
        peer.expect_failure(1009)
        peer.wire.close()
    with open(f"/proc/{program.pid}/status") as status:
        memory = next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
    assert memory < 64 << 10, f"{memory} KiB"


def test_a_client_that_does_not_read_its_echoes_holds_up_nobody(limited):
    stuck = opened(limited)
    message = frame(BINARY, b"x" * LIMIT)
    stuck.wire.socket.setblocking(False)
    sent = 0
    try:
        for _ in range(1000):
            sent += stuck.wire.socket.send(message)
    except (BlockingIOError, ConnectionError):
        pass
    other = opened(limited)
    began = time.monotonic()
    other.say(TEXT, b"hello")
    other.expect_echo(TEXT, b"hello")
    assert time.monotonic() - began < 0.5
    other.close_cleanly()
    stuck.wire.close()


@pytest.mark.timeout(60)
def test_a_dead_peer_is_found(limited, long):
    """A client that never answers a ping is let go within 33 s."""
    if not long:
        pytest.skip("waits half a minute: --long")
    peer = opened(limited)
    began = time.monotonic()
    heard = peer.hear(40)
    assert heard.kind == "ping", str(heard)
    while heard.kind not in ("end", "silence"):
        heard = peer.hear(40)
    assert heard.kind == "end" and time.monotonic() - began < 35
