/// One end of a WebSocket connection as a pure machine (RFC 6455, RFC 7692): bytes in, actions out.
///
/// It has no socket, clock or randomness. It joins fragments, judges every rule as early as the bytes allow, and after
/// `.close` or `.fail` takes nothing more. Between frames it holds a few bytes; all else is borrowed from the pool.
/// Not for several threads: it belongs to one connection on one loop.
public struct WebSocketMachine: ~Copyable {
    private enum Phase {
        /// Collecting a header.
        case header
        /// Within a frame that lacks `left` bytes of its payload.
        case payload(FrameHeader, FrameReader, left: UInt64)
        /// Closed or failed.
        case over
    }

    private let role: WebSocketRole
    private let messageLimit: Int
    private let deflates: Bool
    private let pool: WebSocketPool
    private var phase = Phase.header
    private var head = InlineArray<14, UInt8>(repeating: 0)
    private var headCount = 0
    private var message: PartialMessage?
    private var control: [UInt8] = []

    /// - Parameters:
    ///   - role: Which end this is.
    ///   - messageLimit: The most bytes a message may have, over all its fragments and after decompression.
    ///   - deflates: Whether permessage-deflate was agreed on.
    ///   - pool: The pool of the loop that owns the connection.
    public init(role: WebSocketRole, messageLimit: Int = 64 << 10, deflates: Bool = false, pool: WebSocketPool) {
        self.role = role
        self.messageLimit = messageLimit
        self.deflates = deflates
        self.pool = pool
    }

    /// Whether the peer has closed or failed, so that further bytes are ignored.
    public var isOver: Bool { if case .over = phase { true } else { false } }

    /// Takes the next bytes from the peer, in any pieces.
    public mutating func receive(_ bytes: Span<UInt8>) -> [WebSocketAction] {
        unsafe bytes.withUnsafeBufferPointer { unsafe receive($0) }
    }

    /// Takes the next bytes from the peer, in any pieces.
    public mutating func receive(_ bytes: [UInt8]) -> [WebSocketAction] { receive(bytes.span) }

    /// The same for memory that a loop reads into; it is not kept.
    mutating func receive(_ bytes: UnsafeRawBufferPointer) -> [WebSocketAction] {
        unsafe bytes.withMemoryRebound(to: UInt8.self) { unsafe receive($0) }
    }

    private mutating func receive(_ bytes: UnsafeBufferPointer<UInt8>) -> [WebSocketAction] {
        var actions: [WebSocketAction] = []
        var rest = unsafe bytes
        while !rest.isEmpty {
            let action: WebSocketAction?
            switch phase {
            case .over:
                return actions
            case .header:
                action = unsafe takeHeader(&rest)
            case .payload(let header, let reader, let left):
                action = unsafe takePayload(&rest, of: header, reader, left: left)
            }
            if let action { emit(action, into: &actions) }
        }
        return actions
    }

    private mutating func emit(_ action: WebSocketAction, into actions: inout [WebSocketAction]) {
        actions.append(action)
        switch action {
        case .message, .ping, .pong: return
        case .close, .fail: end()
        }
    }

    private mutating func end() {
        phase = .over
        control = []
        if let inflater = message?.inflater { pool.giveBack(inflater) }
        message = nil
    }

    // MARK: the header

    private mutating func takeHeader(_ rest: inout UnsafeBufferPointer<UInt8>) -> WebSocketAction? {
        while headCount < 2 || headCount < FrameHeader.count(head[0], head[1]) {
            guard let byte = unsafe rest.first else { return nil }
            head[headCount] = byte
            headCount += 1
            unsafe rest = UnsafeBufferPointer(rebasing: rest.dropFirst())
        }
        let count = headCount
        headCount = 0
        let reader = pool.takeReader()
        let (header, isWellFormed) = unsafe head.span.withUnsafeBufferPointer { all in
            let bytes = unsafe UnsafeBufferPointer(rebasing: all[..<count])
            return unsafe (FrameHeader(bytes), reader.begin(bytes))
        }
        guard isWellFormed else { return .protocolError("malformed frame header") }
        if let failure = judge(header) ?? open(header) { return failure }
        guard header.length == 0 else {
            phase = .payload(header, reader, left: header.length)
            return nil
        }
        pool.giveBack(reader)
        return finish(header)
    }

    /// What wslay leaves to us: masking, reserved bits and opcodes, the order of fragments.
    private func judge(_ header: FrameHeader) -> WebSocketAction? {
        guard header.isMasked == (role == .server) else {
            return .protocolError(header.isMasked ? "masked frame from a server" : "unmasked frame from a client")
        }
        guard let opcode = WebSocketOpcode(rawValue: header.opcode) else { return .protocolError("reserved opcode") }
        let mayBeCompressed = deflates && (opcode == .text || opcode == .binary)
        guard header.reserved == 0 || (header.reserved == 0x4 && mayBeCompressed) else {
            return .protocolError("reserved bit set")
        }
        guard !opcode.isControl else { return nil }
        guard (opcode == .continuation) == (message != nil) else {
            return .protocolError(message == nil ? "continuation of nothing" : "message within a message")
        }
        return nil
    }

    /// Makes room for the payload, or refuses it before it comes.
    private mutating func open(_ header: FrameHeader) -> WebSocketAction? {
        guard let opcode = WebSocketOpcode(rawValue: header.opcode), !opcode.isControl else { return nil }
        if message == nil {
            let inflater = header.reserved == 0 ? nil : pool.takeInflater()
            message = PartialMessage(opcode: opcode, inflater: inflater, limit: messageLimit)
        }
        return message?.announce(header.length)
    }

    // MARK: the payload

    private mutating func takePayload(
        _ rest: inout UnsafeBufferPointer<UInt8>, of header: FrameHeader, _ reader: FrameReader, left: UInt64
    ) -> WebSocketAction? {
        let part = unsafe UnsafeBufferPointer(rebasing: rest.prefix(Int(clamping: left)))
        unsafe rest = UnsafeBufferPointer(rebasing: rest.dropFirst(part.count))
        let isControl = header.opcode & 0x8 != 0
        var failure: WebSocketAction?
        unsafe reader.read(part) { payload in
            if isControl {
                unsafe control.append(contentsOf: payload)
            } else {
                failure = unsafe message?.take(payload)
            }
            return failure == nil
        }
        if let failure { return failure }
        guard part.count == left else {
            phase = .payload(header, reader, left: left - UInt64(part.count))
            return nil
        }
        pool.giveBack(reader)
        phase = .header
        return finish(header)
    }

    /// The frame is complete.
    private mutating func finish(_ header: FrameHeader) -> WebSocketAction? {
        switch WebSocketOpcode(rawValue: header.opcode) {
        case .ping: return .ping(takeControl())
        case .pong: return .pong(takeControl())
        case .close: return Self.close(takeControl())
        default:
            guard header.isFinal, var whole = message.take() else { return nil }
            let action = whole.finish()
            if let inflater = whole.inflater { pool.giveBack(inflater) }
            return action
        }
    }

    private mutating func takeControl() -> [UInt8] {
        defer { control = [] }
        return control
    }

    /// RFC 6455 5.5.1: nothing, or a code that may be on the wire and a reason in UTF-8.
    private static func close(_ payload: [UInt8]) -> WebSocketAction {
        guard !payload.isEmpty else { return .close(nil, reason: "") }
        guard payload.count >= 2 else { return .protocolError("close body of one byte") }
        let code = CloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
        guard code.mayBeSent else { return .protocolError("close code that may not be sent") }
        guard let reason = String(validating: payload[2...], as: UTF8.self) else {
            return .fail(.invalidPayload, reason: "close reason is not UTF-8")
        }
        return .close(code, reason: reason)
    }
}

@available(*, unavailable)
extension WebSocketMachine: Sendable {}

extension WebSocketAction {
    fileprivate static func protocolError(_ reason: String) -> WebSocketAction { .fail(.protocolError, reason: reason) }
}
