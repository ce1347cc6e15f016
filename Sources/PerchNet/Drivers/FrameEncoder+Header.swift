extension FrameEncoder {
    /// The header of one unmasked frame that is a whole message, for a payload that is sent behind it without a copy.
    static func header(_ opcode: WebSocketOpcode, length: Int, isCompressed: Bool) -> [UInt8] {
        let header = FrameHeader(opcode: opcode, length: length, isFinal: true, isCompressed: isCompressed)
        return unsafe [UInt8](unsafeUninitializedCapacity: header.encodedCount) { buffer, count in
            unsafe header.encode(into: UnsafeMutableRawBufferPointer(buffer))
            count = header.encodedCount
        }
    }
}
