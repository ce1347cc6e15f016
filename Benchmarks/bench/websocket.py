"""The client's half of a WebSocket on a plain socket: enough to sit idle and to exchange small JSON messages."""

import json
import socket
import struct

from .process import MeasureFailed


def connect(port, path):
    """A connected WebSocket as a plain socket, and what came behind the handshake."""
    connection = socket.create_connection(("127.0.0.1", port), 10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    answer = b""
    while b"\r\n\r\n" not in answer:
        chunk = connection.recv(4096)
        if not chunk:
            raise MeasureFailed(f"{path}: the connection was closed during the handshake")
        answer += chunk
    head, rest = answer.split(b"\r\n\r\n", 1)
    if not head.startswith(b"HTTP/1.1 101"):
        raise MeasureFailed(f"{path} is no WebSocket: {head.splitlines()[0].decode(errors='replace')}")
    return connection, rest


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
