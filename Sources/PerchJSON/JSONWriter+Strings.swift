internal import CSimdjson

extension JSONWriter {
    /// Writes a string.
    public mutating func value(_ value: String) {
        var value = value
        value.withUTF8 { unsafe string($0) }
    }

    /// Writes an array of strings.
    public mutating func value(_ values: [String]) {
        array { writer in
            for value in values { writer.value(value) }
        }
    }

    /// Writes the key of the member whose value is written next.
    public mutating func key(_ key: StaticString) {
        key.withUTF8Buffer { unsafe string($0, isKey: true) }
    }

    /// Writes the key of the member whose value is written next.
    public mutating func key(_ key: String) {
        var key = key
        key.withUTF8 { unsafe string($0, isKey: true) }
    }

    /// Above this length a string is written in pieces rather than given six times its length of room at once.
    private static let short = 64

    /// Writes UTF-8 as a string and, for a key, the colon. A string is nearly always short, and is then one append.
    mutating func string(_ utf8: UnsafeBufferPointer<UInt8>, isKey: Bool = false) {
        if utf8.count <= Self.short {
            unsafe token(atMost: 6 * utf8.count + 3) { output in
                let count = unsafe perch_json_write_string(utf8.baseAddress, utf8.count, output)
                unsafe output[count] = UInt8(ascii: ":")
                return isKey ? count + 1 : count
            }
        } else {
            unsafe long(utf8)
            if isKey { bytes.append(UInt8(ascii: ":")) }
        }
        if isKey { colon() }
    }

    /// Runs of bytes that may stand as they are are appended in one piece each.
    private mutating func long(_ utf8: UnsafeBufferPointer<UInt8>) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var rest = unsafe utf8
        while !rest.isEmpty {
            let plain = unsafe perch_json_plain_prefix(rest.baseAddress, rest.count)
            unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: rest[..<plain]))
            unsafe rest = UnsafeBufferPointer(rebasing: rest[plain...])
            guard !rest.isEmpty else { break }
            escape(unsafe rest[0])
            unsafe rest = UnsafeBufferPointer(rebasing: rest[1...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes the escape of one byte: what the C side writes for it as a string, without the quotes.
    private mutating func escape(_ byte: UInt8) {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8) { room in
            guard let start = room.baseAddress else { return }
            let count = unsafe withUnsafePointer(to: byte) { unsafe perch_json_write_string($0, 1, start) }
            unsafe bytes.append(contentsOf: room[1..<(count - 1)])
        }
    }
}
