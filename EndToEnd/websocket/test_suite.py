"""The suite itself is held against a server that is right and one that is wrong, so that its word counts."""

import sys
from pathlib import Path

import pytest
from harness.program import Program
from websocket_suite import runner

REFERENCES = Path(__file__).parent / "references"


@pytest.fixture
def reference(request):
    program = Program([sys.executable, str(REFERENCES / f"echo_{request.param}.py")])
    try:
        yield program.wait_for(r"listening on (\S+)").group(1)
    finally:
        program.kill()


# One quick case of each category; all of them take longer and are a matter of the suite's README.
GOOD = ["1.1.2", "2.2", "3.1", "4.1.1", "5.6", "6.4.3", "6.20.1", "7.7.1", "7.9.1", "9.1.1", "10.1.1", "12.1.3", "13.5.3"]
BROKEN = ["2.5", "3.1", "4.1.1", "5.1", "6.4.3", "6.20.1", "7.3.2", "7.9.1", "12.1.3", "13.5.3"]


@pytest.mark.parametrize("reference", ["wsproto"], indirect=True)
def test_a_correct_server_passes(reference):
    assert not runner.run(reference, GOOD, 5, lambda _: None)


@pytest.mark.parametrize("reference", ["broken"], indirect=True)
def test_a_broken_server_fails(reference):
    failed = {failure.case.id for failure in runner.run(reference, BROKEN, 0.2, lambda _: None)}
    assert failed == set(BROKEN)
