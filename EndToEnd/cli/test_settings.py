import pytest
from cli.conftest import CommandLine, free_port


def test_a_slip_of_the_pen_gets_a_suggestion(alone):
    for words, meant in [(("serv",), "serve"), (("serve", "--lisen", "x"), "--listen"), (("tail", "--agnet=a"), "--agent")]:
        done = alone(*words)
        assert done.returncode == 2 and f"Did you mean {meant}?" in done.stderr and done.stdout == ""


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(server, perch, tmp_path):
    server.start()
    cli = CommandLine(perch, server, tmp_path)
    nowhere = "http://127.0.0.1:1"
    (tmp_path / "perch.conf").write_text(f"server = {nowhere}  # not here\n")
    assert cli.fine("emit", "x", env={"PERCH_SERVER": server.url}) == "1\n"
    assert cli.fine("emit", "x", "--server", server.url, env={"PERCH_SERVER": nowhere}) == "2\n"
    (tmp_path / "other.conf").write_text(f"server = {server.url}\n")
    assert cli.fine("emit", "x", "--config", "other.conf", env={"PERCH_SERVER": ""}) == "3\n"


def test_a_fault_in_the_file_is_named_with_its_line(alone, tmp_path):
    (tmp_path / "perch.conf").write_text("# mine\nlisten = 127.0.0.1:0\ndurabilty = power\n")
    done = alone("serve")
    assert done.returncode == 2
    assert 'perch.conf, line 3: there is no setting "durabilty". Did you mean durability?' in done.stderr


def test_a_variable_that_means_nothing_is_warned_of(alone):
    done = alone("version", env={"PERCH_LISTN": "x"})
    assert done.returncode == 0 and "Did you mean PERCH_LISTEN?" in done.stderr


@pytest.mark.parametrize("address", ["0.0.0.0:0", "[::]:0"])
def test_listening_beyond_this_machine_needs_a_token(alone, address):
    done = alone("serve", "--listen", address)
    assert done.returncode == 2 and "perch token create --scope control" in done.stderr


def test_a_port_that_is_taken_and_a_folder_that_is_in_use_are_said(cli):
    taken = cli("serve", "--listen", cli.server.host, "--data", "other")
    assert taken.returncode == 1 and "listening on" in taken.stderr
    used = cli("serve", "--listen", f"127.0.0.1:{free_port()}", "--data", str(cli.server.data))
    assert used.returncode == 1 and f"in use by process {cli.server.pid}" in used.stderr


def test_every_command_explains_itself(alone):
    overview = alone.fine("help")
    for command in ["serve", "emit", "tail", "events", "import", "demo", "doctor", "version", "help"]:
        assert f"\n  {command} " in overview
        assert alone.fine("help", command) == alone.fine(command, "--help")
    assert alone.fine("version").startswith("perch ")
    assert alone().returncode == 2
