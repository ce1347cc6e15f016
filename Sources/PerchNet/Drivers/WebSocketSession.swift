/// One WebSocket client, as its handler sees it.
///
/// `@unchecked Sendable`: only so that tasks of the loop may hold it; everything is for the loop's thread alone, which
/// the public members check.
public final class WebSocketSession: @unchecked Sendable {
    enum Phase {
        case open
        /// Our close frame is out, the client's is not in yet.
        case closing(since: UInt64)
        case over
    }

    /// The loop the client lives on.
    public let loop: Loop
    /// The subprotocol that was agreed on.
    public let subprotocol: String?
    /// What was agreed on for compression; nil when nothing may be compressed.
    public let deflate: DeflateAgreement?
    /// Nil when the connection is gone.
    var connection: Connection?
    var machine: WebSocketMachine
    var handler: (any WebSocketHandler)?
    /// Held for as long as the connection lasts.
    var companion: (any AnyObject & Sendable)?
    var phase = Phase.open
    var goodbye: (code: CloseCode, reason: String) = (.abnormal, "")
    var lastHeard: UInt64
    var pinged: UInt64 = 0
    let start: WebSocketStart

    init(_ connection: Connection, _ start: WebSocketStart, subprotocol: String?, deflate: DeflateAgreement?) {
        self.connection = connection
        loop = connection.loop
        self.subprotocol = subprotocol
        self.deflate = deflate
        machine = WebSocketMachine(
            role: .server, messageLimit: start.messageBytes, deflates: deflate != nil,
            pool: connection.loop.core.webSockets)
        lastHeard = connection.loop.now
        self.start = start
    }

    /// Sends text; the bytes must be UTF-8. Nothing is sent any more once the connection is closing.
    /// - Parameter compressing: Deflates the message when that was agreed on; for what goes to many clients, deflate once
    ///   and send the frame instead.
    public func send(text: [UInt8], compressing: Bool = false) { send(.text, text, compressing) }

    /// Sends text.
    public func send(text: String) { send(.text, Array(text.utf8), false) }

    /// Sends bytes.
    public func send(binary: [UInt8], compressing: Bool = false) { send(.binary, binary, compressing) }

    /// Sends one or more frames that are encoded already.
    public func send(frame: [UInt8]) {
        loop.checkIsolated()
        enforceBound()
        guard isOpen, let connection else { return }
        connection.write(frame)
    }

    /// Says goodbye and waits for the client's goodbye; whatever comes from now on is ignored.
    public func close(_ code: CloseCode, reason: String = "") {
        loop.checkIsolated()
        guard isOpen, let connection else { return }
        goodbye = (code, reason)
        phase = .closing(since: loop.now)
        connection.attachment?.detach()
        var encoder = FrameEncoder()
        encoder.appendClose(code, reason: reason)
        connection.write(encoder.bytes)
    }

    /// Sends what the channel holds from the position on, and everything it will hold, behind what was sent so far.
    /// Replaces an earlier channel.
    public func attach(_ channel: Channel, at position: Position) {
        loop.checkIsolated()
        guard isOpen, let connection else { return }
        connection.attach(channel, at: position, owner: self)
    }

    /// Leaves the channel; the answer is the position to go on from.
    @discardableResult
    public func detach() -> Position? {
        loop.checkIsolated()
        guard let attachment = connection?.attachment else { return nil }
        attachment.detach()
        return attachment.lastPosition
    }

    /// How far the client has been served of the channel it follows; nil where it follows none.
    public var position: Position? { connection?.attachment?.position }

    /// Bytes of this client's own, outside of its channel, that the system has not taken yet.
    public var bufferedBytes: Int { connection?.bufferedBytes ?? 0 }

    /// Whether messages may be sent.
    public var isOpen: Bool { if case .open = phase { true } else { false } }

    private func send(_ opcode: WebSocketOpcode, _ payload: [UInt8], _ compressing: Bool) {
        loop.checkIsolated()
        // What waits counts, not the message itself: one larger than the bound could never be sent.
        enforceBound()
        guard isOpen, let connection else { return }
        var payload = payload
        let compressed = compressing && deflate != nil
        if compressed, let deflate {
            payload = loop.core.deflater(windowBits: deflate.serverWindowBits).deflate(payload)
        }
        if payload.count < 16 << 10 {
            connection.write(FrameEncoder.frame(opcode, payload, isCompressed: compressed))
        } else {
            // Not copied behind its header.
            connection.write(
                FrameEncoder.header(opcode, length: payload.count, isCompressed: compressed))
            connection.write(payload)
        }
    }

    /// A client that takes nothing cannot make us keep more than agreed: it is told to come back.
    func enforceBound() {
        guard let connection, connection.bufferedBytes > start.bufferedBytes, !connection.isClosed else { return }
        close(.tryAgainLater, reason: "too slow")
    }
}
