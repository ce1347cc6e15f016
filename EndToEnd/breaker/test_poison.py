"""Whatever was acknowledged can be read back: after a kill, with no checkpoint to lean on."""

import pytest
from harness.client import Client

LARGEST = 16 << 20


def padded(front: bytes, back: bytes) -> bytes:
    return front + b"a" * (LARGEST - len(front) - len(back)) + back


BODIES = {
    "the last millisecond, rounded up": b'{"kind":"x","agent":"a","time":253402300799999.99}',
    "the first moment of the year 10000": b'{"kind":"x","agent":"a","time":253402300800000}',
    "a text as long as a body may be": padded(b'{"kind":"log.written","agent":"a","data":{"message":"', b'"}}'),
    "numbers that grow when written out": b'{"kind":"x","data":{"n":[' + b",".join([b"1e15"] * 1_400_000) + b"]}}",
}


@pytest.mark.parametrize("name", BODIES)
def test_what_is_taken_in_never_keeps_the_server_from_starting(running, name):
    with Client(running, timeout=60) as client:
        answer = client.send(BODIES[name])
        assert answer.status_code in (200, 400), answer.text
        stored = 1 if answer.status_code == 200 else 0
        client.send('{"kind":"agent.started","agent":"after"}')
    running.kill()
    running.start()
    with Client(running, timeout=60) as client:
        assert client.state(at=stored + 1)["seq"] == stored + 1
        assert "default/after" in client.state(views="agents")["views"]["agents"]


def test_a_moment_that_cannot_be_written_is_refused(house):
    with Client(house) as client:
        for time in ("253402300799999.99", "253402300800000", "1e300"):
            answer = client.send('{"kind":"x","time":%s}' % time)
            assert answer.status_code == 400 and answer.json()["error"]["parameter"] == "time", f"{time}: {answer.text}"
