"""A stream gets past events that are larger than what a client may leave lying around."""

import json

from harness.client import Client, event
from websockets.sync.client import connect

TEXT = "y" * 60_000
GIANT = "z" * 6_000_000


def fill(client: Client) -> int:
    for _ in range(3):
        client.post(*[event(data={"message": TEXT}) for _ in range(100)])
    return client.post(event(data={"message": GIANT}))["last_seq"]


def test_an_event_stream_resumes_through_large_events(running):
    with Client(running) as client:
        last = fill(client)
        with client.stream("?after=0") as stream:
            assert [one["seq"] for one in stream.take(last)] == list(range(1, last + 1))


def test_a_websocket_stream_resumes_through_large_events(running):
    with Client(running) as client:
        last = fill(client)
    with connect(f"ws://{running.host}/v1/stream?after=0", max_size=None, compression=None) as socket:
        assert [json.loads(socket.recv(20))["seq"] for _ in range(last)] == list(range(1, last + 1))


def test_a_world_that_is_larger_than_any_buffer_is_shown(running):
    with Client(running) as client:
        for part in range(5):
            client.post(
                *[
                    event(
                        "agent.updated",
                        agent=f"{part}-{number}",
                        data={"status": "processing", "message": "m" * 3900, "metadata": {"x": "m" * 3900}},
                    )
                    for number in range(1000)
                ]
            )
        with client.live(views=["agents"], events=False) as screen:
            assert len(screen.hear()["views"]["agents"]) == 5000
            screen.say("seek", at=4500)
            assert len(screen.hear_a("snapshot")["views"]["agents"]) == 4500
