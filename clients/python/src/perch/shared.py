"""The client that the calls of the other systems use where they are given none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from .client import Options, Perch

if TYPE_CHECKING:
    from typing_extensions import Unpack

_shared: dict[str, Perch] = {}


def default() -> Perch:
    """The program's own client, made when it is first needed; the environment says which hub it reports to."""
    return _shared.get("client") or _shared.setdefault("client", Perch())


def configure(url: Optional[str] = None, token: Optional[str] = None, **options: Unpack[Options]) -> Perch:
    """Makes another client the program's own, with the arguments of `Perch`; what waited in the old one is sent on by it."""
    _shared["client"] = Perch(url, token, **options)
    return _shared["client"]
