/// One request and its answer on a connection.
actor HTTPExchange {
    private let stream: ClientStream
    private let timeouts: ClientTimeouts
    private let parser: ResponseParser
    private var hasEnded = false
    private var isClean = true

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe stream.unownedExecutor }

    init(_ stream: ClientStream, timeouts: ClientTimeouts, expectsNoBody: Bool) {
        self.stream = stream
        self.timeouts = timeouts
        parser = ResponseParser(expectsNoBody: expectsNoBody)
    }

    /// Sends the request and waits for the head of the answer.
    func begin(_ request: ClientRequest) async throws(ClientError) -> ClientResponse {
        let head = try request.head(host: stream.address)
        do throws(ClientError) {
            // A server may refuse a body before it has read it all; its answer then matters more than the rest.
            let joins = request.body.count < 16 << 10
            try await stream.write(joins ? head + request.body : head, within: timeouts.answer)
            if !joins { isClean = try await stream.write(request.body, within: timeouts.answer, yieldsToInput: true) }
        } catch {
            guard case .failed = error else { throw error }
            isClean = false
        }
        while parser.head == nil { try await receive(within: timeouts.answer, or: .answering) }
        guard let head = parser.head else { throw .malformed }
        return ClientResponse(status: head.status, headers: head.headers, body: ResponseBody(exchange: self))
    }

    /// The next piece of the body; nil when it is complete.
    func next() async throws(ClientError) -> [UInt8]? {
        while true {
            let piece = parser.takeBody()
            if !piece.isEmpty { return piece }
            if parser.isComplete { return nil }
            try await receive(within: timeouts.silence, or: .receiving)
        }
    }

    /// What the peer sent behind its switch of protocols.
    func takeBeyond() -> [UInt8] { parser.beyond }

    /// Whether the connection may carry another request.
    var canGoOn: Bool { parser.isComplete && isClean && !hasEnded && parser.head?.keepsAlive == true }

    private func receive(within milliseconds: UInt64?, or wait: ClientError.Wait) async throws(ClientError) {
        if let bytes = try await stream.read(within: milliseconds, or: wait) {
            try parser.receive(bytes)
        } else {
            hasEnded = true
            try parser.finish()
        }
    }
}
