/// What a `WebSocketMachine` asks its driver to do.
public enum WebSocketAction: Equatable, Sendable {
    /// A whole message; text is known to be UTF-8.
    case message(WebSocketOpcode, [UInt8])
    /// Answer with a pong of the same payload (RFC 6455 5.5.2).
    case ping([UInt8])
    /// An answer to a ping, or a heartbeat nobody asked for.
    case pong([UInt8])
    /// The peer closes: answer with the same code, unless a close frame was sent before, then end the connection.
    /// The code is nil when the frame had none. Nothing follows.
    case close(CloseCode?, reason: String)
    /// The peer broke a rule: send this close frame, then end the connection (RFC 6455 7.1.7). Nothing follows.
    case fail(CloseCode, reason: String)
}
