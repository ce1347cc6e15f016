extension BlockingClient {
    /// One frame as it came.
    public struct Frame: Sendable, Equatable {
        /// The opcode.
        public let opcode: UInt8
        /// The payload; unmasked, because servers do not mask.
        public let payload: [UInt8]

        /// A frame of its parts.
        public init(opcode: UInt8, payload: [UInt8]) {
            self.opcode = opcode
            self.payload = payload
        }

        /// The payload as text.
        public var text: String { String(decoding: payload, as: UTF8.self) }

        /// The code of a close frame; 1005 when it has none.
        public var closeCode: Int { payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : 1005 }
    }

    /// Does the handshake of a WebSocket client and returns the answer.
    @discardableResult
    public func openWebSocket(_ path: String = "/", fields: String = "") throws -> HTTPAnswer {
        try send(
            "GET \(path) HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\(fields)\r\n")
        return try receiveAnswer(toHead: true)
    }

    /// Sends one masked frame.
    public func send(opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) throws {
        var frame: [UInt8] = [opcode | (isFinal ? 0x80 : 0)]
        switch payload.count {
        case ..<126: frame.append(0x80 | UInt8(payload.count))
        case ..<65_536: frame += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default: frame += [0x80 | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        let key: [UInt8] = [1, 2, 3, 4]
        try send(frame + key + payload.enumerated().map { $1 ^ key[$0 % 4] })
    }

    /// The next frame.
    public func receiveFrame() throws -> Frame {
        let head = try receive(exactly: 2)
        var length = Int(head[1] & 0x7F)
        if length == 126 { length = try receive(exactly: 2).reduce(0) { $0 << 8 | Int($1) } }
        if length == 127 { length = try receive(exactly: 8).reduce(0) { $0 << 8 | Int($1) } }
        return Frame(opcode: head[0] & 0xF, payload: try receive(exactly: length))
    }
}
