"""RFC 9112: what is malformed is refused once and ends the connection; what is odd but right is answered."""

import json

import pytest
from harness.raw import Wire
from site_under_test import named

HEAD = "GET PATH HTTP/1.1\r\nHost: HOST\r\n"
CHUNKED = "POST PATH HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n"
SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: HOST\r\n\r\n"


def posting(*headers: str, body: str = "") -> str:
    return "\r\n".join(["POST PATH HTTP/1.1", "Host: HOST", *headers, "", ""]) + body


# (name, request, statuses that are right)
REFUSED = [
    ("length and chunked", posting("Content-Length: 6", "Transfer-Encoding: chunked", body="0\r\n\r\nG" + SMUGGLED), {400}),
    ("chunked and length", posting("Transfer-Encoding: chunked", "Content-Length: 6", body="0\r\n\r\nG" + SMUGGLED), {400}),
    ("two lengths", posting("Content-Length: 4", "Content-Length: 5", body="abcde" + SMUGGLED), {400}),
    ("two lengths in one line", posting("Content-Length: 4, 5", body="abcde" + SMUGGLED), {400}),
    ("length with a plus", posting("Content-Length: +5", body="abcde" + SMUGGLED), {400}),
    ("negative length", posting("Content-Length: -1", body=SMUGGLED), {400}),
    ("length in hex", posting("Content-Length: 0x5", body="abcde" + SMUGGLED), {400}),
    ("length with a space inside", posting("Content-Length: 5 5", body="abcde" + SMUGGLED), {400}),
    ("length without a number", posting("Content-Length: ", body=SMUGGLED), {400}),
    ("length beyond 64 bits", posting("Content-Length: 99999999999999999999", body=SMUGGLED), {400, 413}),
    ("unknown transfer coding", posting("Transfer-Encoding: xchunked", body=SMUGGLED), {400, 501}),
    ("chunked is not the last coding", posting("Transfer-Encoding: chunked, identity", body=SMUGGLED), {400, 501}),
    ("chunked twice", posting("Transfer-Encoding: chunked, chunked", body="0\r\n\r\n" + SMUGGLED), {400, 501}),
    ("two codings in two lines", posting("Transfer-Encoding: chunked", "Transfer-Encoding: x", body="0\r\n\r\n" + SMUGGLED), {400, 501}),
    ("chunked after a vertical tab", posting("Transfer-Encoding: \x0bchunked", body="0\r\n\r\n" + SMUGGLED), {400, 501}),
    ("space before the colon", posting("Transfer-Encoding : chunked", body="0\r\n\r\n" + SMUGGLED), {400}),
    ("space before the colon of the length", posting("Content-Length : 5", body="abcde" + SMUGGLED), {400}),
    ("a header folded over two lines", HEAD + "X-Long: a\r\n b\r\n\r\n", {400}),
    ("a first header that begins with a space", "GET PATH HTTP/1.1\r\n Host: HOST\r\n\r\n", {400}),
    ("a header without a colon", HEAD + "nonsense\r\n\r\n", {400}),
    ("a header without a name", HEAD + ": value\r\n\r\n", {400}),
    ("a space in a header's name", HEAD + "Bad Name: x\r\n\r\n", {400}),
    ("a header's name that is not ASCII", HEAD + "N\xe4me: x\r\n\r\n", {400}),
    ("NUL in a header", HEAD + "X-Nul: a\0b\r\n\r\n", {400}),
    ("NUL in the target", "GET PATH\0 HTTP/1.1\r\nHost: HOST\r\n\r\n", {400}),
    ("CR in a header", HEAD + "X-Cr: a\rb\r\n\r\n", {400}),
    ("CR for CR LF", "GET PATH HTTP/1.1\rHost: HOST\r\r\n\r\n", {400}),
    ("a control character in the method", "G\x01T PATH HTTP/1.1\r\nHost: HOST\r\n\r\n", {400, 405, 501}),
    ("a method nobody knows", "BREW PATH HTTP/1.1\r\nHost: HOST\r\n\r\n", {400, 405, 501}),
    ("a method in small letters", "get PATH HTTP/1.1\r\nHost: HOST\r\n\r\n", {400, 405, 501}),
    ("a space in the target", "GET PATH and more HTTP/1.1\r\nHost: HOST\r\n\r\n", {400}),
    ("a target without a slash", "GET health HTTP/1.1\r\nHost: HOST\r\n\r\n", {400}),
    ("no target", "GET HTTP/1.1\r\nHost: HOST\r\n\r\n", {400}),
    ("version 2", "GET PATH HTTP/2.0\r\nHost: HOST\r\n\r\n", {400, 505}),
    ("version 1.10", "GET PATH HTTP/1.10\r\nHost: HOST\r\n\r\n", {400, 505}),
    ("no such protocol", "GET PATH FTP/1.1\r\nHost: HOST\r\n\r\n", {400, 505}),
    ("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 405, 501, 505}),
    ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64) + b"\r\n\r\n", {400}),
    ("no Host", "GET PATH HTTP/1.1\r\n\r\n", {400}),
    ("two Hosts", "GET PATH HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n", {400}),
    ("chunk size in words", CHUNKED + "five\r\nabcde\r\n0\r\n\r\n", {400}),
    ("chunk size with 0x", CHUNKED + "0x5\r\nabcde\r\n0\r\n\r\n", {400}),
    ("chunk size with a minus", CHUNKED + "-5\r\nabcde\r\n0\r\n\r\n", {400}),
    ("chunk size with a plus", CHUNKED + "+5\r\nabcde\r\n0\r\n\r\n", {400}),
    ("chunk without a size", CHUNKED + "\r\nabcde\r\n0\r\n\r\n", {400}),
    ("chunk size beyond 64 bits", CHUNKED + "FFFFFFFFFFFFFFFFF\r\nabcde\r\n0\r\n\r\n", {400, 413}),
    ("chunk longer than its size", CHUNKED + "3\r\nabcde\r\n0\r\n\r\n", {400}),
    ("chunk size ended by LF alone", CHUNKED + "5\nabcde\r\n0\r\n\r\n", {400}),
    ("chunk data ended by LF alone", CHUNKED + "5\r\nabcde\n0\r\n\r\n", {400}),
    ("NUL in a chunk extension", CHUNKED + "5;a=\0\r\nabcde\r\n0\r\n\r\n", {400}),
]  # fmt: skip


@pytest.mark.parametrize("chop", [None, 1], ids=["at once", "byte by byte"])
@pytest.mark.parametrize("request_, statuses", [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_malformed_is_refused_once(site, request_, statuses, chop):
    answers, ended = site.talk(request_, chop)
    assert len(answers) == 1, f"{[one.status for one in answers]}, connection ended: {ended}"
    assert answers[0].status in statuses, f"{answers[0].status} {answers[0].body[:200]!r}"
    if answers[0].status == 400:
        assert ended, "after a message whose end is in doubt the connection must end"
    if named() is None:
        assert json.loads(answers[0].body)["error"]["message"], "an error has a body that says what is wrong"


ANSWERED = [
    ("plain", HEAD + "\r\n"),
    ("an empty line before the request", "\r\n" + HEAD + "\r\n"),
    ("absolute target", "GET http://HOSTPATH HTTP/1.1\r\nHost: HOST\r\n\r\n"),
    ("a query", "GET PATH? HTTP/1.1\r\nHost: HOST\r\n\r\n"),
    ("header without a value", HEAD + "X-Empty:\r\n\r\n"),
    ("header with tabs around", HEAD + "X-Tab:\tvalue\t\r\n\r\n"),
    ("header with bytes beyond ASCII", HEAD + "X-Odd: \xe4\xf6\r\n\r\n"),
    ("names of headers in any case", "GET PATH HTTP/1.1\r\nhOsT: HOST\r\n\r\n"),
    ("connection with several values", HEAD + "Connection: keep-alive, TE\r\n\r\n"),
    ("an upgrade nobody knows", HEAD + "Connection: Upgrade\r\nUpgrade: teapot/9\r\n\r\n"),
    ("get with an empty body", HEAD + "Content-Length: 0\r\n\r\n"),
]


@pytest.mark.parametrize("chop", [None, 1], ids=["at once", "byte by byte"])
@pytest.mark.parametrize("request_", [row[1] for row in ANSWERED], ids=[row[0] for row in ANSWERED])
def test_what_is_odd_but_right_is_answered(site, request_, chop):
    answers, ended = site.talk(request_, chop)
    assert [one.status for one in answers] == [200] and not ended


def test_lines_ended_by_lf_alone_are_read_or_refused_as_a_whole(site):
    """RFC 9112, 2.2 leaves the choice; what it does not allow is two opinions about where a request ends."""
    answers, _ = site.talk("GET PATH HTTP/1.1\nHost: HOST\n\n")
    assert [one.status for one in answers] in ([200], [400])


def test_a_get_with_a_body_does_not_become_two_requests(site):
    answers, _ = site.talk(HEAD + f"Content-Length: {len(site.fill(SMUGGLED))}\r\n\r\n" + SMUGGLED)
    assert len(answers) == 1 and answers[0].status in (200, 400, 413)


def test_http_1_0_ends_after_the_answer(site):
    answers, ended = site.talk("GET PATH HTTP/1.0\r\nHost: HOST\r\n\r\n")
    assert [one.status for one in answers] == [200] and ended
    assert answers[0].header("transfer-encoding") is None, "HTTP/1.0 knows no chunks"


def test_connection_close_is_kept(site):
    answers, ended = site.talk(HEAD + "Connection: close\r\n\r\n" + HEAD + "\r\n")
    assert [one.status for one in answers] == [200] and ended
    assert "close" in (answers[0].header("connection") or "").lower()


def test_head_is_get_without_the_body(site):
    with Wire(site.port) as wire:
        get = wire.send(site.fill(HEAD + "\r\n")).answer()
        wire.send(site.fill("HEAD PATH HTTP/1.1\r\nHost: HOST\r\n\r\n"))
        head = wire.answer(head=True)
        after = wire.send(site.fill(HEAD + "\r\n")).answer()
    assert (get.status, head.status, after.status) == (200, 200, 200)
    assert head.header("content-type") == get.header("content-type")
    assert head.header("content-length") is not None


def test_pipelined_requests_are_answered_in_order(site):
    missing = "GET /not-there HTTP/1.1\r\nHost: HOST\r\n\r\n"
    kinds = [HEAD + "\r\n", missing, HEAD + "\r\n", HEAD + "\r\n", missing] * 10
    for chop in (None, 7):
        with Wire(site.port) as wire:
            wire.send(site.fill("".join(kinds)), chop)
            statuses = [wire.answer().status for _ in kinds]
        assert statuses == [200, 404, 200, 200, 404] * 10


LONG = [
    ("target of 70 KB", "GET /" + "a" * 70_000 + " HTTP/1.1\r\nHost: HOST\r\n\r\n", {414}),
    ("header of 200 KB", HEAD + "X-Long: " + "a" * 200_000 + "\r\n\r\n", {431, 400}),
    ("5000 headers", HEAD + "".join(f"X-{index}: {index}\r\n" for index in range(5000)) + "\r\n", {431, 400}),
    ("a header's name of 100 KB", HEAD + "x" * 100_000 + ": 1\r\n\r\n", {431, 400}),
    ("a method of 100 KB", "G" * 100_000 + " / HTTP/1.1\r\nHost: HOST\r\n\r\n", {400, 414, 431, 501}),
]


@pytest.mark.parametrize("request_, statuses", [row[1:] for row in LONG], ids=[row[0] for row in LONG])
def test_what_is_too_long_is_refused(site, request_, statuses):
    answers, ended = site.talk(request_)
    assert [one.status in statuses for one in answers] == [True], [one.status for one in answers]
    assert ended


def test_an_endless_chunk_extension_is_refused(own):
    answers, ended = own.talk(CHUNKED + "5;" + "a" * (1 << 20) + "\r\nabcde\r\n0\r\n\r\n")
    assert [one.status for one in answers][:1] in ([400], [413], [431]) and ended


def test_an_endless_trailer_is_refused(own):
    answers, ended = own.talk(CHUNKED + "0\r\n" + "X-T: 1\r\n" * 200_000 + "\r\n")
    assert [one.status for one in answers][:1] in ([400], [413], [431]) and ended


def test_a_chunk_size_of_64_bits_is_refused_at_the_latest_with_the_byte_over_the_limit(own):
    answers, ended = own.talk(own.fill(CHUNKED) + b"FFFFFFFFFFFFFFFF\r\n" + bytes(17 << 20))
    assert [one.status for one in answers][:1] in ([400], [413]) and ended
