"""perch-echo passes all 517 cases."""

import pytest
from websocket_suite import runner


@pytest.mark.timeout(150)
def test_every_case_passes(echo, capsys):
    said: list[str] = []
    failures = runner.run(echo, [], 10, said.append)
    assert not failures, "\n".join(said)
    assert said[-1] == "517 passed, 0 failed"
