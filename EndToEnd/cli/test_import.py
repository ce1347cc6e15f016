import json

from harness.server import Server

from cli.conftest import CommandLine


def strip(event: dict) -> dict:
    return {key: value for key, value in event.items() if key not in ("seq", "received", "id", "source")}


def test_an_export_comes_in_elsewhere_as_it_was_and_only_once(cli, perch, tmp_path):
    cli.fine("demo", "--fast", "--rate", "50", "--seconds", "20", "--run", "r")
    cli.fine("emit", "tool.started", "--agent", "a", "tool=Bash", "big:=18446744073709551615")
    cli.fine("events", "--all", "--output", "export.ndjson")
    exported = [json.loads(line) for line in (tmp_path / "export.ndjson").read_text().splitlines()]
    with Server(perch, tmp_path / "other") as other:
        other.start()
        there = CommandLine(perch, other, tmp_path)
        count = len(exported)
        assert there.fine("import", "export.ndjson").startswith(f"{count:,} accepted, 0 duplicates")
        assert there.fine("import", "export.ndjson").startswith(f"0 accepted, {count:,} duplicates")
        # The other server watches too, so it may add presences of its own behind them.
        assert [strip(event) for event in there.events()][:count] == [strip(event) for event in exported]


def test_a_bad_line_is_named_and_what_came_before_is_told(cli, tmp_path):
    good = [json.dumps({"kind": "x", "id": f"e{n}"}) for n in range(6_000)]
    (tmp_path / "bad.ndjson").write_text("\n".join(good[:5_500] + ["", '{"kind":7}'] + good[5_500:]))
    done = cli("import", "bad.ndjson")
    assert done.returncode == 1
    assert "bad.ndjson, line 5502: " in done.stderr and "kind" in done.stderr
    assert "5,000 accepted" in done.stderr
    (tmp_path / "bad.ndjson").write_text("\n".join(good))
    assert cli.fine("import", "bad.ndjson").startswith("1,000 accepted, 5,000 duplicates")


def test_several_files_and_the_standard_input(cli, tmp_path):
    (tmp_path / "one").write_text('{"kind":"a"}\n')
    (tmp_path / "two").write_bytes(b'\xef\xbb\xbf{"kind":"b"}\r\n\r\n{"kind":"c"}')
    assert cli.fine("import", "one", "-", "two", input='{"kind":"i"}\n').startswith("4 accepted, 0 duplicates, events 1 to 4")
    assert [event["kind"] for event in cli.events()] == ["a", "i", "b", "c"]
    assert cli.fine("import", input="") == "0 accepted, 0 duplicates\n"


def test_a_file_that_is_not_there_is_said_before_anything_is_sent(cli, tmp_path):
    (tmp_path / "one").write_text('{"kind":"a"}\n')
    done = cli("import", "one", "two")
    assert done.returncode == 1 and "two: no such file or directory" in done.stderr
    assert cli.events() == []


def test_a_server_that_takes_small_bodies_gets_smaller_parts(server, perch, tmp_path):
    server.options += ["--max-body", "16KiB"]
    server.start()
    cli = CommandLine(perch, server, tmp_path)
    lines = [json.dumps({"kind": "log.written", "data": {"message": f"m{n} {'x' * 100}"}}) for n in range(2_000)]
    assert cli.fine("import", "-", input="\n".join(lines)).startswith("2,000 accepted")
    events = cli.events("--kind", "log.written")
    assert [event["data"]["message"].split()[0] for event in events] == [f"m{n}" for n in range(2_000)]
