"""The cases by category; importing this package fills the list."""

from . import framing, pings, reserved, opcodes, fragmentation, utf8, closing, limits, splitting, compression  # noqa: F401
