"""The client of a case: it says what the case says, and holds every byte of the answer against the RFC."""

import time
from dataclasses import dataclass

from . import handshake
from .deflate import Deflate
from .frames import BINARY, CLOSE, CONTINUATION, NAMES, PING, PONG, TEXT, close_payload, frame, pieces, shown
from .wire import Wire


class Mismatch(Exception):
    """What was seen is not what was expected."""

    def __init__(self, expected: str, seen: str):
        super().__init__(f"expected {expected}, saw {seen}")
        self.expected, self.seen = expected, seen


@dataclass(frozen=True)
class Heard:
    """One thing the server said: a whole message, a control frame, or the end of the connection."""

    kind: str
    payload: bytes = b""

    @property
    def code(self) -> int | None:
        return int.from_bytes(self.payload[:2], "big") if len(self.payload) >= 2 else None

    def __str__(self) -> str:
        if self.kind == "close":
            return f"close {self.code if self.payload else 'without a code'} {shown(self.payload[2:])}"
        if self.kind in ("end", "silence"):
            return {"end": "the end of the connection", "silence": "nothing"}[self.kind]
        return f"{self.kind} {shown(self.payload)}"


SILENCE, END = Heard("silence"), Heard("end")


class Peer:
    """An opened WebSocket connection."""

    def __init__(self, url: str, timeout: float, offers: list[str] | None = None):
        host, port, path = handshake.parse(url)
        self.timeout = timeout
        self.said: list[str] = []
        self.wire = Wire(host, port, timeout)
        agreed = handshake.open(self.wire, host, port, path, offers or [])
        self.deflate = Deflate(agreed) if agreed is not None else None
        self._kind = 0
        self._parts: list[bytes] = []
        self._compressed = False

    # Saying

    def raw(self, data: bytes, said: str, chop: int | None = None) -> None:
        """Sends bytes as they are, in writes of `chop` bytes where given."""
        self.said.append(said + (f" in writes of {chop}" if chop else ""))
        for piece in pieces(data, chop) if chop else [data]:
            self.wire.send(piece)

    def say(self, opcode: int, payload: bytes = b"", fin: bool = True, rsv: int = 0, chop: int | None = None) -> None:
        """Sends one frame."""
        name = NAMES.get(opcode, f"opcode {opcode}")
        flags = ("" if fin else " FIN=0") + (f" RSV={rsv}" if rsv else "")
        self.raw(frame(opcode, payload, fin, rsv), f"{name}{flags} {shown(payload)}", chop)

    def say_close(self, code: int = 1000, reason: bytes = b"") -> None:
        self.say(CLOSE, close_payload(code, reason))

    # Hearing

    def hear(self, wait: float | None = None) -> Heard:
        """The next thing the server says, or silence."""
        deadline = time.monotonic() + (self.timeout if wait is None else wait)
        while True:
            heard = self._next()
            if heard is not None:
                return heard
            if self.wire.ended:
                return END
            if not self.wire.fill(deadline - time.monotonic()):
                return SILENCE

    def expect(self, *wanted: Heard, wait: float | None = None) -> Heard:
        """The next thing said must be one of these."""
        heard = self.hear(wait)
        if heard not in wanted:
            raise Mismatch(" or ".join(str(one) for one in wanted), str(heard))
        return heard

    def expect_echo(self, opcode: int, payload: bytes) -> None:
        self.expect(Heard(NAMES[opcode], payload))

    def expect_pong(self, payload: bytes = b"") -> None:
        self.expect(Heard("pong", payload))

    def expect_silence(self, wait: float = 0.05) -> None:
        self.expect(SILENCE, wait=wait)

    def expect_failure(self, *codes: int) -> None:
        """The server must fail the connection: a close frame with the code, then the end (RFC 6455, 7.1.7)."""
        heard = self.hear()
        if heard.kind != "close" or heard.code not in codes:
            raise Mismatch(f"close {' or '.join(map(str, codes))}", str(heard))
        self.expect_end()

    def expect_end(self) -> None:
        """The server ends the connection first (RFC 6455, 7.1.1), and says nothing more."""
        self.expect(END)

    def close_cleanly(self) -> None:
        """Closes with 1000 and expects the same back: the connection was whole up to here."""
        self.say_close(1000)
        heard = self.hear()
        if heard.kind != "close" or heard.code != 1000:
            raise Mismatch("close 1000 in answer to close 1000", str(heard))
        self.expect_end()

    # Reading frames, strictly

    def _next(self) -> Heard | None:
        while (found := self._frame()) is not None:
            fin, rsv, opcode, payload = found
            if opcode in (CLOSE, PING, PONG):
                return self._control(fin, rsv, opcode, payload)
            message = self._data(fin, rsv, opcode, payload)
            if message is not None:
                return message
        return None

    def _frame(self) -> tuple[bool, int, int, bytes] | None:
        data = self.wire.received
        if len(data) < 2:
            return None
        size, at = data[1] & 0x7F, 2
        if data[1] & 0x80:
            raise Mismatch("unmasked frames from a server (RFC 6455, 5.1)", "a masked frame")
        if size >= 126:
            width = 2 if size == 126 else 8
            if len(data) < at + width:
                return None
            size, at = int.from_bytes(data[at : at + width], "big"), at + width
            if size < (126 if width == 2 else 1 << 16):
                raise Mismatch("the shortest length field (RFC 6455, 5.2)", f"{width} bytes for {size}")
        if len(data) < at + size:
            return None
        first, payload = data[0], bytes(data[at : at + size])
        del data[: at + size]
        return bool(first & 0x80), first >> 4 & 7, first & 0xF, payload

    def _control(self, fin: bool, rsv: int, opcode: int, payload: bytes) -> Heard:
        if not fin or rsv or len(payload) > 125:
            raise Mismatch("a whole control frame of at most 125 bytes (RFC 6455, 5.5)", f"{NAMES[opcode]} of {len(payload)}")
        if opcode == CLOSE and len(payload) == 1:
            raise Mismatch("a close frame with no or at least two bytes", "one byte")
        return Heard(NAMES[opcode], payload)

    def _data(self, fin: bool, rsv: int, opcode: int, payload: bytes) -> Heard | None:
        if (opcode == CONTINUATION) != bool(self._kind) or opcode not in (CONTINUATION, TEXT, BINARY):
            raise Mismatch("frames in order (RFC 6455, 5.4)", f"opcode {opcode} inside message kind {self._kind}")
        if rsv & 3 or rsv and (opcode == CONTINUATION or self.deflate is None):
            raise Mismatch("no reserved bit that was not agreed on", f"RSV={rsv}")
        if opcode != CONTINUATION:
            self._kind, self._compressed = opcode, bool(rsv)
        self._parts.append(payload)
        if not fin:
            return None
        whole, kind = b"".join(self._parts), self._kind
        self._parts, self._kind = [], 0
        if self._compressed and self.deflate is not None:
            whole = self.deflate.inflate(whole)
        return Heard(NAMES[kind], whole)
