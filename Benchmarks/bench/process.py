"""Looking at processes from outside: CPU time, memory, free ports, files."""

import os
import socket
import time

TICKS = os.sysconf("SC_CLK_TCK")
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Unavailable(Exception):
    """A server or a tool that cannot be had here; the message says what to do."""


class MeasureFailed(Exception):
    """A measure that could not be made, or a delivery that was lost."""


def cpu_seconds(pids):
    """User and system time of all threads of the processes."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def resident_bytes(pids):
    """Memory that the processes hold in RAM."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/status") as file:
            for line in file:
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1]) * 1024
    return total


def settle(pids, patience=120):
    """Waits until the processes have used little CPU for half a second; returns the seconds it took."""
    begin = time.monotonic()
    quiet = 0
    while quiet < 5 and time.monotonic() - begin < patience:
        before = cpu_seconds(pids)
        time.sleep(0.1)
        quiet = quiet + 1 if cpu_seconds(pids) - before <= 0.01 else 0
    return time.monotonic() - begin


def children(pid):
    """Process ids of the direct children."""
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(child) for child in file.read().split()]


def free_port():
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
