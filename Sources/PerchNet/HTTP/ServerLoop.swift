import Synchronization

/// What all loops of one server share; fixed when the server is made, but for the count.
final class ServerShared: Sendable {
    let limits: HTTPLimits
    let handler: @Sendable (Request) async -> Response
    let admission: @Sendable (Request) -> Admission
    let refusal: @Sendable (HTTPStatus) -> Response
    let connectionCount = Atomic<Int>(0)

    init(
        limits: HTTPLimits, admission: @escaping @Sendable (Request) -> Admission,
        refusal: @escaping @Sendable (HTTPStatus) -> Response, handler: @escaping @Sendable (Request) async -> Response
    ) {
        self.limits = limits
        self.admission = admission
        self.refusal = refusal
        self.handler = handler
    }
}

/// A server's part on one loop: its listeners, its connections and their deadlines. Confined to the loop.
///
/// `@unchecked Sendable`: only so that the closures of its loop may hold it.
final class ServerLoop: Ticking, @unchecked Sendable {
    let loop: Loop
    let shared: ServerShared
    private(set) var isShuttingDown = false
    private var listeners: [Listener] = []
    private var connections: [Connection] = []
    private var emptied: CheckedContinuation<Void, Never>?
    private var forced: LoopTimer?

    init(loop: Loop, shared: ServerShared) {
        self.loop = loop
        self.shared = shared
    }

    /// Begins to accept on sockets that listen already. On the loop.
    func start(_ sockets: [Socket]) {
        loop.core.add(self)
        for (index, socket) in sockets.enumerated() {
            // Watching a fresh descriptor fails only without memory; the socket then is one listener less.
            guard
                let listener = try? Listener(
                    loop: loop, socket: socket,
                    accept: { [unowned self] socket, peer in add(socket, peer, listener: index) })
            else { continue }
            listeners.append(listener)
        }
    }

    private func add(_ socket: Socket, _ peer: SocketAddress, listener: Int) {
        guard shared.connectionCount.load(ordering: .relaxed) < shared.limits.connections else {
            return turnAway(socket)
        }
        guard
            let connection = try? Connection(loop: loop, socket: socket, peer: peer, listener: listener, owner: self)
        else { return socket.close() }
        shared.connectionCount.add(1, ordering: .relaxed)
        connection.slot = connections.count
        connections.append(connection)
        connection.driver = HTTPConnection(connection, server: self)
    }

    /// Says that the house is full, as far as the socket takes it without waiting.
    private func turnAway(_ socket: Socket) {
        let response = shared.refusal(503)
        var bytes: [UInt8] = []
        ResponseEncoder.head(
            response, length: .bytes(response.bodyBytes.count), keepsAlive: false, date: loop.core.date.headerLine(),
            into: &bytes)
        bytes += response.bodyBytes
        _ = unsafe bytes.withUnsafeBytes { unsafe socket.write($0) }
        socket.finishWriting()
        socket.close()
    }

    func remove(_ connection: Connection) {
        let slot = connection.slot
        guard slot < connections.count, connections[slot] === connection else { return }
        connections.swapAt(slot, connections.count - 1)
        connections[slot].slot = slot
        connections.removeLast()
        shared.connectionCount.subtract(1, ordering: .relaxed)
        if connections.isEmpty, isShuttingDown { finishShutdown() }
    }

    func tick(now: UInt64) {
        // Backwards, because a connection that closes is replaced by the last one.
        for index in connections.indices.reversed() where index < connections.count {
            connections[index].tick(now: now, stallLimit: shared.limits.stallMilliseconds)
        }
    }

    /// Accepts no more, lets what is under way end, and cuts what is left after the time. On the loop.
    func shutDown(withinMilliseconds limit: UInt64, _ done: CheckedContinuation<Void, Never>) {
        isShuttingDown = true
        emptied = done
        for listener in listeners { listener.close() }
        listeners = []
        for connection in connections { connection.driver?.shutDown() }
        if connections.isEmpty { return finishShutdown() }
        forced = loop.schedule(afterMilliseconds: limit) { [self] in
            for connection in connections { connection.close() }
        }
    }

    private func finishShutdown() {
        forced?.cancel()
        forced = nil
        loop.core.remove(self)
        emptied.take()?.resume()
    }
}
