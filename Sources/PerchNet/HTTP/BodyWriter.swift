/// The client of a streamed answer has gone.
public struct ConnectionClosed: Error, Equatable, Sendable {
    init() {}
}

/// Where a streamed body is written to.
public final class BodyWriter: Sendable {
    private let connection: HTTPConnection
    private let chunked: Bool

    init(_ connection: HTTPConnection, chunked: Bool) {
        self.connection = connection
        self.chunked = chunked
    }

    /// Sends bytes, and waits while the client is slow to take them. Any thread; one call at a time.
    ///
    /// Throws when the client has gone.
    public func write(_ bytes: [UInt8]) async throws(ConnectionClosed) {
        let loop = connection.connection.loop
        let accepted = await withCheckedContinuation { continuation in
            if loop.isCurrent {
                send(bytes, continuation)
            } else {
                loop.execute { [self] in send(bytes, continuation) }
            }
        }
        if !accepted { throw ConnectionClosed() }
    }

    private func send(_ bytes: [UInt8], _ continuation: CheckedContinuation<Bool, Never>) {
        guard case .responding = connection.phase, connection.streamWaiter == nil else {
            return continuation.resume(returning: false)
        }
        // An empty chunk would be the end of the body.
        guard !bytes.isEmpty else { return continuation.resume(returning: true) }
        let out = connection.connection
        if chunked {
            out.gather {
                if bytes.count < 16 << 10 {
                    out.encode { ResponseEncoder.chunk(bytes, into: &$0) }
                } else {
                    out.encode { ResponseEncoder.chunkHead(bytes.count, into: &$0) }
                    out.write(bytes)
                    out.encode { ResponseEncoder.append("\r\n", to: &$0) }
                }
            }
        } else {
            out.write(bytes)
        }
        if out.isClosed { return continuation.resume(returning: false) }
        if out.bufferedBytes <= connection.limits.streamedBytes { return continuation.resume(returning: true) }
        connection.streamWaiter = continuation
    }
}
