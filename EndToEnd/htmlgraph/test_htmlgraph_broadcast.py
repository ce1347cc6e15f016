"""The whole `/api/broadcast` family, as its document and its demo page use it, and what `/ws/broadcasts` tells of it."""

import httpx
import pytest
from harness.client import Client, event
from htmlgraph.dashboard import HEADERS, Dashboard, moment

FEATURE = "/api/broadcast/features/feat-1"


@pytest.fixture
def dashboard(running):
    with Dashboard(running) as dashboard:
        yield dashboard


@pytest.fixture
def feature(api, dashboard):
    """A feature that is there."""
    answer = api.post(FEATURE, {"title": "Log in", "status": "todo", "description": "By mail", "tags": ["a", "b"], "priority": "high"})
    assert answer.status_code == 200, answer.text
    return dashboard.broadcast("feature_created")


def test_a_feature_is_created_and_told_of(feature, api):
    assert feature | {
        "type": "broadcast_event",
        "resource_id": "feat-1",
        "resource_type": "feature",
        "agent_id": "claude-1",
        "session_id": "sess-1",
        "payload": {"title": "Log in", "status": "todo", "description": "By mail", "tags": ["a", "b"], "priority": "high"},
    } == feature
    assert moment(feature["timestamp"])


def test_a_feature_is_updated_and_a_status_in_it_is_a_change_of_status_too(feature, dashboard, api):
    answer = api.post(FEATURE, {"title": "Log in now", "status": "in_progress"}).json()
    assert answer | {"success": True, "feature_id": "feat-1", "clients_notified": 1} == answer and moment(answer["timestamp"])
    assert dashboard.broadcast("feature_updated")["payload"] == {"title": "Log in now", "status": "in_progress"}
    assert dashboard.broadcast("status_changed")["payload"] == {"old_status": "todo", "new_status": "in_progress"}
    api.post(FEATURE, {"tags": []})
    assert dashboard.broadcast("feature_updated")["payload"] == {"tags": []}


def test_a_change_of_status_is_stored_told_and_moves_the_agents_presence(feature, dashboard, api):
    answer = api.post(f"{FEATURE}/status", {"new_status": "blocked"}).json()
    assert answer | {"success": True, "feature_id": "feat-1", "old_status": "todo", "new_status": "blocked", "clients_notified": 1} == answer
    assert dashboard.broadcast("status_changed")["payload"] == {"old_status": "todo", "new_status": "blocked"}
    dashboard.card("claude-1", status="active", current_feature_id="feat-1", session_id="sess-1")
    assert api.post(f"{FEATURE}/status", {"new_status": "done"}).json()["old_status"] == "blocked"
    dashboard.card("claude-1", current_feature_id=None)


def test_links_join_two_features_that_are_known(feature, dashboard, api):
    link = {"linked_feature_id": "feat-2", "link_type": "depends_on"}
    missing = api.post(f"{FEATURE}/links", link)
    assert (missing.status_code, missing.json()["detail"]) == (404, "One or both features not found")
    api.post("/api/broadcast/features/feat-2", {"title": "Second"})
    answer = api.post(f"{FEATURE}/links", link).json()
    assert answer | link | {"success": True, "feature_id": "feat-1"} == answer
    assert dashboard.broadcast("link_added")["payload"] == link
    assert api.post(f"{FEATURE}/links", link | {"link_type": "eats"}).status_code == 400


@pytest.mark.parametrize("kind", ["track", "spike"])
def test_tracks_and_spikes_are_told_of_as_they_came(dashboard, api, kind):
    body = {"title": 5, "findings": {"deep": [1, None, "é"]}, "status": ["odd"]}
    answer = api.post(f"/api/broadcast/{kind}s/x-1", body).json()
    assert answer | {"success": True, f"{kind}_id": "x-1"} == answer
    told = dashboard.broadcast(f"{kind}_updated")
    assert (told["resource_type"], told["resource_id"], told["payload"]) == (kind, "x-1", body)


def test_a_comment_is_told_of(feature, dashboard, api):
    assert api.post(f"{FEATURE}/comments", {"comment_text": "Nice", "author": "Ada"}).status_code == 200
    assert dashboard.broadcast("comment_added")["payload"] == {"comment_text": "Nice", "author": "Ada"}


def test_what_other_doors_report_of_features_is_told_of_as_well(running, dashboard):
    with Client(running) as native:
        native.post(
            event("feature.changed", agent="nora", session="s", data={"feature": "f", "title": "T"}),
            event("feature.changed", agent="nora", data={"feature": "f", "status": "done"}),
            event("feature.linked", agent="nora", data={"feature": "f", "linked": "g"}),
            event("sync.changed", data={"status": "conflict", "operation": "pull", "files_changed": 3, "conflicts": ["a.md"]}),
        )
    assert dashboard.broadcast("feature_created")["payload"] == {"title": "T"}
    assert dashboard.broadcast("status_changed")["payload"] == {"old_status": None, "new_status": "done"}
    assert dashboard.broadcast("link_added")["payload"] == {"linked_feature_id": "g", "link_type": "related"}
    result = dashboard.broadcast("sync_result")["payload"]
    assert result == {"status": "conflict", "operation": "pull", "files_changed": 3, "conflicts": ["a.md"], "message": None}


def test_a_deletion_needs_control_and_is_told(server):
    server.options += ["--access-token", "secret-secret-secret-1"]
    server.start()
    bearer = {"authorization": "Bearer secret-secret-secret-1"}
    with Dashboard(server, "/ws/broadcasts?token=secret-secret-secret-1") as watching, httpx.Client(base_url=server.url, headers=bearer) as owner:
        deletion = event("feature.changed", data={"feature": "f", "status": "deleted"})
        assert owner.post("/v1/events", json=deletion).status_code == 200
        assert watching.broadcast("feature_deleted")["payload"] == {"feature_id": "f"}


def test_a_deletion_is_refused_to_who_may_only_report(running):
    for path, body in (("/v1/events", event("feature.changed", data={"feature": "f", "status": "deleted"})), (FEATURE, {"title": "T", "status": "deleted"})):
        answer = httpx.post(running.url + path, json=body, headers={"X-Agent-ID": "a", "X-Session-ID": "s"})
        assert answer.status_code == 403


def test_a_dashboard_that_comes_later_knows_what_a_status_was_before(running, feature, api):
    running.restart()
    with Dashboard(running) as later:
        api.http.base_url = running.url
        api.post(f"{FEATURE}/status", {"new_status": "done"})
        assert later.broadcast("status_changed")["payload"]["old_status"] == "todo"


def test_a_feature_an_agent_is_on_can_be_moved(api, dashboard):
    api.report("claude-1", {"feature_id": "feat-9"})
    assert api.post("/api/broadcast/features/feat-9/status", {"new_status": "in_progress"}).json()["old_status"] is None
    assert dashboard.broadcast("status_changed")["payload"] == {"old_status": None, "new_status": "in_progress"}
    api.report("claude-1", {"feature_id": "feat-10"})
    api.post("/api/broadcast/features/feat-10", {"title": "T", "status": "todo"})
    assert dashboard.broadcast("feature_created")["payload"] == {"title": "T", "status": "todo"}


@pytest.mark.parametrize("path", ["features/f", "features/f/status", "features/f/links", "tracks/t", "spikes/s"])
@pytest.mark.parametrize("header", list(HEADERS))
def test_both_headers_are_asked_for_everywhere(api, path, header):
    answer = api.post(f"/api/broadcast/{path}", {}, headers={name: value for name, value in HEADERS.items() if name != header})
    assert answer.status_code == 422
    assert answer.json()["detail"] == [{"loc": ["header", header.lower()], "msg": "field required", "type": "value_error.missing"}]


@pytest.mark.parametrize(
    ("path", "body", "status", "detail"),
    [
        ("", {"status": "todo"}, 404, "Feature feat-1 not found"),
        ("/status", {"new_status": "done"}, 404, "Feature feat-1 not found"),
        ("/status", {"new_status": "flying"}, 400, "Invalid status: flying. Must be one of: todo, in_progress, blocked, done"),
        ("/status", {}, 422, [{"loc": ["body", "new_status"], "msg": "field required", "type": "value_error.missing"}]),
        ("", {"title": 5}, 422, [{"loc": ["body", "title"], "msg": "must be a string", "type": "type_error"}]),
        ("/links", {"linked_feature_id": "x"}, 422, [{"loc": ["body", "link_type"], "msg": "field required", "type": "value_error.missing"}]),
    ],
)
def test_each_refusal_has_the_status_and_the_detail_of_the_original(api, path, body, status, detail):
    answer = api.post(FEATURE + path, body)
    assert (answer.status_code, answer.json()["detail"]) == (status, detail)
    assert api.get("/v1/events").json()["events"] == []


def test_a_person_takes_the_right_to_control(api):
    assert api.post(FEATURE, {"title": "T"}, headers=HEADERS | {"X-Agent-ID": "user"}).status_code == 403
