"""What a client that only waits costs the server."""

import resource

from harness.client import Client
from harness.raw import Wire, get

CLIENTS = 1500
UPGRADE = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")


def join(server, count: int) -> list[Wire]:
    wires = []
    for _ in range(count):
        wire = Wire(server.port).send(get("/v1/stream", server.host, *UPGRADE))
        assert wire.answer().status == 101
        wires.append(wire)
    return wires


def leave(wires: list[Wire]) -> None:
    for wire in wires:
        wire.socket.close()


def test_a_client_that_waits_costs_less_than_8_kib(server):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 4096), hard), hard))
    server.start()
    leave(join(server, 200))
    with Client(server) as client:
        before = server.memory
        wires = join(server, CLIENTS)
        try:
            assert f'perch_clients{{door="stream"}} {CLIENTS}' in client.http.get("/metrics").text
            assert (server.memory - before) / CLIENTS < 8 << 10
        finally:
            leave(wires)
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
