/// What an application does with one client of an event stream. All calls come on the connection's loop.
public protocol EventStreamHandler: AnyObject {
    /// The head is sent; events may follow.
    func opened(_ session: EventStreamSession)
    /// The client was so slow that the channel it follows no longer holds what comes next.
    func lagged(_ channel: Channel, _ session: EventStreamSession) -> LagAnswer
    /// Everything that was sent has been taken by the system after it had to wait.
    func drained(_ session: EventStreamSession)
    /// The connection is over; the last call.
    func closed()
}

extension EventStreamHandler {
    /// Does nothing.
    public func opened(_ session: EventStreamSession) {}
    /// Ends the stream; a client connects again with its last id.
    public func lagged(_ channel: Channel, _ session: EventStreamSession) -> LagAnswer { .close }
    /// Does nothing.
    public func drained(_ session: EventStreamSession) {}
    /// Does nothing.
    public func closed() {}
}

/// How an event stream is begun and kept.
public struct EventStreamStart: Sendable {
    /// Fields of the response besides its type; a usual one of the same name is left out.
    public var headers: [(name: String, value: String)]
    /// Milliseconds the client should wait before it connects again; nil leaves it to the client.
    public var retryMilliseconds: Int?
    /// Milliseconds between comments that keep the connection awake.
    public var keepAliveMilliseconds: UInt64
    /// The most bytes of its own, outside of the channel, that may wait for the client; then the stream ends.
    public var bufferedBytes: Int
    /// Makes what is let go of when the stream is over; on the connection's loop, when the head has been sent.
    public var companion: (@Sendable (EventStreamSession) -> any AnyObject & Sendable)?
    let makeHandler: @Sendable (EventStreamSession) -> any EventStreamHandler

    /// A stream whose handler is made when the head has been sent.
    public init(
        headers: [(name: String, value: String)] = [], retryMilliseconds: Int? = nil,
        keepAliveMilliseconds: UInt64 = 15_000, bufferedBytes: Int = 1 << 20,
        makeHandler: @escaping @Sendable (EventStreamSession) -> any EventStreamHandler
    ) {
        self.headers = headers
        self.retryMilliseconds = retryMilliseconds
        self.keepAliveMilliseconds = keepAliveMilliseconds
        self.bufferedBytes = bufferedBytes
        self.makeHandler = makeHandler
    }
}

/// One client of an event stream, as its handler sees it.
///
/// `@unchecked Sendable`: only so that tasks of the loop may hold it; everything is for the loop's thread alone, which
/// the public members check.
public final class EventStreamSession: @unchecked Sendable {
    /// The loop the client lives on.
    public let loop: Loop
    private var connection: Connection?
    private var handler: (any EventStreamHandler)?
    private var companion: (any AnyObject & Sendable)?
    private let start: EventStreamStart
    private var lastKept: UInt64
    /// Whether the client is sent chunks, each of whole events; one of HTTP/1.0 is sent the events as they are. Some clients read as
    /// much as they asked for before they look at it, unless a chunk ends.
    public let isChunked: Bool

    init(_ connection: Connection, _ start: EventStreamStart, isChunked: Bool) {
        self.connection = connection
        self.isChunked = isChunked
        loop = connection.loop
        self.start = start
        lastKept = connection.loop.now
    }

    /// Sends an event.
    public func send(_ event: OutgoingEvent) { send(frame: event.encoded) }

    /// Sends bytes that are encoded already: whole events or comments.
    public func send(frame: [UInt8]) {
        loop.checkIsolated()
        guard let connection, connection.isOpen else { return }
        // What waits counts, not the event itself: one larger than the bound could never be sent.
        guard connection.bufferedBytes <= start.bufferedBytes else { return connection.close() }
        write(frame)
    }

    private func write(_ frame: [UInt8]) {
        guard isChunked else { connection?.write(frame); return }
        // An empty chunk would be the end of the stream.
        if !frame.isEmpty { connection?.encode { ResponseEncoder.chunk(frame, into: &$0) } }
    }

    private func end() {
        if isChunked { connection?.encode { ResponseEncoder.append("0\r\n\r\n", to: &$0) } }
        connection?.closeAfterFlush()
    }

    /// Sends what the channel holds from the position on, and everything it will hold. Replaces an earlier channel.
    ///
    /// The channel's frames go out as they are: where ``isChunked`` they have to be chunks (``chunk(_:)``).
    public func attach(_ channel: Channel, at position: Position) {
        loop.checkIsolated()
        connection?.attach(channel, at: position, owner: self)
    }

    /// Leaves the channel; the answer is the position to go on from.
    @discardableResult
    public func detach() -> Position? {
        loop.checkIsolated()
        guard let attachment = connection?.attachment else { return nil }
        attachment.detach()
        return attachment.lastPosition
    }

    /// Ends the stream behind what was sent.
    public func close() {
        loop.checkIsolated()
        end()
    }

    /// Whole events as one chunk of a stream.
    public static func chunk(_ events: [UInt8]) -> [UInt8] {
        var chunk: [UInt8] = []
        chunk.reserveCapacity(events.count + 16)
        ResponseEncoder.chunk(events, into: &chunk)
        return chunk
    }

    /// How far the client has been served of the channel it follows; nil where it follows none.
    public var position: Position? { connection?.attachment?.position }

    /// Bytes of this client's own, outside of its channel, that the system has not taken yet.
    public var bufferedBytes: Int { connection?.bufferedBytes ?? 0 }

    /// Whether events may be sent.
    public var isOpen: Bool { connection?.isOpen ?? false }

    func begin() {
        if let retry = start.retryMilliseconds { write(Array("retry: \(retry)\n\n".utf8)) }
        companion = start.companion?(self)
        let handler = start.makeHandler(self)
        self.handler = handler
        handler.opened(self)
    }
}

extension EventStreamSession: ConnectionDriver, ChannelFollowing {
    /// Nothing is expected from the client any more.
    func received(_ bytes: UnsafeRawBufferPointer) {}

    func peerFinished() { connection?.close() }

    func drained() { handler?.drained(self) }

    func tick(now: UInt64) {
        guard let connection, now >= lastKept + start.keepAliveMilliseconds else { return }
        lastKept = now
        // Bytes that wait keep the connection awake by themselves.
        if connection.bufferedBytes == 0 { write(OutgoingEvent.comment()) }
    }

    func closed() {
        connection = nil
        companion = nil
        let last = handler
        handler = nil
        last?.closed()
    }

    func shutDown() { end() }

    func lagged(_ channel: Channel) -> LagAnswer { handler?.lagged(channel, self) ?? .close }

    func closeLagging() { end() }
}
