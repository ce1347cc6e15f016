"""`/openapi.json` is true: it is a proper document, and holds for answers to requests made up from it, right and wrong ones."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from harness.client import Client, event
from harness.program import environment
from openapi_spec_validator import validate

HERE = Path(__file__).parent

COMMAND = [
    sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run",
    "--no-color", "--seed=1", "--generation-deterministic", "--mode=all",
    "--phases=examples,coverage,fuzzing", "--checks=all", "--request-timeout=10", "--continue-on-failure",
    "--warnings=off", "--output-truncate=false",
]  # fmt: skip

# These never end by themselves; test_a_stream_is_what_the_document_says and the native tests hold them to the document.
ENDLESS = ["--exclude-path=/v1/stream", "--exclude-path=/v1/live"]

# Every kind is described; each of these was sent once by the time the document is held against the answers.
SENT = [event(agent=f"a{index}", session="s1", project=f"p{index % 2}", id=f"e{index}") for index in range(20)]


def document_of(server) -> dict:
    with Client(server) as client:
        return client.http.get("/openapi.json").json()


def test_the_document_is_proper_openapi(house):
    validate(document_of(house))


def test_the_document_names_every_door(house):
    with Client(house) as client:
        paths = document_of(house)["paths"]
        assert set(paths) >= {"/v1/events", "/v1/stream", "/v1/state", "/v1/live", "/health", "/metrics", "/openapi.json"}
        for path in paths:
            allowed = {name.strip() for name in client.http.options(path).headers["allow"].split(",")}
            offered = {method.upper() for method in paths[path]}
            assert allowed == offered | {"OPTIONS"} | ({"HEAD"} if "GET" in offered else set())


@pytest.mark.timeout(300)
def test_the_document_is_true(running, long, tmp_path):
    with Client(running) as client:
        client.post(*SENT)
    document = document_of(running)
    # Any name but the log's own is rightly refused as lost history, which no schema can tell; the native tests ask for it.
    log = {"$ref": "#/components/parameters/log"}
    document["paths"]["/v1/events"]["get"]["parameters"].remove(log)
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document))
    examples = "--max-examples=300" if long else "--max-examples=20"
    env = environment({"SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])})
    command = [*COMMAND, *ENDLESS, examples, "--url", running.url, str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=280, env=env, cwd=tmp_path)
    assert ended.returncode == 0, ended.stdout[-20000:] + ended.stderr[-2000:]
    assert running.running.process.poll() is None
    with Client(running) as client:
        before = client.state()
    # Whatever odd things were accepted can be folded again.
    running.kill()
    running.start()
    with Client(running) as client:
        assert client.state(at=before["seq"]) == before


def test_a_stream_is_what_the_document_says(house):
    with Client(house) as client:
        client.post(*SENT)
        answer = document_of(house)["paths"]["/v1/stream"]["get"]["responses"]["200"]
        with client.stream("?after=0") as stream:
            assert stream.headers["content-type"] in answer["content"]
            for name, header in answer["headers"].items():
                assert name.lower() in stream.headers or not header.get("required")
            assert len(stream.take(len(SENT))) == len(SENT)
        for path in ("/v1/stream?after=x", "/v1/live", "/v1/live?at=x"):
            refused = client.http.get(path)
            operation = document_of(house)["paths"][path.partition("?")[0]]["get"]
            assert str(refused.status_code) in operation["responses"]
