"""A server that is wrong on purpose: it believes every frame. A suite that passes it proves nothing."""

import base64
import hashlib
import socket
import threading

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def read(client, size):
    data = b""
    while len(data) < size:
        more = client.recv(min(1 << 18, size - len(data)))
        if not more:
            raise EOFError
        data += more
    return data


def frame(first, payload):
    size = len(payload)
    if size < 126:
        return bytes([first, size]) + payload
    if size < 1 << 16:
        return bytes([first, 126]) + size.to_bytes(2, "big") + payload
    return bytes([first, 127]) + size.to_bytes(8, "big") + payload


def serve(client):
    head = b""
    while b"\r\n\r\n" not in head:
        head += read(client, 1)
    key = next(line.split(b":")[1].strip() for line in head.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key"))
    accept = base64.b64encode(hashlib.sha1(key + MAGIC).digest())
    client.sendall(b"HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept + b"\r\n\r\n")
    while True:
        first, second = read(client, 2)
        size = second & 0x7F
        if size >= 126:
            size = int.from_bytes(read(client, 2 if size == 126 else 8), "big")
        key = read(client, 4)
        payload = read(client, size)
        keys = (key * (size // 4 + 1))[:size]
        payload = (int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")).to_bytes(size, "big")
        # Each frame goes back as it came: no UTF-8, no fragments, no reserved bits, no lengths, no codes are looked at.
        opcode = first & 0xF
        if opcode != 10:
            client.sendall(frame(first & 0xF0 | 10 if opcode == 9 else first, payload))
        if opcode == 8:
            return


def quietly(client):
    try:
        serve(client)
    except (EOFError, OSError):
        pass
    finally:
        client.close()


listener = socket.create_server(("127.0.0.1", 0))
print(f"listening on ws://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
while True:
    connected, _ = listener.accept()
    threading.Thread(target=quietly, args=(connected,), daemon=True).start()
