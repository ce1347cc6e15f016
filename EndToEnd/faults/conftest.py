"""A server whose disk can be told to forget, to be full, or to fail."""

import pytest
from disk import shim
from harness.server import Server


class FaultyServer(Server):
    """A server under the preloaded library; see `powercut.c`."""

    def __init__(self, binary, data, library, switch, *options):
        super().__init__(binary, data, *options)
        self.library, self.switch = library, switch
        self.journal = None
        self.ok()

    def start(self, within: float = 20):
        self.data.mkdir(parents=True, exist_ok=True)
        self.env = {
            "LD_PRELOAD": str(self.library),
            "POWERCUT_FOLDER": str(self.data),
            "POWERCUT_SWITCH": str(self.switch),
        }
        if self.journal is not None:
            self.journal.unlink(missing_ok=True)
            self.env["POWERCUT_JOURNAL"] = str(self.journal)
        return super().start(within)

    def ok(self) -> None:
        self._set(0)

    def no_space(self) -> None:
        self._set(1)

    def failing_sync(self) -> None:
        self._set(2)

    def lying_sync(self) -> None:
        self._set(3)

    def _set(self, value: int) -> None:
        # In place: the server has the file's page mapped.
        with open(self.switch, "r+b" if self.switch.exists() else "wb") as file:
            file.write(bytes([value]))


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    return shim(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def faulty(perch, library, tmp_path):
    with FaultyServer(perch, tmp_path / "data", library, tmp_path / "switch") as server:
        yield server
