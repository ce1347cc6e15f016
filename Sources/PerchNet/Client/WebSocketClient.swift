import PerchSystem

/// The client's end of an open WebSocket. Lives within `connect`'s closure.
///
/// It reads ahead, so that pings are answered while nobody asks for messages, but no further than its bounds.
/// Any thread; messages are for one reader.
public actor WebSocketClient {
    private let stream: ClientStream
    private let options: WebSocketClientOptions
    private var machine: WebSocketMachine
    private var waiting: [WebSocketClient.Message] = []
    private var taken = 0
    private var waitingBytes = 0
    /// Set once nothing more will come: nil for a proper close, else what went wrong.
    private var end: Result<Void, ClientError>?
    /// The peer's code and reason, once it has closed.
    public private(set) var closing: (code: CloseCode?, reason: String)?
    private var hasSentClose = false
    private var reader: CheckedContinuation<Void, Never>?
    private var pump: CheckedContinuation<Void, Never>?
    private var isLeaving = false
    private var isWriting = false
    private var writers: [CheckedContinuation<Void, Never>] = []

    /// The loop of the connection.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe stream.unownedExecutor }

    private init(_ stream: ClientStream, _ options: WebSocketClientOptions) {
        self.stream = stream
        self.options = options
        machine = WebSocketMachine(role: .client, messageLimit: options.messageBytes, pool: WebSocketPool())
    }

    // MARK: connecting

    /// Connects, and closes again when `body` returns or throws.
    ///
    /// Throws `ClientError` when the connection or the handshake fails, and what `body` throws.
    public static func connect<R: Sendable>(
        to url: ClientURL, on loop: Loop, options: WebSocketClientOptions = WebSocketClientOptions(),
        _ body: (WebSocketClient) async throws -> R
    ) async throws -> R {
        let stream = try await ClientStream.connect(to: url.address, on: loop, within: options.timeouts.connect)
        do {
            let beyond = try await handshake(stream, url, options)
            let client = WebSocketClient(stream, options)
            let result = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await client.run(first: beyond) }
                let result = try await body(client)
                await client.leave()
                // The peer has a moment to answer the close; then the connection ends without it.
                group.addTask { try? await Task.sleep(for: .milliseconds(500)) }
                try await group.next()
                group.cancelAll()
                return result
            }
            await stream.close()
            return result
        } catch {
            await stream.close()
            throw error
        }
    }

    /// RFC 6455 4.1; what the server sent right behind its answer is returned.
    private static func handshake(
        _ stream: ClientStream, _ url: ClientURL, _ options: WebSocketClientOptions
    ) async throws(ClientError) -> [UInt8] {
        let key = WebSocketHandshake.key(random: SystemRandom.bytes(16))
        let request = ClientRequest(
            .get, url.target,
            headers: [
                ("upgrade", "websocket"), ("connection", "Upgrade"), ("sec-websocket-version", "13"),
                ("sec-websocket-key", key),
            ] + options.headers)
        let exchange = HTTPExchange(stream, timeouts: options.timeouts, expectsNoBody: false)
        let response = try await exchange.begin(request)
        guard response.status == 101, response.headers["sec-websocket-accept"] == WebSocketHandshake.accept(for: key),
            response.headers["upgrade"]?.lowercased() == "websocket",
            response.headers["sec-websocket-extensions"] == nil
        else { throw .notUpgraded(response.status) }
        return await exchange.takeBeyond()
    }

    /// Nobody will ask for messages any more: closes, and lets what still comes go by.
    private func leave() async {
        await close(.normal)
        isLeaving = true
        (waiting, taken, waitingBytes) = ([], 0, 0)
        pump.take()?.resume()
    }

    // MARK: sending

    /// Sends a text message; returns when the system has taken it.
    public func send(_ text: String) async throws(ClientError) { try await send(.text, Array(text.utf8)) }

    /// Sends a message; returns when the system has taken it.
    public func send(_ opcode: WebSocketOpcode, _ payload: [UInt8]) async throws(ClientError) {
        guard end == nil, !hasSentClose else { throw .closed }
        try await write { $0.append(opcode, payload, key: $1) }
    }

    /// Begins to close: nothing more can be sent, and messages end when the peer has answered. A second call does nothing.
    public func close(_ code: CloseCode? = .normal, reason: String = "") async {
        guard end == nil, !hasSentClose else { return }
        hasSentClose = true
        // When it cannot be sent the connection is lost, which the reader is told.
        try? await write { $0.appendClose(code, reason: reason, key: $1) }
    }

    /// One frame after the other: a frame that the system took in part must not be cut by the next.
    private func write(_ encode: (inout FrameEncoder, UInt32) -> Void) async throws(ClientError) {
        var encoder = FrameEncoder()
        encode(&encoder, UInt32(truncatingIfNeeded: SystemRandom.word()))
        while isWriting { await waitForTurn() }
        isWriting = true
        defer {
            isWriting = false
            if !writers.isEmpty { writers.removeFirst().resume() }
        }
        try await stream.write(encoder.bytes, within: options.timeouts.answer)
    }

    // What is waited for is looked at once more in the moment in which somebody begins to wait: others may run before
    // that, even where an actor awaits itself, and whom they woke then was not there yet.

    private func waitForTurn() async {
        await withCheckedContinuation { continuation in
            if isWriting { writers.append(continuation) } else { continuation.resume() }
        }
    }

    // MARK: receiving

    /// The next message; nil when the peer has closed properly. Throws when the connection is lost or the peer broke
    /// the rules, after all messages before that.
    public func next() async throws(ClientError) -> WebSocketClient.Message? {
        while !hasNews {
            if let end {
                try end.get()
                return nil
            }
            let isCancelled = await waitForNews()
            if isCancelled { throw .cancelled }
        }
        let message = waiting[taken]
        taken += 1
        if taken == waiting.count || taken > options.waitingMessages {
            waiting.removeFirst(taken)
            taken = 0
        }
        waitingBytes -= message.size
        if hasRoom { pump.take()?.resume() }
        return message
    }

    private func waitForNews() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                reader.take()?.resume()
                guard !hasNews, end == nil, !Task.isCancelled else { return continuation.resume() }
                reader = continuation
            }
        } onCancel: {
            stream.loop.execute { self.assumeIsolated { $0.reader.take()?.resume() } }
        }
        return Task.isCancelled
    }

    private var hasNews: Bool { taken < waiting.count }

    private var hasRoom: Bool {
        waiting.count - taken < options.waitingMessages && waitingBytes < options.waitingBytes
    }

    /// Reads until the connection ends.
    private func run(first: [UInt8]) async {
        do throws(ClientError) {
            try await handle(machine.receive(first))
            var isAlive = true
            while end == nil {
                while !hasRoom, !Task.isCancelled { await waitForRoom() }
                do throws(ClientError) {
                    guard let bytes = try await stream.read(within: options.heartbeat, or: .receiving) else {
                        throw .ended
                    }
                    isAlive = true
                    try await handle(machine.receive(bytes))
                } catch {
                    guard case .timedOut(.receiving) = error, isAlive else { throw error }
                    isAlive = false
                    try await write { $0.append(.ping, [], key: $1) }
                }
            }
        } catch {
            finish(.failure(error))
        }
    }

    private func waitForRoom() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard !hasRoom, !Task.isCancelled else { return continuation.resume() }
                pump = continuation
            }
        } onCancel: {
            stream.loop.execute { self.assumeIsolated { $0.pump.take()?.resume() } }
        }
    }

    private func handle(_ actions: [WebSocketAction]) async throws(ClientError) {
        for action in actions {
            switch action {
            case .message(let opcode, let payload): if !isLeaving { deliver(opcode, payload) }
            case .ping(let payload): try await write { $0.append(.pong, payload, key: $1) }
            case .pong: break
            case .close(let code, let reason):
                closing = (code, reason)
                await close(code)
                finish(.success(()))
            case .fail(let code, let reason):
                await close(code, reason: reason)
                throw .protocolError(code, reason)
            }
        }
    }

    private func deliver(_ opcode: WebSocketOpcode, _ payload: [UInt8]) {
        let message: WebSocketClient.Message =
            opcode == .text ? .text(String(decoding: payload, as: UTF8.self)) : .binary(payload)
        waiting.append(message)
        waitingBytes += message.size
        reader.take()?.resume()
    }

    private func finish(_ result: Result<Void, ClientError>) {
        if end == nil { end = result }
        reader.take()?.resume()
    }
}

extension WebSocketClient {
    /// The messages until the peer closes; for one reader.
    public nonisolated var messages: Messages { Messages(client: self) }

    /// A client's messages, one after the other.
    public struct Messages: AsyncSequence, AsyncIteratorProtocol, Sendable {
        let client: WebSocketClient

        /// Itself.
        public func makeAsyncIterator() -> Messages { self }

        /// The next message; see `WebSocketClient.next()`.
        public func next() async throws(ClientError) -> WebSocketClient.Message? { try await client.next() }

        /// The next message; see `WebSocketClient.next()`.
        public func next(isolation actor: isolated (any Actor)?) async throws(ClientError) -> WebSocketClient.Message? {
            try await client.next()
        }
    }
}
