"""Posts marked events by every door at once: a thousand a second, each door on a connection and at a pace of its own."""

import http.client
import json
import threading
import time

from .process import MeasureFailed

# Events a second and events a request of each door.
PACE = {"native": (250, 10), "kei": (250, 10), "htmlgraph": (200, 1), "agentchat": (100, 1), "agentcraft": (100, 1), "daena": (100, 1)}
AGENTS = 400


def mark(door, number):
    """What a client recognises: the door, the number of the event, and when it was sent."""
    return f"~{door}.{number}.{time.monotonic_ns()}~"


def open_thread(port, run):
    """A conversation to send messages in; returns its id."""
    body = {"run_id": run, "parent_agent_id": "lead", "child_agent_id": "worker", "initial_message": "Begin."}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    thread = json.loads(_send(connection, "/api/agent_chat/create", json.dumps(body)))["thread_id"]
    connection.close()
    return thread


def post(port, thread, seconds):
    """Posts for so long; returns how many events each door took."""
    posted, failures = {}, []

    def run(door):
        try:
            posted[door] = _post(port, door, thread, seconds)
        except (OSError, http.client.HTTPException, MeasureFailed) as problem:
            failures.append(f"{door}: {problem}")

    threads = [threading.Thread(target=run, args=(door,)) for door in PACE]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if failures:
        raise MeasureFailed("; ".join(failures))
    return posted


def _post(port, door, thread, seconds):
    rate, batch = PACE[door]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    begin, number = time.monotonic(), 0
    while number < rate * seconds:
        pause = begin + number / rate - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        _send(connection, *_request(door, range(number + 1, number + batch + 1), thread))
        number += batch
    # A mark with the number 0 says that this door is done.
    _send(connection, *_request(door, [0], thread))
    connection.close()
    return number


def _request(door, numbers, thread):
    """The path and the body of a request that reports these numbers."""
    first = numbers[0]
    if door == "native":
        return "/v1/events", "[" + ",".join(_native(number) for number in numbers) + "]"
    if door == "kei":
        return "/api/kei/events", "\n".join(_kei(number) for number in numbers)
    if door == "htmlgraph":
        body = {"tool_name": mark(door, first), "session_id": "bench", "cost_tokens": 10}
        return f"/api/presence/h{first % AGENTS}", json.dumps(body)
    if door == "agentchat":
        body = {"thread_id": thread, "from_agent": "worker", "to_agent": "lead", "message_type": "status"}
        return "/api/agent_chat/send", json.dumps({**body, "content": mark(door, first)})
    if door == "agentcraft":
        body = {"agent_id": f"c{first % AGENTS}", "agent_name": "Crew", "status": "PROCESSING", "progress": 50}
        return "/api/ws/agent-status", json.dumps({**body, "message": mark(door, first)})
    body = {"agent_id": f"d{first % AGENTS}", "department": "bench", "activity_type": "council_debate"}
    return "/api/v1/collaboration/record-activity", json.dumps({**body, "metadata": {"mark": mark(door, first)}})


def _native(number):
    event = {"kind": "tool.started", "agent": f"n{number % AGENTS}", "data": {"tool": mark("native", number)}}
    return json.dumps(event)


def _kei(number):
    line = {"event": "tool_use", "id": f"k{number}", "agent_id": f"k{number % AGENTS}", "tool": mark("kei", number)}
    return json.dumps({"ts": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime()), **line})


def _send(connection, path, body):
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise MeasureFailed(f"{path}: {answer.status} {text[:200].decode(errors='replace')}")
    return text
