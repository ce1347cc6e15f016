/// Checks UTF-8 as it arrives, in any pieces, and fails at the first byte that cannot be part of it (RFC 3629 4).
public struct UTF8Validator: Equatable, Sendable {
    private var needed: UInt8 = 0
    /// What the next continuation byte may be: narrower after E0, ED, F0 and F4, so that overlong forms, surrogates
    /// and what lies beyond U+10FFFF fail at their second byte.
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    /// A validator at the start of a text.
    public init() {}

    /// Whether the text may end here: no character is half seen.
    public var isComplete: Bool { needed == 0 }

    /// Takes the next bytes; false as soon as one of them is wrong.
    public mutating func accept(_ bytes: Span<UInt8>) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { unsafe accept($0) }
    }

    mutating func accept(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            if needed == 0 {
                index = unsafe Self.endOfASCII(bytes, from: index)
                guard index < bytes.count else { return true }
                guard unsafe begin(bytes[index]) else { return false }
            } else {
                guard unsafe (lowest...highest).contains(bytes[index]) else { return false }
                (lowest, highest) = (0x80, 0xBF)
                needed -= 1
            }
            index += 1
        }
        return true
    }

    private mutating func begin(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xC2...0xDF: needed = 1
        case 0xE0: (needed, lowest) = (2, 0xA0)
        case 0xED: (needed, highest) = (2, 0x9F)
        case 0xE1...0xEF: needed = 2
        case 0xF0: (needed, lowest) = (3, 0x90)
        case 0xF1...0xF3: needed = 3
        case 0xF4: (needed, highest) = (3, 0x8F)
        default: return false
        }
        return true
    }

    /// Most text is ASCII: eight bytes at a time.
    private static func endOfASCII(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        let raw = UnsafeRawBufferPointer(bytes)
        while index + 8 <= raw.count,
            unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
            index += 8
        }
        while index < raw.count, unsafe raw[index] < 0x80 { index += 1 }
        return index
    }
}
