"""What the widget's page promises about speed and weight."""

import asyncio
import json
import threading
import time

import httpx
import pytest
from harness.client import Client, event
from harness.server import Server
from htmlgraph.dashboard import API, Dashboard
from websockets.asyncio.client import connect

MiB = 1 << 20


def test_a_thousand_clients_weigh_less_than_100_mb_and_all_are_told(perch, tmp_path):
    async def watch(server) -> int:
        url = f"ws://{server.host}/ws/broadcasts"
        sockets = []
        for _ in range(20):
            sockets += await asyncio.gather(*[connect(url, compression=None, open_timeout=60, ping_interval=None) for _ in range(50)])
        async with httpx.AsyncClient(base_url=server.url) as http:
            await http.post("/api/presence/claude-1", json={"tool_name": "Bash"})
        told = await asyncio.gather(*[asyncio.wait_for(socket.recv(), 60) for socket in sockets])
        assert {json.loads(one)["agent_id"] for one in told} == {"claude-1"} and len(told) == 1000
        weight = server.memory
        for socket in sockets:
            socket.transport.abort()
        return weight

    with Server(perch, tmp_path / "data", "--clients-per-session", "0") as server:
        assert asyncio.run(watch(server.start())) < 100 * MiB


def test_an_update_is_delivered_within_100_ms(running, api):
    with Dashboard(running) as dashboard:
        took = []
        for n in range(100):
            start = time.monotonic()
            api.report("claude-1", f"tool-{n}")
            dashboard.card("claude-1", last_tool_name=f"tool-{n}")
            took.append(time.monotonic() - start)
    assert sorted(took)[98] < 0.1


def test_more_than_a_thousand_updates_a_second_reach_every_dashboard(running):
    agents, rounds = 100, 50

    def report():
        with Client(running) as native:
            for n in range(rounds):
                native.post(*[event("tool.started", agent=f"a{agent}", data={"tool": f"tool-{n}"}) for agent in range(agents)])

    with Dashboard(running) as first, Dashboard(running) as second:
        start = time.monotonic()
        reporter = threading.Thread(target=report)
        reporter.start()
        updates = 0
        for dashboard in (first, second):
            done: set[str] = set()
            while len(done) < agents:
                message = dashboard.next()
                updates += 1
                if message["presence"]["last_tool_name"] == f"tool-{rounds - 1}":
                    done.add(message["agent_id"])
        took = time.monotonic() - start
        reporter.join()
        assert all(card["total_tools_executed"] == rounds for card in [*first.cards.values(), *second.cards.values()])
    assert updates == 2 * agents * rounds
    assert updates / 2 / took > 1000


@pytest.mark.parametrize("reporters", [8])
def test_reports_over_http_count_each_one(running, reporters):
    def report():
        api = API(running)
        for _ in range(50):
            api.report("claude-1", "Bash")

    threads = [threading.Thread(target=report) for _ in range(reporters)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert API(running).get("/api/presence/claude-1").json()["total_tools_executed"] == 50 * reporters
