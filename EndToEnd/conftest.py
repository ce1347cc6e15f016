"""Where the programs under test are, and a fresh server for each test that asks for one."""

import pytest
from harness.binaries import binary
from harness.program import Program
from harness.server import Server


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="as many kills, cuts and megabytes as the promises name")


@pytest.fixture(scope="session")
def perch() -> str:
    return binary("PERCH", "perch")


@pytest.fixture(scope="session")
def long(request) -> bool:
    return request.config.getoption("--long")


@pytest.fixture
def server(perch, tmp_path):
    """A server of its own on an empty folder; not started yet, so that a test can give options first."""
    with Server(perch, tmp_path / "data") as server:
        yield server


@pytest.fixture
def running(server):
    """The same, started."""
    return server.start()


@pytest.fixture(scope="module")
def house(perch, tmp_path_factory):
    """One running server for all tests of a file that leave each other alone."""
    with Server(perch, tmp_path_factory.mktemp("house") / "data") as server:
        yield server.start()


@pytest.fixture(scope="session")
def echo():
    """The address of a running perch-echo."""
    program = Program([binary("PERCH_ECHO", "perch-echo"), "--listen", "127.0.0.1:0"])
    try:
        address = program.wait_for(r"listening on \w+://(\S+?)/?$").group(1)
        yield f"ws://{address}/"
    finally:
        program.kill()
