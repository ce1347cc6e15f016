import json


def test_words_become_an_event_and_its_number_is_printed(cli):
    out = cli.fine(
        "emit", "tool.started", "--agent", "a1", "--session", "s1", "--project", "web", "tool=Bash", "call=c1", 'metadata:={"a":1}'
    )
    assert out == "1\n"
    [event] = cli.events("--kind", "tool.started")
    assert event["data"] == {"tool": "Bash", "call": "c1", "metadata": {"a": 1}}
    assert (event["agent"], event["session"], event["project"], event["source"]) == ("a1", "s1", "web", "native")


def test_the_standard_input_may_hold_one_an_array_or_lines(cli):
    assert cli.fine("emit", "-", input='{"kind": "a",\n "data": {}}') == "1\n"
    assert cli.fine("emit", "-", input='[{"kind":"b"},{"kind":"c"}]') == "2..3\n"
    assert cli.fine("emit", "-", input='{"kind":"d"}\n\n{"kind":"e"}\n') == "4..5\n"
    assert [event["kind"] for event in cli.events()] == ["a", "b", "c", "d", "e"]


def test_the_same_id_twice_is_one_event_and_has_its_number(cli):
    assert cli.fine("emit", "x", "--id", "e1") == "1\n"
    again = cli("emit", "x", "--id", "e1")
    assert (again.returncode, again.stdout) == (0, "1\n")
    assert "nothing was added twice" in again.stderr


def test_what_the_server_refuses_is_a_sentence_and_an_exit_code(cli):
    done = cli("emit", "-", input='{"kind":"x"}\n{"kind":"tool.started","data":{}}\n')
    assert done.returncode == 1
    assert "line 2" in done.stderr and "data.tool" in done.stderr
    assert done.stdout == "" and cli.events() == []


def test_what_cannot_be_an_event_is_refused_before_it_is_sent(alone):
    done = alone("emit", "tool.started", "--server", "http://127.0.0.1:1")
    assert done.returncode == 2
    assert "data.tool" in done.stderr


def test_no_server_is_told_with_what_to_do(alone):
    done = alone("emit", "x", "--server", "http://127.0.0.1:1")
    assert done.returncode == 1
    assert "No Perch answers at http://127.0.0.1:1 (connection refused): start it with `perch serve`" in done.stderr


def test_an_empty_input_is_no_event(cli):
    done = cli("emit", "-", input="\n  \n")
    assert done.returncode == 1
    assert "holds no event" in done.stderr


def test_an_access_token_is_shown_to_the_server_and_never_printed(server, perch, tmp_path):
    from cli.conftest import CommandLine

    server.env = {"PERCH_ACCESS_TOKEN": "s3cret-that-is-long"}
    server.start()
    cli = CommandLine(perch, server, tmp_path)
    refused = cli("emit", "x")
    assert refused.returncode == 1 and "asks for its access token" in refused.stderr
    (tmp_path / "token").write_text("s3cret-that-is-long\n")
    assert cli.fine("emit", "x", env={"PERCH_TOKEN": "s3cret-that-is-long"}) == "1\n"
    assert cli.fine("emit", "x", "--token-file", "token") == "2\n"
    (tmp_path / "perch.conf").write_text("token = s3cret-that-is-long\n")
    assert cli.fine("emit", "x") == "3\n"
    wrong = cli("emit", "x", "--token", "wr0ng-that-is-long")
    assert wrong.returncode == 1 and "wr0ng-that-is-long" not in wrong.stderr + wrong.stdout
    assert "s3cret-that-is-long" not in server.output


def test_unknown_kinds_are_kept_but_likely_slips_are_told(cli):
    done = cli("emit", "tool.strated", "--agent", "a")
    assert done.returncode == 0 and "did you mean tool.started?" in done.stderr
    assert json.loads(cli.fine("events", "--limit", "1"))["kind"] == "tool.strated"
