"""Where the programs under test are."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def binary(variable: str, name: str) -> str:
    """The program named by the environment, else the build of this checkout, release before debug."""
    named = os.environ.get(variable)
    found = [named] if named else [str(ROOT / ".build" / kind / name) for kind in ("release", "debug")]
    for path in found:
        if os.access(path, os.X_OK):
            return path
    pytest.exit(f"No {name} to test: build it first, or name it by {variable}. Looked at {', '.join(found)}", 2)
