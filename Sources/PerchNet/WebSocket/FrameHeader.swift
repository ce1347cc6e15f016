/// The header of one frame (RFC 6455 5.2).
///
/// Reading: wslay frames what comes in, but tells of a frame only with its first payload byte; what must be judged
/// before the payload comes (size, masking, reserved bits) is judged here.
struct FrameHeader: Equatable {
    static let largestCount = 14

    var isFinal: Bool
    /// RSV1, RSV2, RSV3 as the bits 4, 2, 1.
    var reserved: UInt8
    var opcode: UInt8
    var isMasked: Bool
    var length: UInt64

    init(opcode: WebSocketOpcode, length: Int, isFinal: Bool, isCompressed: Bool, isMasked: Bool = false) {
        self.isFinal = isFinal
        reserved = isCompressed ? 0x4 : 0
        self.opcode = opcode.rawValue
        self.isMasked = isMasked
        self.length = UInt64(length)
    }

    // MARK: reading

    /// The size of the header that starts with these two bytes.
    static func count(_ first: UInt8, _ second: UInt8) -> Int {
        let extended =
            switch second & 0x7F {
            case 126: 2
            case 127: 8
            default: 0
            }
        return 2 + extended + (second & 0x80 != 0 ? 4 : 0)
    }

    /// Reads a complete header, whose size `count` told.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        isFinal = unsafe bytes[0] & 0x80 != 0
        reserved = unsafe (bytes[0] >> 4) & 0x7
        opcode = unsafe bytes[0] & 0xF
        isMasked = unsafe bytes[1] & 0x80 != 0
        let short = unsafe bytes[1] & 0x7F
        length = UInt64(short)
        guard short > 125 else { return }
        length = unsafe bytes[2..<(short == 126 ? 4 : 10)].reduce(0) { $0 << 8 | UInt64($1) }
    }

    // MARK: writing

    /// The size of the header without a masking key, which follows it where there is one.
    var encodedCount: Int {
        switch length {
        case ...125: 2
        case ...0xFFFF: 4
        default: 10
        }
    }

    /// Writes `encodedCount` bytes.
    func encode(into memory: UnsafeMutableRawBufferPointer) {
        let mask: UInt8 = isMasked ? 0x80 : 0
        unsafe memory[0] = (isFinal ? 0x80 : 0) | reserved << 4 | opcode
        switch encodedCount {
        case 2:
            unsafe memory[1] = mask | UInt8(length)
        case 4:
            unsafe memory[1] = mask | 126
            unsafe memory.storeBytes(of: UInt16(length).bigEndian, toByteOffset: 2, as: UInt16.self)
        default:
            unsafe memory[1] = mask | 127
            unsafe memory.storeBytes(of: length.bigEndian, toByteOffset: 2, as: UInt64.self)
        }
    }
}
