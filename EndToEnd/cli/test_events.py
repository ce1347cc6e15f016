import json
import subprocess

from cli.conftest import clean


def fill(cli, count: int) -> None:
    lines = "".join(json.dumps({"kind": "log.written", "agent": f"a{n % 3}", "data": {"message": f"m{n}"}}) + "\n" for n in range(count))
    cli.fine("import", "-", input=lines)


def logs(text: str) -> list[str]:
    return [event["data"]["message"] for event in map(json.loads, text.splitlines()) if event["kind"] == "log.written"]


def test_all_pages_in_order_and_back(cli):
    fill(cli, 12_345)
    expected = [f"m{n}" for n in range(12_345)]
    assert logs(cli.fine("events", "--all")) == expected
    assert logs(cli.fine("events", "--all", "--newest-first")) == expected[::-1]
    assert logs(cli.fine("events", "--all", "--agent", "a1")) == expected[1::3]


def test_limits_and_places(cli):
    fill(cli, 300)
    assert len(cli.fine("events").splitlines()) == 100
    assert logs(cli.fine("events", "--limit", "7")) == [f"m{n}" for n in range(7)]
    assert logs(cli.fine("events", "--after", "10", "--before", "14")) == ["m10", "m11", "m12"]
    assert logs(cli.fine("events", "--newest-first", "--kind", "log.*", "--limit", "2")) == ["m299", "m298"]
    assert cli.fine("events", "--before", "2000-01-01T00:00:00Z") == ""


def test_an_export_to_a_file_is_the_same(cli, tmp_path):
    fill(cli, 200)
    assert cli.fine("events", "--all", "--output", "out.ndjson") == ""
    assert (tmp_path / "out.ndjson").read_text() == cli.fine("events", "--all")
    refused = cli("events", "--output", "/nonexistent/x")
    assert refused.returncode == 1 and "/nonexistent/x: no such file or directory" in refused.stderr


def test_a_reader_that_has_seen_enough_ends_it_quietly(cli):
    fill(cli, 12_000)
    script = f"set -o pipefail; '{cli.binary}' events --all --server {cli.server.url} | head -1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, env=clean())
    assert done.returncode == 0
    assert done.stderr == ""
    assert json.loads(done.stdout)["seq"] == 1
