internal import CSimdjson

extension JSONWriter {
    /// Writes a whole number.
    public mutating func value(_ value: Int64) {
        separate()
        unsafe number { unsafe perch_json_write_int64(value, $0) }
    }

    /// Writes a whole number.
    public mutating func value(_ value: Int) {
        self.value(Int64(value))
    }

    /// Writes a whole number.
    public mutating func value(_ value: UInt64) {
        separate()
        unsafe number { unsafe perch_json_write_uint64(value, $0) }
    }

    /// Writes a number with the fewest digits that read back as the same double; what is not finite becomes `null`.
    public mutating func value(_ value: Double) {
        guard value.isFinite else { return null() }
        separate()
        unsafe number { unsafe perch_json_write_double(value, $0) }
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

    /// Appends what the function writes, without a string in between.
    @inline(__always)
    private mutating func number(_ write: (UnsafeMutablePointer<UInt8>) -> Int) {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { room in
            guard let start = room.baseAddress else { return }
            let count = unsafe write(start)
            unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
        }
    }
}
