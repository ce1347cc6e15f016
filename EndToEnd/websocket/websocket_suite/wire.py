"""A TCP connection that never blocks for ever and reads while it writes, so that two full buffers cannot lock each other."""

import select
import socket
import time


class Wire:
    """Bytes in both directions with a deadline for each wait."""

    def __init__(self, host: str, port: int, timeout: float):
        self.timeout = timeout
        self.socket = socket.create_connection((host, port), timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.received = bytearray()
        self.ended = False

    def send(self, data: bytes) -> None:
        """Sends it all; a peer that has closed is no error here, because what it said before is what counts."""
        left = memoryview(data)
        deadline = time.monotonic() + self.timeout
        while left and not self.ended:
            try:
                left = left[self.socket.send(left) :]
                continue
            except BlockingIOError:
                pass
            except (BrokenPipeError, ConnectionResetError):
                return
            wait = deadline - time.monotonic()
            if wait <= 0:
                raise TimeoutError(f"{len(left)} bytes could not be sent within {self.timeout} s")
            readable, _, _ = select.select([self.socket], [self.socket], [], wait)
            if readable:
                self._receive()

    def fill(self, wait: float) -> bool:
        """Waits until more bytes are here or the peer has ended; False when neither came in time."""
        if self.ended:
            return True
        readable, _, _ = select.select([self.socket], [], [], max(0, wait))
        if readable:
            self._receive()
        return bool(readable)

    def _receive(self) -> None:
        try:
            data = self.socket.recv(1 << 18)
        except BlockingIOError:
            return
        except ConnectionResetError:
            data = b""
        self.received += data
        self.ended = not data

    def close(self) -> None:
        self.socket.close()
