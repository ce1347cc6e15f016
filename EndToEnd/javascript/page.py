"""A page that runs in Node as it would in a browser, and what it shows, line by line."""

import json
import socket
from pathlib import Path

from harness.program import Program

HERE = Path(__file__).parent
SHARED = "/usr/share/nodejs"  # where Debian's packages are


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Page:
    """One of the scripts of this folder at the address of a server."""

    def __init__(self, script: str, host: str, *arguments: str):
        command = ["node", "--require", str(HERE / "browser.js"), str(HERE / script), host, *arguments]
        self.program = Program(command, {"NODE_PATH": SHARED})
        self.seen = 0

    def __enter__(self) -> "Page":
        return self

    def __exit__(self, *_) -> None:
        self.program.kill()

    def next(self, within: float = 20) -> dict:
        """The next line that it shows."""
        line = self.program.line(self.seen, within)
        self.seen += 1
        assert line.startswith("{"), f"the page broke:\n{self.program.output}"
        return json.loads(line)

    def until(self, what: str, wanted=lambda line: True, within: float = 20) -> dict:
        """The next line of this kind that is the wanted one; others are passed over."""
        while True:
            line = self.next(within)
            if line["what"] == what and wanted(line):
                return line

    def only(self, *kinds: str) -> dict:
        """The next line, which must be of one of these kinds."""
        line = self.next()
        assert line["what"] in kinds, line
        return line
