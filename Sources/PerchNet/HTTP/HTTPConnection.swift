/// One client that speaks HTTP/1.1: requests are read, handled and answered one at a time, in their order.
///
/// Confined to its loop. While a request is handled, what the client sends ahead is kept up to a bound; beyond it the
/// socket is not read, so that pipelining costs the client and not the server.
///
/// `@unchecked Sendable`: only so that the task of its handler, which runs on the same loop, may hold it.
final class HTTPConnection: ConnectionDriver, @unchecked Sendable {
    enum Phase {
        /// Between requests, or within a head.
        case head(begun: Bool)
        case body(HTTPParser.Head, read: Int, mark: Int)
        case responding(HTTPParser.Head)
        /// A file is being sent.
        case file(FileSender)
        /// The last answer is on its way, or another protocol has taken over.
        case over
    }

    let connection: Connection
    let server: ServerLoop
    let parser = HTTPParser()
    var phase = Phase.head(begun: false)
    /// The clock at which the present phase, or its present window, began.
    var since: UInt64
    var keepsAlive = true
    var task: Task<Void, Never>?
    var streamWaiter: CheckedContinuation<Bool, Never>?
    private var scanner = HeadScanner()
    private var pending: [UInt8] = []
    private var isConsuming = false
    private var isFirst = true

    init(_ connection: Connection, server: ServerLoop) {
        self.connection = connection
        self.server = server
        since = connection.loop.now
    }

    var limits: HTTPLimits { server.shared.limits }

    // MARK: bytes

    func received(_ bytes: UnsafeRawBufferPointer) {
        connection.gather {
            guard pending.isEmpty else {
                unsafe pending.append(contentsOf: bytes)
                return consumePending()
            }
            let used = unsafe consume(bytes)
            if used < bytes.count { unsafe keep(UnsafeRawBufferPointer(rebasing: bytes[used...])) }
        }
    }

    /// Goes on with what was sent ahead, after an answer.
    func consumePending() {
        guard !isConsuming else { return }
        if !pending.isEmpty {
            // Taken out while it is read: a handler that answers at once comes back here.
            let bytes = pending
            pending = []
            let used = unsafe bytes.withUnsafeBytes { unsafe consume($0) }
            if used < bytes.count {
                unsafe bytes.withUnsafeBytes { unsafe keep(UnsafeRawBufferPointer(rebasing: $0[used...])) }
            }
        }
        if connection.peerHasFinished, case .head = phase { return connection.closeAfterFlush() }
        if pending.count <= limits.pipelinedBytes, !connection.peerHasFinished { connection.setReading(true) }
    }

    private func keep(_ rest: UnsafeRawBufferPointer) {
        guard !connection.isClosed else { return }
        if let driver = connection.driver, driver !== self { return unsafe driver.received(rest) }
        guard connection.isOpen else { return }
        unsafe pending.append(contentsOf: rest)
        if case .head = phase { return }
        if pending.count > limits.pipelinedBytes { connection.setReading(false) }
    }

    private func consume(_ bytes: UnsafeRawBufferPointer) -> Int {
        isConsuming = true
        defer { isConsuming = false }
        var used = 0
        while used < bytes.count, !connection.isClosed {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[used...])
            let taken: Int
            do {
                switch phase {
                case .head: taken = unsafe try takeHead(rest)
                case .body(let head, let read, let mark): taken = unsafe try takeBody(rest, head, read, mark)
                case .responding, .file, .over: return used
                }
            } catch {
                refuse(error.status)
                return bytes.count
            }
            if taken == 0 { return used }
            used += taken
        }
        return used
    }

    private func takeHead(_ bytes: UnsafeRawBufferPointer) throws(HTTPRefusal) -> Int {
        if case .head(begun: false) = phase {
            phase = .head(begun: true)
            if !isFirst { since = connection.loop.now }
            isFirst = false
        }
        switch unsafe scanner.scan(bytes, limits: limits) {
        case .incomplete: return 0
        case .refused(let status): throw HTTPRefusal(status)
        case .complete(let count):
            scanner = HeadScanner()
            // An empty line before a request line is skipped (RFC 9112 2.2).
            guard count > 2 else {
                phase = .head(begun: false)
                return count
            }
            let head = unsafe try parser.readHead(
                UnsafeRawBufferPointer(rebasing: bytes[..<count]), peer: connection.peer, listener: connection.listener)
            try begin(head)
            return count
        }
    }

    private func begin(_ head: HTTPParser.Head) throws(HTTPRefusal) {
        let limit: Int
        switch server.shared.admission(head.request) {
        case .accept(let bytes): limit = bytes ?? limits.bodyBytes
        case .refuse(let response):
            return respond(response, to: head, closing: head.body != .none)
        }
        if head.body == .none { return dispatch(head) }
        if case .length(let count) = head.body, count > limit { throw HTTPRefusal(413) }
        if head.request.minorVersion == 1, head.request.headers["expect"] != nil {
            connection.encode { ResponseEncoder.append("HTTP/1.1 100 Continue\r\n\r\n", to: &$0) }
        }
        parser.beginBody(head.body, limit: limit)
        phase = .body(head, read: 0, mark: 0)
        since = connection.loop.now
    }

    private func takeBody(
        _ bytes: UnsafeRawBufferPointer, _ head: HTTPParser.Head, _ read: Int, _ mark: Int
    ) throws(HTTPRefusal) -> Int {
        let (used, complete) = unsafe try parser.readBody(bytes, chunked: head.body == .chunked)
        phase = .body(head, read: parser.body.count, mark: mark)
        if complete {
            var head = head
            head.request.body = parser.takeBody()
            dispatch(head)
        }
        return used
    }

    private func dispatch(_ head: HTTPParser.Head) {
        phase = .responding(head)
        if head.request.path == "*" {
            return respond(Response(status: 204, headers: [("allow", HTTPConnection.allowed)]), to: head)
        }
        handle(head)
    }

    static let allowed = HTTPMethod.allCases.map(\.rawValue).joined(separator: ", ")

    // MARK: the rest of the life

    func peerFinished() {
        connection.peerHasFinished = true
        switch phase {
        case .head, .body: connection.close()
        case .responding, .file, .over: keepsAlive = false
        }
    }

    func drained() {
        if case .file(let sender) = phase { return sender.pump() }
        streamWaiter.take()?.resume(returning: true)
    }

    func tick(now: UInt64) {
        let waited = now &- min(since, now)
        switch phase {
        case .head(begun: true): if waited >= limits.headMilliseconds { refuse(408) }
        case .head(begun: false):
            if waited >= (isFirst ? limits.headMilliseconds : limits.idleMilliseconds) { connection.close() }
        case .body(let head, let read, let mark):
            guard waited >= limits.bodyMilliseconds else { return }
            if read - mark < limits.bodyProgressBytes { return refuse(408) }
            phase = .body(head, read: read, mark: read)
            since = now
        case .responding, .file, .over: return
        }
    }

    func closed() {
        phase = .over
        task?.cancel()
        task = nil
        streamWaiter.take()?.resume(returning: false)
    }

    func shutDown() {
        keepsAlive = false
        if case .head(begun: false) = phase { connection.close() }
    }

    /// Ready for the next request.
    func startOver() {
        phase = .head(begun: false)
        since = connection.loop.now
        if !isConsuming { connection.gather { consumePending() } }
    }

    /// What was sent behind a handshake belongs to the protocol that was agreed on.
    func takePending() -> [UInt8] {
        defer { pending = [] }
        return pending
    }
}
