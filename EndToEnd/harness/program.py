"""A program under test: started, listened to, and ended by its own process id."""

import os
import re
import signal
import subprocess
import threading
import time


def environment(more: dict[str, str] | None = None) -> dict[str, str]:
    """What a program under test sees: none of the variables that tell the tests, or the developer's own perch, what to do."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PERCH")} | (more or {})


class Program:
    """A process whose output is collected line by line while it runs."""

    def __init__(self, command: list[str], env: dict[str, str] | None = None, limits=None, cwd=None):
        self.command = command
        self.lines: list[str] = []
        self._changed = threading.Condition()
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(env),
            preexec_fn=limits,
            cwd=cwd,
        )
        self._readers = [
            threading.Thread(target=self._collect, args=(pipe,), daemon=True)
            for pipe in (self.process.stdout, self.process.stderr)
        ]
        for reader in self._readers:
            reader.start()

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def output(self) -> str:
        """Everything it has printed so far, on either stream."""
        with self._changed:
            return "\n".join(self.lines)

    def wait_for(self, pattern: str, within: float = 20) -> re.Match:
        """The first line that matches, printed by now or soon."""
        wanted = re.compile(pattern)
        deadline = time.monotonic() + within
        seen = 0
        with self._changed:
            while True:
                for line in self.lines[seen:]:
                    if found := wanted.search(line):
                        return found
                seen = len(self.lines)
                ended = self.process.poll() is not None and not any(one.is_alive() for one in self._readers)
                left = deadline - time.monotonic()
                if ended or left <= 0:
                    how = f"ended with {self.process.returncode}" if ended else f"said nothing like it in {within} s"
                    raise AssertionError(f"'{pattern}' never came: {self.command[0]} {how}. It said:\n" + "\n".join(self.lines))
                self._changed.wait(min(left, 0.1))

    def line(self, number: int, within: float = 20) -> str:
        """The line of this number, the first being 0, printed by now or soon."""
        with self._changed:
            found = self._changed.wait_for(lambda: len(self.lines) > number, within)
            assert found, f"{self.command[0]} printed {len(self.lines)} lines and no more in {within} s:\n" + "\n".join(self.lines)
            return self.lines[number]

    def signal(self, number: int) -> None:
        if self.process.poll() is None:
            os.kill(self.pid, number)

    def wait(self, within: float = 20) -> int:
        """Its exit status; negative for the signal that ended it."""
        try:
            status = self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.command[0]} did not end within {within} s. It said:\n{self.output}") from None
        for reader in self._readers:
            reader.join(2)
        return status

    def terminate(self, within: float = 20) -> int:
        self.signal(signal.SIGTERM)
        return self.wait(within)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.process.wait()
        for reader in self._readers:
            reader.join(2)

    def _collect(self, pipe) -> None:
        for line in pipe:
            with self._changed:
                self.lines.append(line.decode(errors="replace").rstrip("\n"))
                self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()


def run(command: list[str], input: str = "", within: float = 30, env: dict[str, str] | None = None):
    """A program that ends by itself: its status and both its outputs."""
    return subprocess.run(
        command, input=input, capture_output=True, text=True, timeout=within, env=environment(env)
    )
