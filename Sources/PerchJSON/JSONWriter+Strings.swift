internal import CSimdjson

extension JSONWriter {
    /// Writes a string.
    public mutating func value(_ value: String) {
        separate()
        quote(value)
    }

    /// Writes an array of strings.
    public mutating func value(_ values: [String]) {
        array { writer in
            for value in values { writer.value(value) }
        }
    }

    /// Writes the key of the member whose value is written next.
    public mutating func key(_ key: StaticString) {
        separate()
        key.withUTF8Buffer { unsafe quote($0) }
        colon()
    }

    /// Writes the key of the member whose value is written next.
    public mutating func key(_ key: String) {
        separate()
        quote(key)
        colon()
    }

    private mutating func quote(_ string: String) {
        var string = string
        string.withUTF8 { unsafe quote($0) }
    }

    /// Runs of bytes that may stand as they are, which is nearly always all of them, are appended in one piece.
    mutating func quote(_ utf8: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var rest = unsafe utf8
        while !rest.isEmpty {
            let plain = unsafe perch_json_plain_prefix(rest.baseAddress, rest.count)
            unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: rest[..<plain]))
            guard plain < rest.count else { break }
            escape(unsafe rest[plain])
            unsafe rest = UnsafeBufferPointer(rebasing: rest[(plain + 1)...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// RFC 8259, section 7: the two-character escapes where there are such, `\u00XX` for the other controls.
    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x22, 0x5C: bytes.append(byte)
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(Self.digit(byte >> 4))
            bytes.append(Self.digit(byte & 15))
        }
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }
}
