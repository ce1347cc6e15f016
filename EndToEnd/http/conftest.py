"""One server for all tests of HTTP: none of them may harm it."""

import pytest
from harness.server import Server
from site_under_test import Site, named


@pytest.fixture(scope="session")
def site(request, tmp_path_factory):
    other = named()
    if other is not None:
        yield other
        return
    with Server(request.getfixturevalue("perch"), tmp_path_factory.mktemp("http") / "data") as server:
        server.start()
        yield Site(server.port, "/health")
        assert server.running.process.poll() is None, f"the server has ended: {server.output}"


@pytest.fixture
def own(site):
    """Skips what only perch promises."""
    if named() is not None:
        pytest.skip("a promise of perch, not of HTTP")
    return site
