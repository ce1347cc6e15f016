import PerchModel

extension LogReader {
    /// The last event whose moment is not after a time.
    func seq(at time: Int64, through last: Seq) throws(PerchError) -> Seq {
        guard last > 0 else { return 0 }
        // The moments of rows rise, so the last row that ends by then is found by halving.
        var low: Seq = 0
        var high = last
        while low < high {
            let row = try batches.row(containing: low + (high - low + 1) / 2)
            if row.head.moment <= time { low = min(row.last, last) } else { high = row.first - 1 }
        }
        guard low < last else { return low }
        let next = try batches.row(containing: low + 1)
        return try moments(in: next).lastIndex { $0 <= time }.map { next.first + Int64($0) } ?? low
    }

    /// The log's rising clock at an event, which must exist.
    func moment(of seq: Seq) throws(PerchError) -> Int64 {
        let row = try batches.row(containing: seq)
        if row.last == seq { return row.head.moment }
        return try moments(in: row)[Int(seq - row.first)]
    }

    /// The clock at each event of a row.
    private func moments(in row: BatchRow) throws(PerchError) -> [Int64] {
        var moment =
            row.first > 1 ? try batches.row(containing: row.first - 1).head.moment : Timestamp.earliest.microseconds
        var moments: [Int64] = []
        moments.reserveCapacity(Int(row.head.count))
        for range in try row.checkedLineRanges() {
            guard let fields = LineFields(row.body, in: range),
                let time = Timestamp(iso8601: String(decoding: row.body[fields.time], as: UTF8.self))
            else { throw LogFault.corrupt("a line of the row that begins with event \(row.first) is not an event's") }
            moment = max(moment, min(time.microseconds, row.head.received))
            moments.append(moment)
        }
        return moments
    }
}
