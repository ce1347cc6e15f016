import PerchModel

/// One row of the log: a run of events that follow one another, with the bytes of their lines.
struct BatchRow {
    /// The row without its lines.
    struct Head: Equatable {
        var first: Seq
        var count: Int64
        /// When its events were received.
        var received: Int64
        /// The log's rising clock at its last event.
        var moment: Int64

        var last: Seq { first + count - 1 }
    }

    let head: Head
    /// The lines, each with its newline.
    let body: [UInt8]

    var first: Seq { head.first }
    var last: Seq { head.last }

    /// At most so much goes into one row, so that reading one event never means reading very many.
    static let maxCount = 128
    static let maxBytes = 64 << 10

    /// The checksum over everything the row says.
    static func checksum(of head: Head, body: [UInt8], in range: Range<Int>? = nil) -> Int64 {
        var sum = Checksum()
        sum.add(head.first)
        sum.add(head.count)
        sum.add(head.received)
        sum.add(head.moment)
        sum.add(body, in: range)
        return sum.value
    }

    /// The ranges of the lines in ``body``, without their newlines.
    func lineRanges() -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(Int(head.count))
        var start = 0
        while start < body.count {
            let end = body.lineEnd(from: start)
            ranges.append(start..<end)
            start = end + 1
        }
        return ranges
    }
}
