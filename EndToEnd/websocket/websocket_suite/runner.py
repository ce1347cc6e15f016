"""Plays cases one after the other and keeps count."""

import fnmatch
import time
from collections import Counter
from dataclasses import dataclass

from . import cases as _cases  # noqa: F401  (fills the list)
from .handshake import Refused
from .peer import Mismatch, Peer
from .registry import CASES, COUNTS, Case


@dataclass(frozen=True)
class Failure:
    """A case whose outcome was not the right one."""

    case: Case
    said: list[str]
    reason: str

    def __str__(self) -> str:
        sent = "; ".join(self.said[-6:]) or "the handshake"
        return f"FAILED {self.case.id} {self.case.title}\n  sent:     {sent}\n  {self.reason}"


def in_order(case: Case) -> list[int]:
    return [int(part) for part in case.id.split(".")]


def chosen(patterns: list[str]) -> list[Case]:
    """The cases whose number matches one of the patterns, such as `6.*`; all of them without any."""
    counted = Counter(in_order(case)[0] for case in CASES)
    if counted != COUNTS or len({case.id for case in CASES}) != 517:
        raise AssertionError(f"the list of cases is not whole: {dict(counted)}")
    matching = [one for one in CASES if not patterns or any(fnmatch.fnmatch(one.id, pattern) for pattern in patterns)]
    return sorted(matching, key=in_order)


def play(case: Case, url: str, timeout: float) -> Failure | None:
    """Plays one case on a connection of its own."""
    peer = None
    try:
        peer = Peer(url, timeout, list(case.offers))
        case.play(peer)
    except Mismatch as error:
        reason = f"expected: {error.expected}\n  seen:     {error.seen}"
    except (Refused, OSError, ValueError) as error:
        reason = f"seen:     {type(error).__name__}: {error}"
    except Exception as error:  # zlib.error and the like: the server sent what cannot be read
        reason = f"seen:     what cannot be read, {type(error).__name__}: {error}"
    else:
        return None
    finally:
        if peer is not None:
            peer.wire.close()
    return Failure(case, peer.said if peer is not None else [], reason)


def run(url: str, patterns: list[str], timeout: float, report=print, slow: float = 5) -> list[Failure]:
    """Plays what was chosen, reports each failure as it happens, and closes with the count."""
    failures = []
    cases = chosen(patterns)
    for one in cases:
        began = time.monotonic()
        failure = play(one, url, timeout)
        if failure is not None:
            failures.append(failure)
            report(str(failure))
        elif time.monotonic() - began > slow:
            report(f"slow   {one.id} {one.title}: {time.monotonic() - began:.1f} s")
    report(f"{len(cases) - len(failures)} passed, {len(failures)} failed")
    return failures
