"""The server whose HTTP is tested: perch, or any other named by HTTP_SITE=127.0.0.1:PORT/PATH, where PATH answers 200."""

import os
from dataclasses import dataclass

from harness.raw import Answer, Ended, Wire


@dataclass(frozen=True)
class Site:
    """Where it listens, and a path that it answers with 200."""

    port: int
    path: str

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def fill(self, text: str | bytes) -> bytes:
        """The bytes of a request, with HOST, PORT and PATH put in."""
        data = text.encode("latin-1") if isinstance(text, str) else text
        pairs = ((b"HOST", self.host), (b"PORT", str(self.port)), (b"PATH", self.path))
        for name, value in pairs:
            data = data.replace(name, value.encode())
        return data

    def talk(self, request: str | bytes, chop: int | None = None, timeout: float = 5) -> tuple[list[Answer], bool]:
        """Sends a request and reads all answers; and whether the server ended the connection by itself."""
        answers: list[Answer] = []
        with Wire(self.port, timeout) as wire:
            wire.send(self.fill(request), chop)
            try:
                while True:
                    answers.append(wire.answer())
                    wire.socket.settimeout(0.15)
            except Ended:
                return answers, True
            except TimeoutError:
                return answers, False


def named() -> Site | None:
    """The server named by the environment."""
    where = os.environ.get("HTTP_SITE")
    if not where:
        return None
    address, _, path = where.partition("/")
    return Site(int(address.rpartition(":")[2]), "/" + path)
