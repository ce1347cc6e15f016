"""The eight endpoints of the document, in both forms of their parameters, and the two that Perch adds."""

import pytest
from daena_clients import Daena
from harness.client import Client, event

TYPES = [
    "agent_started", "agent_completed", "memory_write", "memory_read", "council_debate", "council_synthesis", "decision_made",
    "task_assigned", "task_completed", "message_sent", "collaboration_started", "collaboration_ended",
]  # fmt: skip


def test_recording_and_completing_as_in_the_document(daena):
    answer = daena.http.post("/record-activity", json={
        "agent_id": "agent_1", "department": "engineering", "activity_type": "memory_write",
        "metadata": {"item_id": "item_123", "size_bytes": 1024}, "related_agents": ["agent_2"],
    })  # fmt: skip
    assert answer.json() | {"success": True} == answer.json()
    id = answer.json()["activity_id"]
    assert id.startswith("act_") and id.endswith("_agent_1")
    assert daena.get("/agent-status")["agents"]["agent_1"]["current_activity"] == id
    assert daena.post("/complete-activity", activity_id=id, success=True) == {"success": True, "activity_id": id}
    assert daena.get("/agent-status")["agents"]["agent_1"]["status"] == "idle"
    [activity] = daena.get("/activity-feed", agent_id="agent_1")["activities"]
    assert activity | {"activity_id": id, "status": "completed", "metadata": {"item_id": "item_123", "size_bytes": 1024}} == activity


def test_the_form_of_the_source_with_plain_values_in_the_query(daena):
    recorded = daena.http.post(
        "/record-activity", params={"agent_id": "a", "department": "d", "activity_type": "memory_read"},
        json={"metadata": {"k": 1}, "related_agents": ["b"]},
    )  # fmt: skip
    id = daena.ok(recorded)["activity_id"]
    assert daena.ok(daena.http.post("/complete-activity", params={"activity_id": id, "success": "false"}))["success"]
    session = daena.ok(daena.http.post("/start-collaboration", params={"session_type": "council"}, json=["a", "b"]))["session_id"]
    memory = daena.http.post("/record-memory-update", params={"operation": "write", "item_id": "i", "agent_id": "a"}, json={"size_bytes": 7})
    assert daena.ok(memory) == {"success": True}
    assert daena.ok(daena.http.post("/end-collaboration", params={"session_id": session})) == {"success": True, "session_id": session}
    [activity] = daena.get("/activity-feed")["activities"]
    assert activity | {"agent_id": "a", "department": "d", "metadata": {"k": 1}, "related_agents": ["b"], "status": "failed"} == activity
    with Client(daena.server) as client:
        [change] = client.page(kind="memory.changed")["events"]
        assert change["data"] == {"operation": "write", "item": "i", "metadata": {"size_bytes": 7}} and change["agent"] == "a"
        [start] = client.page(kind="collaboration.started")["events"]
        assert start["data"] == {"collaboration": session, "participants": ["a", "b"], "type": "council"}


def test_the_twelve_types_are_taken_and_no_other(daena):
    for n, type in enumerate(TYPES):
        assert daena.record(f"agent_{n}", type)
    answer = daena.post("/record-activity", agent_id="a", department="d", activity_type="dancing")
    assert answer == {"error": "Invalid activity type: dancing", "valid_types": TYPES}
    assert daena.get("/activity-feed")["total"] == 12


def test_an_older_activity_that_goes_on_keeps_its_agent_active(daena):
    first, second = daena.record(), daena.record()
    daena.post("/complete-activity", activity_id=second)
    assert daena.get("/agent-status")["agents"]["agent_1"] == {"status": "active", "current_activity": first, "collaboration_count": 0}
    daena.post("/complete-activity", activity_id=first)
    assert daena.get("/agent-status") == {
        "total_agents": 1, "active_agents": 0, "idle_agents": 1, "active_activities": 0, "active_collaborations": 0,
        "agents": {"agent_1": {"status": "idle", "current_activity": None, "collaboration_count": 0}},
    }  # fmt: skip


def test_what_is_unknown_or_over_is_completed_and_ended_without_a_word(daena):
    for path, body in [("/complete-activity", {"activity_id": "no"}), ("/end-collaboration", {"session_id": "no"})]:
        assert daena.post(path, **body) == {"success": True, **body}
    id = daena.record()
    for _ in range(2):
        assert daena.post("/complete-activity", activity_id=id)["success"]
    with Client(daena.server) as client:
        assert [one["kind"] for one in client.events()] == ["activity.recorded", "activity.completed"]


def test_the_feed_is_limited_filtered_and_newest_first(daena):
    ids = [daena.record(f"agent_{n % 3}") for n in range(9)]
    feed = daena.get("/activity-feed")
    assert [one["activity_id"] for one in feed["activities"]] == ids[::-1] and feed["total"] == 9 and feed["agent_id"] is None
    feed = daena.get("/activity-feed", agent_id="agent_1", limit=2)
    assert [one["activity_id"] for one in feed["activities"]] == [ids[7], ids[4]]
    assert (feed["total"], feed["agent_id"]) == (2, "agent_1")


@pytest.mark.parametrize("limit, type", [("0", "greater_than_equal"), ("501", "less_than_equal"), ("ten", "int_parsing")])
def test_a_limit_out_of_bounds_is_refused_as_fastapi_does(daena, limit, type):
    answer = daena.http.get("/activity-feed", params={"limit": limit})
    assert answer.status_code == 422
    [fault] = answer.json()["detail"]
    assert (fault["type"], fault["loc"]) == (type, ["query", "limit"])


def test_a_thousand_activities_are_remembered(daena):
    with Client(daena.server) as client:
        client.post(*(event("activity.recorded", agent="a", data={"activity": str(n), "type": "memory_read"}) for n in range(1010)))
    daena.record("z")
    with Client(daena.server) as client:
        assert len([key for key in client.state()["views"]["collaboration"] if "/activity/" in key]) == 1000
    feed = daena.get("/activity-feed", limit=500)
    assert feed["total"] == 500 and feed["activities"][0]["agent_id"] == "z" and feed["activities"][1]["activity_id"] == "1009"


def test_collaborations_count_what_happens_in_them_and_are_remembered(daena):
    session = daena.post("/start-collaboration", participants=["agent_1", "agent_2"])["session_id"]
    assert session.startswith("collab_")
    daena.record("agent_1")
    daena.record("other", related_agents=["agent_2"])
    daena.record("agent_2", "decision_made")
    daena.post("/record-decision", session_id=session, decision="ship it", agent_id="agent_1", metadata={"votes": 2})
    listed = daena.get("/active-collaborations")
    assert listed["total"] == 1
    [one] = listed["collaborations"]
    assert set(one) == {"session_id", "participants", "started_at", "activity_count", "decision_count"}
    assert (one["participants"], one["activity_count"], one["decision_count"]) == (["agent_1", "agent_2"], 3, 2)
    daena.post("/end-collaboration", session_id=session)
    assert daena.get("/active-collaborations") == {"collaborations": [], "total": 0} == daena.get("/collaborations")
    [ended] = daena.get("/collaborations", include_ended="true")["collaborations"]
    assert ended["status"] == "ended" and ended["ended_at"] and ended["session_type"] == "general"
    [decision] = ended["decisions"]
    assert decision | {"decision": "ship it", "agent_id": "agent_1", "metadata": {"votes": 2}} == decision


def test_a_decision_needs_a_collaboration(daena):
    answer = daena.http.post("/record-decision", json={"session_id": "no", "decision": "d"})
    assert answer.status_code == 404 and "session_id" in answer.json()["detail"]


def test_an_agent_may_record_ten_activities_a_second(daena):
    answers = [daena.http.post("/record-activity", json={"agent_id": "a", "department": "d", "activity_type": "memory_read"}) for _ in range(14)]
    assert [one.status_code for one in answers].count(200) == 10
    refused = answers[-1]
    assert refused.status_code == 429 and int(refused.headers["retry-after"]) == 1
    assert refused.headers["x-ratelimit-limit"] == "10" and refused.headers["x-ratelimit-remaining"] == "0"
    assert refused.json() | {"limit_key": "agent_activity", "retry_after": 1} == refused.json() and refused.json()["error"]
    assert daena.record("b")


@pytest.mark.parametrize(
    "path, body",
    [
        ("/record-activity", b"{"),
        ("/record-activity", b"{}"),
        ("/record-activity", b"[]"),
        ("/record-activity", b'{"agent_id":7,"activity_type":"memory_read"}'),
        ("/record-activity", b'{"agent_id":"","activity_type":"memory_read"}'),
        ("/record-activity", b'{"agent_id":"' + b"x" * 600 + b'","activity_type":"memory_read"}'),
        ("/record-activity", b'{"agent_id":"a","activity_type":"memory_read","metadata":[]}'),
        ("/record-activity", b'{"agent_id":"a","activity_type":"memory_read","related_agents":["a",1]}'),
        ("/complete-activity", b'{"activity_id":"a","success":"maybe"}'),
        ("/complete-activity", b""),
        ("/start-collaboration", b'{"participants":"a"}'),
        ("/start-collaboration", b"[1]"),
        ("/start-collaboration", b"[" * 5000),
        ("/end-collaboration", b"null"),
        ("/record-memory-update", b'{"operation":"write"}'),
        ("/record-memory-update?operation=write&item_id=i", b"[]"),
        ("/record-decision", b'{"session_id":"a"}'),
    ],
)
def test_what_is_wrong_is_refused_with_a_list_of_faults_and_nothing_is_kept(house, path, body):
    with Daena(house) as daena:
        answer = daena.http.post(path, content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 422, answer.text
        assert set(answer.json()["detail"][0]) >= {"type", "loc", "msg"}
        with Client(house) as client:
            assert client.events() == []


def test_nobody_reports_as_a_person(daena):
    answer = daena.http.post("/record-activity", json={"agent_id": "user", "department": "d", "activity_type": "message_sent"})
    assert answer.status_code == 403 and "control" in answer.json()["detail"]


def test_the_status_of_a_past_moment(daena):
    daena.record()
    with Client(daena.server) as client:
        seq = client.events()[-1]["seq"]
    daena.record("agent_2")
    assert daena.get("/agent-status", at=seq)["total_agents"] == 1
    assert daena.get("/activity-feed", at=seq)["total"] == 1
    assert daena.get("/agent-status")["total_agents"] == 2


def test_the_latest_hundred_changes_of_memory_are_kept(running):
    with Client(running) as client:
        client.post(*(event("memory.changed", agent="a", data={"operation": "write", "item": f"item-{number}"}) for number in range(150)))
        rows = client.state(views="collaboration")["views"]["collaboration"].values()
    assert {row["item"] for row in rows if row["row"] == "memory"} == {f"item-{number}" for number in range(50, 150)}
