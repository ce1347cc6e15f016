"""What perch promises beyond HTTP itself: who may call it, what its errors look like, and how it treats bodies."""

import base64
import json
import os
import random

import pytest
from harness.raw import Wire, get, once, post

EVENT = b'{"kind":"log.written","data":{"message":"hello"}}'


@pytest.fixture
def site(own):
    return own


def error(answer) -> dict:
    assert (answer.header("content-type") or "").startswith("application/json"), answer.body
    return json.loads(answer.body)["error"]


def upgrade(path: str, host: str, *headers: str) -> bytes:
    key = base64.b64encode(os.urandom(16)).decode()
    standard = ["Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
    replaced = {one.partition(":")[0].lower() for one in headers}
    kept = [one for one in standard if one.partition(":")[0].lower() not in replaced]
    return get(path, host, *kept, *(one for one in headers if not one.endswith(":")))


PATHS = ["/", "/health", "/v1/events", "/v1/stream", "/v1/state", "/openapi.json", "/metrics", "/nothing/here"]
FOREIGN = ["evil.example", "evil.example:PORT", "127.0.0.1.evil.example:PORT", "localhost.evil.example", "127.0.0.1:1",
           "169.254.169.254", "0x7f000001:PORT", "evil.example:PORT@127.0.0.1:PORT"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_foreign_host_is_refused_on_every_path(site, path):
    answer = once(site.port, get(path, "evil.example"))
    assert answer.status in (403, 421) and error(answer)["code"] == "forbidden_host"


@pytest.mark.parametrize("host", FOREIGN)
def test_no_foreign_name_gets_through(site, host):
    answer = once(site.port, get("/health", host.replace("PORT", str(site.port))))
    assert answer.status in (400, 403, 421)


@pytest.mark.parametrize("host", ["127.0.0.1:PORT", "localhost:PORT", "[::1]:PORT", "LOCALHOST:PORT"])
def test_loopback_names_get_through(site, host):
    assert once(site.port, get("/health", host.replace("PORT", str(site.port)))).status == 200


def test_the_name_in_an_absolute_target_counts(site):
    """RFC 9112, 3.2.2: the target's host replaces the Host header."""
    answer = once(site.port, get(f"http://evil.example:{site.port}/health", site.host))
    assert answer.status in (400, 403, 421)


def test_an_upgrade_by_a_foreign_host_is_refused(site):
    assert once(site.port, upgrade("/v1/live", "evil.example")).status in (403, 421)


ORIGINS = ["http://evil.example", "null", "http://HOST.evil.example", "http://127.0.0.1", "http://127.0.0.1:1", "file://",
           "http://HOST/", "HOST", "http://evil.example#http://HOST"]  # fmt: skip


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_foreign_origin_is_refused_at_every_door(site, origin):
    header = "Origin: " + origin.replace("HOST", site.host)
    requests = [
        get("/v1/events", site.host, header), get("/v1/stream", site.host, header),
        post("/v1/events", site.host, EVENT, header), upgrade("/v1/live", site.host, header),
    ]  # fmt: skip
    for data in requests:
        answer = once(site.port, data)
        assert answer.status == 403 and error(answer)["code"] == "forbidden_origin"


def test_its_own_origin_and_none_get_through(site):
    own = f"Origin: http://{site.host}"
    assert once(site.port, get("/health", site.host, own)).status == 200
    assert once(site.port, post("/v1/events", site.host, EVENT, own)).status == 200
    assert once(site.port, upgrade("/v1/live", site.host, own)).status == 101
    assert once(site.port, upgrade("/v1/live", site.host)).status == 101


def test_an_unknown_path_is_404(site):
    for path in ("/nothing", "/v1", "/v1/events/", "/v1/eventsx", "/V1/EVENTS"):
        answer = once(site.port, get(path, site.host))
        assert answer.status == 404 and error(answer)["code"] == "not_found"


@pytest.mark.parametrize("path, method, allowed", [
    ("/v1/events", "DELETE", {"GET", "POST"}), ("/v1/events", "PUT", {"GET", "POST"}), ("/v1/state", "POST", {"GET"}),
    ("/health", "POST", {"GET"}), ("/v1/stream", "PATCH", {"GET"}), ("/v1/live", "POST", {"GET"}),
])  # fmt: skip
def test_a_wrong_method_is_405_with_allow(site, path, method, allowed):
    answer = once(site.port, get(path, site.host, "Content-Length: 0", method=method))
    assert answer.status == 405 and error(answer)["code"] == "method_not_allowed"
    names = {one.strip() for one in (answer.header("allow") or "").split(",")}
    assert allowed <= names and method not in names


TRAVERSAL = [
    "/../../../../etc/passwd", "/..%2f..%2f..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/%252e%252e/%252e%252e/etc/passwd", "//etc/passwd", "/./../../../etc/passwd", "/....//....//etc/passwd",
    "/..\\..\\..\\etc\\passwd", "/..%5c..%5cetc%5cpasswd", "/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd", "/v1/../../../etc/passwd",
    "/assets/../../../../../etc/passwd", "/assets/..%2f..%2f..%2f..%2fetc/passwd", "/index.html/../../../etc/passwd",
    "/%00/etc/passwd", "/index.html%00.png", "/etc/passwd", "/proc/self/environ", "/.git/config", "/.env", "/data/perch.db",
    "file:///etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("path", TRAVERSAL)
def test_no_path_leads_out_of_the_house(site, path):
    answer = once(site.port, get(path, site.host))
    assert answer.status in (400, 403, 404), f"{answer.status} {answer.body[:100]!r}"
    assert b"root:" not in answer.body


def test_expect_continue_is_answered_before_the_body(site):
    with Wire(site.port) as wire:
        head, _, body = post("/v1/events", site.host, EVENT, "Expect: 100-continue").partition(b"\r\n\r\n")
        wire.send(head + b"\r\n\r\n")
        assert wire._until(b"\r\n\r\n").startswith(b"HTTP/1.1 100")
        assert wire.send(body).answer().status == 200


def test_expect_continue_is_not_answered_for_a_body_that_is_too_large(site):
    with Wire(site.port) as wire:
        wire.send(
            f"POST /v1/events HTTP/1.1\r\nHost: {site.host}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {1 << 30}\r\nExpect: 100-continue\r\n\r\n"
        )
        assert wire._until(b"\r\n").startswith(b"HTTP/1.1 413")


def test_another_expectation_fails_or_is_passed_over(site):
    assert once(site.port, get("/health", site.host, "Expect: cake")).status in (200, 417)


def test_a_chunked_body_over_the_limit_is_413(site):
    with Wire(site.port, timeout=15) as wire:
        wire.send(f"POST /v1/events HTTP/1.1\r\nHost: {site.host}\r\nTransfer-Encoding: chunked\r\n\r\n")
        wire.send((b"100000\r\n" + b" " * (1 << 20) + b"\r\n") * 18)
        answer = wire.answer()
    assert answer.status == 413 and error(answer)["code"] == "too_large"


def chunked(body: bytes, dice: random.Random) -> bytes:
    """The body in chunks of random sizes, with extensions and a trailer."""
    out, at = b"", 0
    extensions = ["", ";a", ";a=b", ';a="q"']
    while at < len(body):
        size = dice.randint(1, 40)
        part = body[at : at + size]
        at += size
        out += f"{len(part):{dice.choice('xX')}}{dice.choice(extensions)}\r\n".encode() + part + b"\r\n"
    return out + b"0\r\nX-Trailer: 1\r\n\r\n"


@pytest.mark.parametrize("seed", range(10))
def test_chunked_bodies_in_odd_splits(site, seed):
    dice = random.Random(seed)
    body = b"\n".join([EVENT] * dice.randint(1, 20))
    head = f"POST /v1/events HTTP/1.1\r\nHost: {site.host}\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
    data = head.encode() + chunked(body, dice)
    with Wire(site.port) as wire:
        for _ in range(2):
            wire.send(data, chop=dice.choice([1, 2, 3, 17, 4096]))
            answer = wire.answer()
            assert answer.status == 200, answer.body
            assert json.loads(answer.body)["accepted"] == body.count(b"\n") + 1


def test_posts_and_gets_in_one_pipeline(site):
    with Wire(site.port) as wire:
        wire.send((post("/v1/events", site.host, EVENT) + get("/health", site.host)) * 20)
        seqs = []
        for _ in range(20):
            seqs.append(json.loads(wire.answer().body)["last_seq"])
            assert json.loads(wire.answer().body)["seq"] >= seqs[-1]
    assert seqs == sorted(seqs)


UPGRADES = [
    ("no key", ["Sec-WebSocket-Key:"], {400}), ("a short key", ["Sec-WebSocket-Key: c2hvcnQ="], {400}),
    ("version 8", ["Sec-WebSocket-Version: 8"], {400, 426}), ("no version", ["Sec-WebSocket-Version:"], {400, 426}),
    ("no upgrade", ["Upgrade:"], {400, 426}), ("no connection", ["Connection:"], {400, 426}),
    ("another protocol", ["Upgrade: h2c"], {400, 426}),
]  # fmt: skip


@pytest.mark.parametrize("headers, statuses", [row[1:] for row in UPGRADES], ids=[row[0] for row in UPGRADES])
def test_a_wrong_upgrade_is_refused(site, headers, statuses):
    answer = once(site.port, upgrade("/v1/live", site.host, *headers))
    assert answer.status in statuses, f"{answer.status} {answer.body!r}"
    if answer.status == 426:
        assert answer.header("sec-websocket-version") == "13" or answer.header("upgrade"), "426 says what to do"


def test_an_unmasked_frame_closes_1002(site):
    with Wire(site.port) as wire:
        assert wire.send(upgrade("/v1/live", site.host)).answer().status == 101
        wire.send(b"\x81\x02{}")
        first, size = wire.exactly(2)
        assert (first, int.from_bytes(wire.exactly(size)[:2], "big")) == (0x88, 1002)


def test_a_stream_to_http_1_0_has_no_chunks(site):
    with Wire(site.port) as wire:
        wire.send(get("/v1/stream?after=0", site.host, version="HTTP/1.0"))
        head = wire._until(b"\r\n\r\n")
        assert b" 200 " in head and b"chunked" not in head.lower()
