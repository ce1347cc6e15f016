"""What a client that only waits costs the server."""

import resource

import pytest
from harness.client import Client
from harness.raw import Wire, get

CLIENTS = 1500
UPGRADE = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")


# Each door, and what its client says first: a text frame, masked with zeros.
WISH = b'{"type":"subscribe","views":["agents"]}'
DOORS = {"stream": b"", "live": bytes([0x81, 0x80 | len(WISH), 0, 0, 0, 0]) + WISH}


def join(server, door: str, count: int) -> list[Wire]:
    wires = []
    for _ in range(count):
        wire = Wire(server.port).send(get(f"/v1/{door}", server.host, *UPGRADE))
        assert wire.answer().status == 101
        if DOORS[door]:
            size = wire.send(DOORS[door]).exactly(2)[1]
            assert size < 126 and b"snapshot" in wire.exactly(size)
        wires.append(wire)
    return wires


def leave(wires: list[Wire]) -> None:
    for wire in wires:
        wire.socket.close()


@pytest.mark.parametrize("door", DOORS)
def test_a_client_that_waits_costs_less_than_8_kib(server, door):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 4096), hard), hard))
    server.start()
    leave(join(server, door, 200))
    with Client(server) as client:
        before = server.memory
        wires = join(server, door, CLIENTS)
        try:
            cost = (server.memory - before) / CLIENTS
            assert f'perch_clients{{door="{door}"}} {CLIENTS}' in client.http.get("/metrics").text
            assert cost < 8 << 10, f"{cost:.0f} bytes"
        finally:
            leave(wires)
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
