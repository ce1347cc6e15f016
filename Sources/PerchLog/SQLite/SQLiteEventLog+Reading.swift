public import PerchModel

extension SQLiteEventLog {
    /// About how many bytes one answer has.
    static let linesBytes = 1 << 20

    /// The lines after a number; see ``EventReading/lines(after:limit:)``.
    public func lines(after seq: Seq, limit: Int) async throws(PerchError) -> (first: Seq, lines: EncodedLines) {
        let first = max(seq, 0) + 1
        let last = last
        guard first <= last, limit > 0 else { return (first, EncodedLines()) }
        let lines = try await cores.readers.ask { reader throws(PerchError) in
            try reader.lines(from: first, through: last, limit: limit, maxBytes: Self.linesBytes)
        }
        return (first, lines)
    }

    /// One page; see ``EventReading/page(_:)``.
    public func page(_ query: EventQuery) async throws(PerchError) -> EventPage {
        let last = last
        return try await cores.readers.ask { reader throws(PerchError) in try reader.page(query, through: last) }
    }

    /// The last event that had happened by a time; see ``EventReading/seq(at:)``.
    public func seq(at time: Timestamp) async throws(PerchError) -> Seq {
        let last = last
        return try await cores.readers.ask { reader throws(PerchError) in
            try reader.seq(at: time.microseconds, through: last)
        }
    }

    /// The log's rising clock at an event; see ``EventReading/moment(of:)``.
    public func moment(of seq: Seq) async throws(PerchError) -> Timestamp? {
        guard seq >= 1, seq <= last else { return nil }
        return try await cores.readers.ask { reader throws(PerchError) in
            Timestamp(microseconds: try reader.moment(of: seq))
        }
    }
}
