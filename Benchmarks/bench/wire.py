"""A GET on a plain socket whose answer becomes a stream."""

import socket

from .process import MeasureFailed


def open(port, path, headers, status):
    """The connected socket once the answer's head has come with this status, and what came behind that head."""
    connection = socket.create_connection(("127.0.0.1", port), 10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}\r\n\r\n".encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        chunk = connection.recv(4096)
        if not chunk:
            raise MeasureFailed(f"{path}: the connection was closed before the head of its answer ended")
        answer += chunk
    head, rest = answer.split(b"\r\n\r\n", 1)
    if not head.startswith(f"HTTP/1.1 {status} ".encode()):
        raise MeasureFailed(f"{path}: {head.splitlines()[0].decode(errors='replace')}")
    return connection, rest
