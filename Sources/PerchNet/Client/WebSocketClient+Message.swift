/// What a WebSocket client allows and demands.
public struct WebSocketClientOptions: Sendable {
    /// The largest message taken.
    public var messageBytes = 16 << 20
    /// How much may wait for the reader, in bytes; then the connection is not read until some of it is taken.
    public var waitingBytes = 1 << 20
    /// How many messages may wait for the reader.
    public var waitingMessages = 1_024
    /// After so many milliseconds of silence a ping is sent; after as many again the connection is given up.
    public var heartbeat: UInt64 = 15_000
    /// How long to wait for the connection and the handshake.
    public var timeouts = ClientTimeouts()
    /// Further fields of the handshake, as `Origin`, `Authorization` or `Sec-WebSocket-Protocol`.
    public var headers: [(name: String, value: String)] = []

    /// The usual ones.
    public init() {}
}

extension WebSocketClient {
    /// A message of a WebSocket.
    public enum Message: Equatable, Sendable {
        /// Text.
        case text(String)
        /// Bytes.
        case binary([UInt8])
    }
}

extension WebSocketClient.Message {
    var size: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .binary(let bytes): bytes.count
        }
    }
}
