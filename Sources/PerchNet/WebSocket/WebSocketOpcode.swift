/// The kinds of frames (RFC 6455 5.2). Continuations are an affair of the machine and never leave it.
public enum WebSocketOpcode: UInt8, Sendable {
    case continuation = 0x0
    case text = 0x1
    case binary = 0x2
    case close = 0x8
    case ping = 0x9
    case pong = 0xA

    /// Whether it is one of close, ping and pong: never fragmented, at most 125 bytes (RFC 6455 5.5).
    public var isControl: Bool { rawValue & 0x8 != 0 }
}

/// Which end of a connection a machine or an encoder speaks for.
public enum WebSocketRole: Sendable {
    /// Sends unmasked frames and demands masked ones (RFC 6455 5.1).
    case server
    /// Sends masked frames and demands unmasked ones.
    case client
}
