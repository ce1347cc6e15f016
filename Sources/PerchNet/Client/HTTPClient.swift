import Synchronization

/// An HTTP/1.1 client for one server. Answers come as streams; one idle connection is kept for the next request.
///
/// Any thread. The loop must outlive it. A client that is not made by `with` must be closed at the end.
public final class HTTPClient: Sendable {
    /// The server.
    public let address: ListenAddress
    private let loop: Loop
    private let timeouts: ClientTimeouts
    private let idle = Mutex<ClientStream?>(nil)

    /// A client that has not connected yet.
    public init(_ address: ListenAddress, on loop: Loop, timeouts: ClientTimeouts = ClientTimeouts()) {
        self.address = address
        self.loop = loop
        self.timeouts = timeouts
    }

    /// A client for the time of a closure; its idle connection is let go of at the end.
    public static func with<R>(
        _ address: ListenAddress, on loop: Loop, timeouts: ClientTimeouts = ClientTimeouts(),
        _ body: (HTTPClient) async throws -> R
    ) async rethrows -> R {
        let client = HTTPClient(address, on: loop, timeouts: timeouts)
        do {
            let result = try await body(client)
            await client.close()
            return result
        } catch {
            await client.close()
            throw error
        }
    }

    /// Sends a request and hands the answer to `body` as soon as its head is in. When `body` returns before it has read
    /// all, the connection is closed.
    ///
    /// Throws `ClientError` when there is no answer; an answer with an error status is an answer.
    public func send<R>(_ request: ClientRequest, _ body: (ClientResponse) async throws -> R) async throws -> R {
        let stream = try await takeStream()
        let exchange = HTTPExchange(stream, timeouts: timeouts, expectsNoBody: request.method == .head)
        do {
            let result = try await body(try await exchange.begin(request))
            await giveBack(stream, after: exchange)
            return result
        } catch {
            await stream.close()
            throw error
        }
    }

    /// Sends a request and reads the whole answer, of at most `limit` bytes.
    public func fetch(_ request: ClientRequest, upTo limit: Int = 16 << 20) async throws(ClientError) -> FetchedResponse
    {
        do {
            return try await send(request) { response in
                FetchedResponse(
                    status: response.status, headers: response.headers,
                    body: try await response.body.collect(upTo: limit))
            }
        } catch let error as ClientError {
            throw error
        } catch {
            // Nothing else is thrown in there; the language cannot see it through the closure.
            throw .closed
        }
    }

    /// Lets go of the idle connection.
    public func close() async {
        await idle.withLock({ $0.take() })?.close()
    }

    private func takeStream() async throws(ClientError) -> ClientStream {
        if let kept = idle.withLock({ $0.take() }) {
            // A server may have ended it meanwhile; asking first spares a request that nobody hears.
            if await kept.isIdle() { return kept }
            await kept.close()
        }
        return try await ClientStream.connect(to: address, on: loop, within: timeouts.connect)
    }

    private func giveBack(_ stream: ClientStream, after exchange: HTTPExchange) async {
        guard await exchange.canGoOn else { return await stream.close() }
        let surplus = idle.withLock { idle in
            defer { idle = stream }
            return idle
        }
        await surplus?.close()
    }
}
