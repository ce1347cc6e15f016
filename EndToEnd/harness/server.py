"""`perch serve` on a folder of its own, which outlives the process: it can be stopped, killed and started again."""

import signal
from pathlib import Path

from .program import Program


class Server:
    """One server; as a context it is killed at the end, whatever happened."""

    def __init__(self, binary: str, data: Path, *options: str, env: dict[str, str] | None = None, limits=None):
        self.binary, self.data = binary, Path(data)
        self.options = list(options)
        self.env, self.limits = dict(env or {}), limits
        self.program: Program | None = None
        self.port = 0
        self.outputs: list[str] = []

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_) -> None:
        if self.program is not None:
            self.kill()

    @property
    def command(self) -> list[str]:
        return [self.binary, "serve", "--listen", "127.0.0.1:0", "--data", str(self.data), *self.options]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self.running.pid

    @property
    def running(self) -> Program:
        assert self.program is not None, "the server has not been started"
        return self.program

    @property
    def output(self) -> str:
        """What it has said since its last start."""
        return self.program.output if self.program else "\n".join(self.outputs[-1:])

    def start(self, within: float = 20) -> "Server":
        self.program = Program(self.command, self.env, self.limits)
        ready = self.program.wait_for(r"perch is listening on http://127\.0\.0\.1:(\d+)", within)
        self.port = int(ready.group(1))
        return self

    def stop(self, within: float = 20) -> int:
        """Asks it to end, as a service manager does; returns its exit status."""
        status = self.running.terminate(within)
        self._ended()
        return status

    def kill(self) -> None:
        """Ends it without a chance to say goodbye."""
        self.running.kill()
        self._ended()

    def pause(self) -> None:
        self.running.signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.running.signal(signal.SIGCONT)

    def restart(self) -> "Server":
        self.stop()
        return self.start()

    @property
    def memory(self) -> int:
        """Bytes of it that are in memory."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise AssertionError("the kernel does not say how much memory it has")

    def _ended(self) -> None:
        self.outputs.append(self.running.output)
        self.program = None
