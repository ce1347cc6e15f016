"""Reference: an echo server on `wsproto`, a connection a thread."""

import socket
import threading

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Message, Ping, Request
from wsproto.extensions import PerMessageDeflate
from wsproto.utilities import LocalProtocolError, RemoteProtocolError


def serve(client):
    connection = WSConnection(ConnectionType.SERVER)
    parts = []
    with client:
        while True:
            data = client.recv(1 << 18)
            if not data:
                return
            try:
                connection.receive_data(data)
                for event in connection.events():
                    client.sendall(answer(connection, event, parts))
                    if isinstance(event, CloseConnection):
                        return
            except RemoteProtocolError as error:
                client.sendall(connection.send(error.event_hint or CloseConnection(code=1002)))
                return
            except LocalProtocolError:
                return


def answer(connection, event, parts):
    if isinstance(event, Request):
        return connection.send(AcceptConnection(extensions=[PerMessageDeflate()]))
    if isinstance(event, Ping):
        return connection.send(event.response())
    if isinstance(event, CloseConnection):
        return connection.send(event.response())
    if isinstance(event, Message):
        parts.append(event.data)
        if event.message_finished:
            whole = type(event.data)().join(parts)
            parts.clear()
            return connection.send(type(event)(data=whole))
    return b""


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"listening on ws://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
    while True:
        client, _ = listener.accept()
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(client,), daemon=True).start()


main()
