"""How a synchronisation stands, as the sync widget asks, and what `/api/status` says of the server."""

import pytest
from harness.server import Server
from htmlgraph.dashboard import API, Dashboard, moment

TOKEN = "secret-secret-secret-1"


@pytest.fixture
def guarded(perch, tmp_path):
    """A server with a token, which is what it takes to set anything."""
    with Server(perch, tmp_path / "data", "--access-token", TOKEN) as server:
        yield server.start()


@pytest.fixture
def owner(guarded):
    api = API(guarded)
    api.http.headers["authorization"] = f"Bearer {TOKEN}"
    return api


def test_before_anything_was_synchronised_it_is_idle_and_set_up_as_usual(api):
    assert api.get("/api/sync/status").json() == {
        "status": "idle",
        "last_push": None,
        "last_pull": None,
        "config": {
            "push_interval": 300, "pull_interval": 60, "remote": "origin", "branch": "main",
            "conflict_strategy": "auto_merge", "sync_path": ".htmlgraph", "running": False,
        },
    }  # fmt: skip


@pytest.mark.parametrize("operation", ["push", "pull"])
def test_a_result_is_recorded_told_and_kept(running, api, operation):
    with Dashboard(running) as dashboard:
        result = api.post(f"/api/sync/{operation}", {"status": "conflict", "files_changed": 3, "conflicts": ["a.md"], "message": "Oh"}).json()
        assert result | {"status": "conflict", "operation": operation, "files_changed": 3, "conflicts": ["a.md"], "message": "Oh"} == result
        assert dashboard.broadcast("sync_result")["payload"] == {name: value for name, value in result.items() if name != "timestamp"}
    running.restart()
    again = API(running)
    status = again.get("/api/sync/status").json()
    assert status["status"] == "conflict" and moment(status[f"last_{operation}"])
    history = again.get("/api/sync/history", limit=5).json()["history"]
    assert [list(one) for one in history] == [["status", "operation", "timestamp", "files_changed", "conflicts", "message"]]


def test_who_pushes_again_too_soon_is_told_to_skip_unless_it_is_forced(api):
    assert api.post("/api/sync/push").json()["status"] == "pushing"
    skipped = api.post("/api/sync/push").json()
    assert skipped["status"] == "idle" and skipped["message"].startswith("Skip: ") and skipped["message"].endswith("s since last push")
    assert api.post("/api/sync/push", force="true").json()["status"] == "pushing"
    assert api.post("/api/sync/push", {"status": "success", "files_changed": 2}).json()["status"] == "success"
    assert [one["status"] for one in api.get("/api/sync/history").json()["history"]] == ["success", "pushing", "pushing"]


@pytest.mark.parametrize("body", [{"status": "flying"}, {"files_changed": "x"}, {"conflicts": 5}])
def test_results_that_make_no_sense_are_refused(api, body):
    assert api.post("/api/sync/pull", body).status_code in (400, 422)
    assert api.get("/api/sync/history").json()["history"] == []


def test_whoever_has_control_sets_it_up_and_that_is_kept(guarded, owner):
    config = owner.post("/api/sync/config", push_interval=600, conflict_strategy="ours").json()["config"]
    assert (config["push_interval"], config["pull_interval"], config["conflict_strategy"]) == (600, 60, "ours")
    assert owner.post("/api/sync/start").json()["config"]["running"] is True
    guarded.restart()
    owner.http.base_url = guarded.url
    assert owner.get("/api/sync/status").json()["config"] == config | {"running": True}
    assert owner.post("/api/sync/stop").json()["config"] == config
    assert owner.get("/api/sync/history").json()["history"] == []


@pytest.mark.parametrize("query", [{"push_interval": 9}, {"pull_interval": 0}, {"push_interval": "x"}, {"conflict_strategy": "dice"}])
def test_a_set_up_that_makes_no_sense_is_refused(owner, query):
    answer = owner.post("/api/sync/config", **query)
    assert answer.status_code == 400 and answer.json()["detail"]


@pytest.mark.parametrize("door", ["config", "start", "stop"])
def test_without_control_nothing_is_set_up(api, door):
    assert api.post(f"/api/sync/{door}").status_code == 403


def test_status_has_both_published_shapes(api):
    api.post("/api/broadcast/features/f", {"title": "T", "status": "blocked", "priority": "high"})
    api.post("/api/broadcast/tracks/t", {"title": "T"})
    status = api.get("/api/status").json()
    collections = {"agents": 1, "features": 1, "sessions": 1, "spikes": 0, "tracks": 1}
    data = status.pop("data")
    assert data | {"status": "running", "version": "0.1.0", "collections": collections} == data
    assert data["uptime_seconds"] > 0 and moment(data["timestamp"])
    assert status == {"success": True, "collections": collections, "total_nodes": 4, "by_status": {"blocked": 1, "todo": 1}, "by_priority": {"high": 1, "medium": 1}}
