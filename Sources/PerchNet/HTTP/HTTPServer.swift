import Synchronization

/// What to do with a request of which only the head is known.
public enum Admission: Sendable {
    /// Read the body, of at most so many bytes; nil is the server's usual limit.
    case accept(bodyBytes: Int?)
    /// Answer at once, without reading the body.
    case refuse(Response)
}

/// An HTTP/1.1 server on one or several loops; every connection lives on the loop that accepted it.
public final class HTTPServer: Sendable {
    private let loops: [Loop]
    private let listeners: [ListenAddress]
    private let shared: ServerShared
    private let running = Mutex<[ServerLoop]>([])

    /// A server that does not listen yet.
    /// - Parameters:
    ///   - admission: Sees each head before its body is read; on the connection's loop, so it must be quick.
    ///   - refusal: Makes the answer to what never reaches the handler: malformed, too large, too slow.
    ///   - handler: Answers a request. Runs on the connection's loop and must not block; may suspend.
    public init(
        loops: [Loop], listeners: [ListenAddress], limits: HTTPLimits = HTTPLimits(),
        admission: @escaping @Sendable (Request) -> Admission = { _ in .accept(bodyBytes: nil) },
        refusal: @escaping @Sendable (HTTPStatus) -> Response = HTTPServer.plainRefusal,
        handler: @escaping @Sendable (Request) async -> Response
    ) {
        self.loops = loops
        self.listeners = listeners
        shared = ServerShared(limits: limits, admission: admission, refusal: refusal, handler: handler)
    }

    /// Listens on every address, on every loop, and tells the addresses with their true ports.
    ///
    /// Throws, with nothing left listening, when one address cannot be had.
    public func start() async throws(ListenError) -> [ListenAddress] {
        var bound: [ListenAddress] = []
        var sockets = [[Socket]](repeating: [], count: loops.count)
        do {
            for address in listeners {
                var real = address
                for index in loops.indices {
                    let (socket, port) = try Listener.open(real, probing: index == 0)
                    sockets[index].append(socket)
                    real.port = port
                }
                bound.append(real)
            }
        } catch {
            for socket in sockets.joined() { socket.close() }
            throw error
        }
        for (loop, sockets) in zip(loops, sockets) {
            let part = ServerLoop(loop: loop, shared: shared)
            await loop.run { part.start(sockets) }
            running.withLock { $0.append(part) }
        }
        return bound
    }

    /// Ends gracefully: accepts no more, lets answers under way finish, closes WebSockets with 1001 and event streams,
    /// and cuts what is left after the time. Returns when no connection is left. A second call returns at once.
    public func shutdown(withinMilliseconds limit: UInt64 = 10_000) async {
        let parts = running.withLock { parts in
            defer { parts = [] }
            return parts
        }
        await withTaskGroup { group in
            for part in parts {
                group.addTask {
                    await withCheckedContinuation { done in
                        part.loop.execute { part.shutDown(withinMilliseconds: limit, done) }
                    }
                }
            }
        }
    }

    /// How many connections are open.
    public var connectionCount: Int { shared.connectionCount.load(ordering: .relaxed) }

    /// The usual answer to what never reaches a handler: the status, with its phrase as a JSON error.
    @Sendable public static func plainRefusal(_ status: HTTPStatus) -> Response {
        let code = status.phrase.lowercased().replacing(" ", with: "_")
        let text = #"{"error":{"code":"\#(code)","message":"\#(status.phrase)."}}"#
        var response = Response.json(Array(text.utf8), status: status)
        if status == 405 { response.headers.append(("allow", HTTPConnection.allowed)) }
        response.closesConnection = true
        return response
    }
}
