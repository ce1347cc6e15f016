/// A message of a client.
public enum IncomingMessage: Sendable, Equatable {
    /// Valid UTF-8.
    case text([UInt8])
    /// Any bytes.
    case binary([UInt8])
}

/// What an application does with one WebSocket client. All calls come on the connection's loop and must not block.
///
/// A class confined to the loop, or an actor whose executor is the loop and which answers with `assumeIsolated`.
public protocol WebSocketHandler: AnyObject {
    /// The handshake is done; messages may be sent.
    func opened(_ session: WebSocketSession)
    /// A whole message came.
    func message(_ message: IncomingMessage, from session: WebSocketSession)
    /// The client was so slow that the channel it follows no longer holds what comes next.
    func lagged(_ channel: Channel, _ session: WebSocketSession) -> LagAnswer
    /// Everything that was sent has been taken by the system after it had to wait.
    func drained(_ session: WebSocketSession)
    /// The connection is over; the last call. 1006 when it was lost without a goodbye.
    func closed(_ code: CloseCode, reason: String)
}

extension WebSocketHandler {
    /// Does nothing.
    public func opened(_ session: WebSocketSession) {}
    /// Ends the client with 1013.
    public func lagged(_ channel: Channel, _ session: WebSocketSession) -> LagAnswer { .close }
    /// Does nothing.
    public func drained(_ session: WebSocketSession) {}
    /// Does nothing.
    public func closed(_ code: CloseCode, reason: String) {}
}

/// The answer that accepts a WebSocket handshake, and how the connection is run.
public struct WebSocketStart: Sendable {
    /// The subprotocols spoken here; the first of the client's list that is among them is chosen.
    public var subprotocols: [String]
    /// The most bytes a message of the client may have.
    public var messageBytes: Int
    /// Whether permessage-deflate is agreed to when it is offered.
    public var allowsDeflate: Bool
    /// The most bytes of its own, outside of the channel, that may wait for the client; then it is closed with 1013.
    public var bufferedBytes: Int
    /// Milliseconds of silence after which the client is pinged.
    public var silenceMilliseconds: UInt64 = 24_500
    /// Milliseconds a ping or a close frame may go unanswered; then the connection is cut.
    public var answerMilliseconds: UInt64 = 8_000
    /// Makes what is let go of when the connection is over; on the connection's loop, when the handshake is done.
    public var companion: (@Sendable (WebSocketSession) -> any AnyObject & Sendable)?
    let makeHandler: @Sendable (WebSocketSession) -> any WebSocketHandler

    /// A handshake that is accepted when the request is a proper one.
    /// - Parameter makeHandler: Called on the connection's loop when the handshake is done.
    public init(
        subprotocols: [String] = [], messageBytes: Int = 64 << 10, allowsDeflate: Bool = false,
        bufferedBytes: Int = 1 << 20, makeHandler: @escaping @Sendable (WebSocketSession) -> any WebSocketHandler
    ) {
        self.subprotocols = subprotocols
        self.messageBytes = messageBytes
        self.allowsDeflate = allowsDeflate
        self.bufferedBytes = bufferedBytes
        self.makeHandler = makeHandler
    }
}
