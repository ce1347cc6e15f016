internal import CSimdjson

/// The lines of newline-delimited JSON that are not blank, as ranges of the bytes, without their line ends.
///
/// A line ends with a line feed, before which a carriage return may stand, or with the bytes themselves.
public func lines(of ndjson: [UInt8], in range: Range<Int>? = nil) -> JSONLines {
    let range = range ?? ndjson.indices
    precondition(range.lowerBound >= 0 && range.upperBound <= ndjson.count, "range outside of the bytes")
    return JSONLines(bytes: ndjson, range: range)
}

/// The number, counted from 1 and with blank lines, of the line in which a byte stands; for messages.
public func lineNumber(at offset: Int, of ndjson: [UInt8]) -> Int {
    ndjson[..<offset].reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
}

/// A sequence of line ranges; see `lines(of:in:)`.
public struct JSONLines: Sequence, Sendable {
    let bytes: [UInt8]
    let range: Range<Int>

    /// An iterator over the lines.
    public func makeIterator() -> Iterator {
        Iterator(bytes: bytes, rest: range)
    }

    /// Gives the lines in order.
    public struct Iterator: IteratorProtocol, Sendable {
        let bytes: [UInt8]
        var rest: Range<Int>

        /// The next line that is not blank, nil after the last.
        public mutating func next() -> Range<Int>? {
            while !rest.isEmpty {
                let end = lineEnd()
                let line = trimmed(rest.lowerBound..<end)
                rest = rest.dropFirst(end + 1 - rest.lowerBound)
                if !line.isEmpty { return line }
            }
            return nil
        }

        private func lineEnd() -> Int {
            let count = unsafe bytes.withUnsafeBufferPointer { buffer in
                unsafe perch_json_line_feed(buffer.baseAddress.map { unsafe $0 + rest.lowerBound }, rest.count)
            }
            return rest.lowerBound + count
        }

        /// White space around a value means nothing (RFC 8259, section 2), and a line of nothing else is blank.
        private func trimmed(_ line: Range<Int>) -> Range<Int> {
            var (start, end) = (line.lowerBound, line.upperBound)
            while start < end, Self.isBlank(bytes[end - 1]) { end -= 1 }
            while start < end, Self.isBlank(bytes[start]) { start += 1 }
            return start..<end
        }

        private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    }
}
