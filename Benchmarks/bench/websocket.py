"""The client's half of a WebSocket on a plain socket: enough to sit idle and to exchange small JSON messages."""

import json
import struct

from . import wire
from .process import MeasureFailed


def connect(port, path):
    """A connected WebSocket as a plain socket, and what came behind the handshake."""
    upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    return wire.open(port, path, upgrade, 101)


class Conversation:
    """JSON messages to and fro; pings are answered."""

    def __init__(self, port, path):
        self.connection, self.buffer = connect(port, path)

    def send(self, message, opcode=1):
        payload = message if opcode != 1 else json.dumps(message).encode()
        length = len(payload)
        header = struct.pack("!BB", 0x80 | opcode, 0x80 | length) if length < 126 else None
        if header is None:
            header = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, length)
        self.connection.sendall(header + b"\0\0\0\0" + payload)  # a mask of zeros leaves the payload as it is

    def receive(self):
        """The payload of the next text message."""
        while True:
            first, second = self._take(2)
            length = second & 0x7F
            if length == 126:
                length = struct.unpack("!H", self._take(2))[0]
            elif length == 127:
                length = struct.unpack("!Q", self._take(8))[0]
            payload = self._take(length)
            if first & 0x0F == 9:
                self.send(payload, opcode=10)
            elif first & 0x0F == 8:
                raise MeasureFailed(f"the server closed: {payload[2:].decode(errors='replace')}")
            elif first & 0x0F == 1:
                return payload

    def close(self):
        self.connection.close()

    def _take(self, count):
        while len(self.buffer) < count:
            chunk = self.connection.recv(1 << 18)
            if not chunk:
                raise MeasureFailed("the server closed the connection")
            self.buffer += chunk
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken
