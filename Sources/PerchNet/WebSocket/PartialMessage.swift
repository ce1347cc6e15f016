/// A data message in progress: what has come of it, from one frame or several.
struct PartialMessage {
    let opcode: WebSocketOpcode
    /// There while the message is a compressed one.
    let inflater: MessageInflater?
    private(set) var bytes: [UInt8] = []
    private var validator = UTF8Validator()
    /// Payload bytes announced by frame headers so far, as they are on the wire.
    private var announced: UInt64 = 0
    private let limit: Int

    init(opcode: WebSocketOpcode, inflater: MessageInflater?, limit: Int) {
        self.opcode = opcode
        self.inflater = inflater
        self.limit = limit
    }

    /// A frame of `length` bytes is about to come.
    mutating func announce(_ length: UInt64) -> WebSocketAction? {
        let (total, overflow) = announced.addingReportingOverflow(length)
        guard !overflow, total <= largestOnWire else { return .tooBig(limit) }
        announced = total
        // Room for what is announced, but not more on a stranger's word than a read or two would bring. Fragments that
        // follow grow it by doubling.
        if bytes.isEmpty { bytes.reserveCapacity(Int(min(length, 64 << 10))) }
        return nil
    }

    /// Deflate may lengthen what it cannot compress, but not without end: empty blocks are no way round the limit.
    private var largestOnWire: UInt64 {
        inflater == nil ? UInt64(limit) : UInt64(limit) + UInt64(limit / 8) + 1024
    }

    /// Takes payload bytes as they arrive and judges them at once.
    mutating func take(_ payload: UnsafeBufferPointer<UInt8>) -> WebSocketAction? {
        guard let inflater else { return unsafe append(payload) }
        var failure: WebSocketAction?
        let outcome = unsafe inflater.inflate(payload) { output in
            failure = unsafe append(output)
            return failure == nil
        }
        return failure ?? Self.failure(outcome)
    }

    /// The last frame is in.
    mutating func finish() -> WebSocketAction {
        if let inflater {
            var failure: WebSocketAction?
            let outcome = unsafe inflater.finish { output in
                failure = unsafe append(output)
                return failure == nil
            }
            if let failure = failure ?? Self.failure(outcome) { return failure }
        }
        guard validator.isComplete else { return .notUTF8 }
        return .message(opcode, bytes)
    }

    private mutating func append(_ part: UnsafeBufferPointer<UInt8>) -> WebSocketAction? {
        guard part.count <= limit - bytes.count else { return .tooBig(limit) }
        if opcode == .text, unsafe !validator.accept(part) { return .notUTF8 }
        unsafe bytes.append(contentsOf: part)
        return nil
    }

    private static func failure(_ outcome: MessageInflater.Outcome) -> WebSocketAction? {
        if case .corrupt = outcome { .fail(.invalidPayload, reason: "not a deflated message") } else { nil }
    }
}

extension WebSocketAction {
    static let notUTF8 = WebSocketAction.fail(.invalidPayload, reason: "text is not UTF-8")

    static func tooBig(_ limit: Int) -> WebSocketAction {
        .fail(.messageTooBig, reason: "a message is at most \(limit) bytes")
    }
}
