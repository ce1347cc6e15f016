/// The head of an answer, and its body while it comes.
public struct ClientResponse: Sendable {
    /// The status.
    public let status: HTTPStatus
    /// The header fields.
    public let headers: RequestHeaders
    /// The body; to be read once.
    public let body: ResponseBody
}

/// An answer that has been read to its end.
public struct FetchedResponse: Sendable {
    /// The status.
    public let status: HTTPStatus
    /// The header fields.
    public let headers: RequestHeaders
    /// The whole body.
    public let body: [UInt8]
}

/// A body as it comes: each piece is read from the connection when it is asked for, so a slow reader slows the server.
public struct ResponseBody: AsyncSequence, Sendable {
    let exchange: HTTPExchange

    /// The pieces, in whatever sizes the network brought them.
    public func makeAsyncIterator() -> Iterator { Iterator(exchange: exchange) }

    /// The whole body; throws `tooLarge` as soon as it has more than `limit` bytes.
    public func collect(upTo limit: Int) async throws(ClientError) -> [UInt8] {
        var whole: [UInt8] = []
        while let piece = try await exchange.next() {
            guard piece.count <= limit - whole.count else { throw .tooLarge(limit) }
            whole += piece
        }
        return whole
    }

    /// The body's lines, without their ends, as NDJSON has them; empty ones are left out.
    public func lines(upTo limit: Int = 16 << 20) -> LineSequence { LineSequence(body: self, limit: limit) }

    /// The body as a stream of server-sent events.
    public func events(upTo limit: Int = 16 << 20) -> ServerSentEventSequence {
        ServerSentEventSequence(body: self, limit: limit)
    }

    /// Reads one piece after the other.
    public struct Iterator: AsyncIteratorProtocol {
        let exchange: HTTPExchange

        /// The next piece; nil at the end. Throws when the connection is lost before.
        public mutating func next() async throws(ClientError) -> [UInt8]? { try await exchange.next() }

        /// The next piece; nil at the end. Throws when the connection is lost before.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(ClientError) -> [UInt8]? {
            try await exchange.next()
        }
    }
}

@available(*, unavailable)
extension ResponseBody.Iterator: Sendable {}
