"""The list of cases."""

from collections.abc import Callable
from dataclasses import dataclass, field

from .peer import Peer


@dataclass(frozen=True)
class Case:
    """One conversation: how to open the connection, and what to say and expect."""

    id: str
    title: str
    play: Callable[[Peer], None]
    offers: tuple[str, ...] = field(default=())


CASES: list[Case] = []

# How many cases each category has; the program refuses to run with another number.
COUNTS = {1: 16, 2: 11, 3: 7, 4: 10, 5: 20, 6: 145, 7: 37, 9: 54, 10: 1, 12: 90, 13: 126}


def case(id: str, title: str, offers: tuple[str, ...] = ()) -> Callable[[Callable[[Peer], None]], Callable[[Peer], None]]:
    """Adds the function below to the list."""

    def adding(play: Callable[[Peer], None]) -> Callable[[Peer], None]:
        CASES.append(Case(id, title, play, offers))
        return play

    return adding
