import json
import os
import socket
import subprocess

from cli.conftest import clean, free_port


def findings(done) -> dict[str, dict]:
    return {found["subject"]: found for found in json.loads(done.stdout)["findings"]}


def doctor(cli, *words: str):
    return cli("doctor", "--json", *words)


def test_a_running_server_is_well(cli):
    cli.fine("emit", "x")
    done = doctor(cli, "--data", str(cli.server.data), "--listen", cli.server.host)
    assert done.returncode == 0
    found = findings(done)
    assert f"process {cli.server.pid} serves" in found["lock"]["text"]
    assert "answers at" in found["port"]["text"]
    assert found["log"]["state"] == "good" and "every checksum holds" in found["log"]["text"]
    assert "SQLite" in found["libraries"]["text"] and "libuv" in found["libraries"]["text"]


def test_nothing_yet_is_well_too_and_nothing_is_made(alone, tmp_path):
    port = free_port()
    done = doctor(alone, "--data", "new", "--listen", f"127.0.0.1:{port}")
    assert done.returncode == 0
    assert findings(done)["data"]["state"] == "note"
    assert not (tmp_path / "new").exists()


def test_a_port_that_something_else_holds_is_bad(alone):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = doctor(alone, "--listen", f"127.0.0.1:{other.getsockname()[1]}")
        assert done.returncode == 1
        assert "not Perch" in findings(done)["port"]["text"] and "--listen" in findings(done)["port"]["advice"]


def test_a_file_in_place_of_the_folder_is_bad(alone, tmp_path):
    (tmp_path / "file").write_text("")
    done = doctor(alone, "--data", "file", "--listen", f"127.0.0.1:{free_port()}")
    assert done.returncode == 1 and findings(done)["data"]["state"] == "bad"


def test_a_folder_without_rights_is_bad(alone, tmp_path):
    (tmp_path / "data").mkdir(mode=0o500)
    # Root may write everywhere unless that right is taken away.
    as_user = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] if os.geteuid() == 0 else []
    words = ["doctor", "--json", "--data", "data", "--listen", f"127.0.0.1:{free_port()}"]
    done = subprocess.run([*as_user, alone.binary, *words], capture_output=True, text=True, cwd=tmp_path, env=clean())
    assert done.returncode == 1 and "cannot be written to" in findings(done)["data"]["text"]


def test_a_flipped_bit_in_the_log_is_found(cli):
    cli.fine("import", "-", input='{"kind":"log.written","data":{"message":"' + "x" * 200 + '"}}\n' * 1)
    cli.server.stop()
    log = cli.server.data / "perch.db"
    content = bytearray(log.read_bytes())
    place = content.index(b"x" * 200)
    content[place + 100] ^= 1
    log.write_bytes(content)
    done = doctor(cli, "--data", str(cli.server.data), "--listen", f"127.0.0.1:{free_port()}")
    assert done.returncode == 1
    assert findings(done)["log"]["state"] == "bad" and "backup" in findings(done)["log"]["text"]
    quick = doctor(cli, "--quick", "--data", str(cli.server.data), "--listen", f"127.0.0.1:{free_port()}")
    assert quick.returncode == 0 and findings(quick)["log"]["state"] == "note"


def test_for_people_it_is_lines_with_signs(alone):
    done = alone("doctor", "--listen", f"127.0.0.1:{free_port()}")
    assert done.returncode == 0
    assert all(line[0] in "✓!✗ " for line in done.stdout.splitlines())
    assert "\x1b" not in done.stdout
