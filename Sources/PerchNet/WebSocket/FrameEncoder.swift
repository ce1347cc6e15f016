/// Writes frames into byte buffers: unmasked for a server, masked with a given key for a client.
public struct FrameEncoder: Sendable {
    /// The most a control frame carries (RFC 6455 5.5).
    public static let largestControlPayload = 125

    /// The bytes appended so far.
    public var bytes: [UInt8] = []

    /// An encoder whose buffer has room for `reserving` bytes.
    public init(reserving: Int = 0) {
        bytes.reserveCapacity(reserving)
    }

    /// Appends one frame.
    /// - Parameters:
    ///   - key: The masking key in wire order; nil for a server. A client draws a fresh unpredictable one for each
    ///     frame (RFC 6455 5.3).
    ///   - isFinal: False for all fragments of a message but the last.
    ///   - isCompressed: Sets RSV1; only for the first frame of a message made by a `MessageDeflater`.
    /// - Precondition: The payload of a control frame is at most 125 bytes; it is cut there otherwise.
    public mutating func append(
        _ opcode: WebSocketOpcode, _ payload: some Collection<UInt8>, key: UInt32? = nil, isFinal: Bool = true,
        isCompressed: Bool = false
    ) {
        let count = opcode.isControl ? min(payload.count, Self.largestControlPayload) : payload.count
        let header = FrameHeader(
            opcode: opcode, length: count, isFinal: isFinal, isCompressed: isCompressed, isMasked: key != nil)
        unsafe withUnsafeTemporaryAllocation(byteCount: header.encodedCount, alignment: 1) { memory in
            unsafe header.encode(into: memory)
            unsafe bytes.append(contentsOf: memory)
        }
        let mask = key.map { key in unsafe withUnsafeBytes(of: key) { unsafe [UInt8]($0) } }
        if let mask { bytes.append(contentsOf: mask) }
        let start = bytes.count
        bytes.append(contentsOf: payload.prefix(count))
        if let mask { Self.mask(&bytes, from: start, with: mask) }
    }

    /// Appends a close frame. A code that may not be on the wire is left out, and so is the reason then; a reason that
    /// is too long is cut between two characters.
    public mutating func appendClose(_ code: CloseCode?, reason: String = "", key: UInt32? = nil) {
        append(.close, Self.closePayload(code, reason: reason), key: key)
    }

    /// The bytes of one unmasked frame that is a whole message.
    public static func frame(_ opcode: WebSocketOpcode, _ payload: [UInt8], isCompressed: Bool = false) -> [UInt8] {
        var encoder = FrameEncoder(reserving: payload.count + 10)
        encoder.append(opcode, payload, isCompressed: isCompressed)
        return encoder.bytes
    }

    static func closePayload(_ code: CloseCode?, reason: String) -> [UInt8] {
        guard let code, code.mayBeSent else { return [] }
        var payload = [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)]
        for character in reason.unicodeScalars {
            let encoded = UTF8.encode(character).map { Array($0) } ?? []
            guard payload.count + encoded.count <= largestControlPayload else { break }
            payload += encoded
        }
        return payload
    }

    /// RFC 6455 5.3, eight bytes at a time.
    private static func mask(_ bytes: inout [UInt8], from start: Int, with key: [UInt8]) {
        unsafe bytes.withUnsafeMutableBytes { all in
            let memory = unsafe UnsafeMutableRawBufferPointer(rebasing: all[start...])
            let half = UInt64(unsafe key.withUnsafeBytes { unsafe $0.loadUnaligned(as: UInt32.self) })
            let word = half << 32 | half
            var offset = 0
            while offset + 8 <= memory.count {
                let masked = unsafe memory.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ word
                unsafe memory.storeBytes(of: masked, toByteOffset: offset, as: UInt64.self)
                offset += 8
            }
            while offset < memory.count {
                unsafe memory[offset] ^= key[offset % 4]
                offset += 1
            }
        }
    }
}
