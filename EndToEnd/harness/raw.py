"""HTTP as bytes: what a broken or hostile client sends, and exactly what came back."""

import socket
import time
from dataclasses import dataclass, field


@dataclass
class Answer:
    """One response as it stood on the wire."""

    status: int
    version: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The header's value; several of the same name are joined by commas."""
        found = [value for key, value in self.headers if key == name.lower()]
        return ", ".join(found) if found else None


class Ended(Exception):
    """The connection ended where an answer was expected."""


class Wire:
    """A TCP connection with a deadline for each wait."""

    def __init__(self, port: int, timeout: float = 5, host: str = "127.0.0.1", receive_buffer: int | None = None):
        self.timeout = timeout
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(timeout)
        self.socket.connect((host, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_) -> None:
        self.socket.close()

    def send(self, data: bytes | str, chop: int | None = None, pause: float = 0) -> "Wire":
        """Sends it all, in writes of `chop` bytes where given; a server that has closed already is not an error here."""
        data = data.encode("latin-1") if isinstance(data, str) else data
        pieces = [data[at : at + chop] for at in range(0, len(data), chop)] if chop else [data]
        try:
            for piece in pieces:
                self.socket.sendall(piece)
                if pause:
                    time.sleep(pause)
        except (BrokenPipeError, ConnectionResetError):
            pass
        return self

    def _more(self) -> bool:
        try:
            data = self.socket.recv(1 << 16)
        except ConnectionResetError:
            return False
        self.buffer += data
        return bool(data)

    def _until(self, mark: bytes) -> bytes:
        while mark not in self.buffer:
            if not self._more():
                raise Ended(f"the connection ended after {self.buffer[:200]!r}")
        found, _, self.buffer = self.buffer.partition(mark)
        return found

    def exactly(self, size: int) -> bytes:
        while len(self.buffer) < size:
            if not self._more():
                raise Ended(f"the connection ended {size - len(self.buffer)} bytes early")
        found, self.buffer = self.buffer[:size], self.buffer[size:]
        return found

    def answer(self, head: bool = False) -> Answer:
        """The next response, framed as RFC 9112, section 6, says; `head` where the request was HEAD."""
        while True:
            lines = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
            version, status, *_ = lines[0].split(" ", 2)
            headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines[1:])]
            found = Answer(int(status), version, headers)
            if found.status >= 200 or found.status == 101:
                break
        if not head and found.status not in (101, 204, 304):
            found.body = self._body(found)
        return found

    def _body(self, answer: Answer) -> bytes:
        if "chunked" in (answer.header("transfer-encoding") or ""):
            return self._chunks()
        if (length := answer.header("content-length")) is not None:
            return self.exactly(int(length))
        return self.rest()

    def _chunks(self) -> bytes:
        body = b""
        while size := int(self._until(b"\r\n").split(b";")[0], 16):
            body += self.exactly(size)
            assert self.exactly(2) == b"\r\n", "a chunk does not end with CR LF"
        self._until(b"\r\n")
        return body

    def rest(self) -> bytes:
        """Everything until the end of the connection."""
        while self._more():
            pass
        found, self.buffer = self.buffer, b""
        return found

    def ends(self, within: float = 5) -> bool:
        """Whether the server ends the connection, with nothing more said."""
        self.socket.settimeout(within)
        try:
            return not self.buffer and not self._more()
        except TimeoutError:
            return False
        finally:
            self.socket.settimeout(self.timeout)


def get(path: str, host: str, *headers: str, method: str = "GET", version: str = "HTTP/1.1") -> bytes:
    """The bytes of a request without a body."""
    lines = [f"{method} {path} {version}", f"Host: {host}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def post(path: str, host: str, body: bytes, *headers: str, type: str = "application/json") -> bytes:
    """The bytes of a POST with its length."""
    lines = [f"POST {path} HTTP/1.1", f"Host: {host}", f"Content-Type: {type}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def once(port: int, data: bytes, timeout: float = 5) -> Answer:
    """One request on a connection of its own."""
    with Wire(port, timeout) as wire:
        return wire.send(data).answer(head=data.startswith(b"HEAD "))
