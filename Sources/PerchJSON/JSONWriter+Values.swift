internal import CSimdjson

extension JSONWriter {
    /// Writes a whole number.
    public mutating func value(_ value: Int64) {
        unsafe token(atMost: 32) { unsafe perch_json_write_int64(value, $0) }
    }

    /// Writes a whole number.
    public mutating func value(_ value: Int) {
        self.value(Int64(value))
    }

    /// Writes a whole number.
    public mutating func value(_ value: UInt64) {
        unsafe token(atMost: 32) { unsafe perch_json_write_uint64(value, $0) }
    }

    /// Writes a number with the fewest digits that read back as the same double; what is not finite becomes `null`.
    public mutating func value(_ value: Double) {
        guard value.isFinite else { return null() }
        unsafe token(atMost: 32) { unsafe perch_json_write_double(value, $0) }
    }

    /// Writes `true` or `false`.
    public mutating func value(_ value: Bool) {
        separate()
        append(value ? "true" : "false")
    }

    /// Writes `null`.
    public mutating func null() {
        separate()
        append("null")
    }

    /// Writes a value that is JSON already.
    public mutating func raw(_ text: JSONText) {
        separate()
        bytes.append(contentsOf: text.bytes)
    }

    /// Writes bytes the caller knows to be one JSON value without a line feed.
    public mutating func raw(_ bytes: [UInt8]) {
        separate()
        self.bytes.append(contentsOf: bytes)
    }

    /// Writes bytes the caller knows to be one JSON value without a line feed.
    public mutating func raw(_ bytes: ArraySlice<UInt8>) {
        separate()
        self.bytes.append(contentsOf: bytes)
    }

    /// Writes a JSON value that stands in the source.
    public mutating func raw(_ json: StaticString) {
        separate()
        append(json)
    }

    private mutating func append(_ ascii: StaticString) {
        ascii.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }
}
