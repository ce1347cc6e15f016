import PerchModel

/// Where the log ends: the last row, and with it the next number and the clocks that must not go back.
///
/// It is stored in a table of its own beside the rows, so that a last row that got lost is missed.
struct LogEnd: Equatable {
    /// The first event of the last row; 0 in an empty log.
    var first: Seq = 0
    var last: Seq = 0
    var received: Int64 = Timestamp.earliest.microseconds
    var moment: Int64 = Timestamp.earliest.microseconds

    var checksum: Int64 {
        var sum = Checksum()
        for number in [first, last, received, moment] { sum.add(number) }
        return sum.value
    }

    mutating func advance(over row: BatchRow.Head) {
        first = row.first
        last = row.last
        received = row.received
        moment = row.moment
    }

    /// Reads the end and compares it with the last rows.
    ///
    /// - Throws: `corrupt` where they do not fit together.
    static func read(_ connection: SQLiteConnection) throws(PerchError) -> LogEnd {
        do {
            let statement = try connection.prepare("SELECT first, last, received, moment, crc FROM head WHERE id = 1")
            var end = LogEnd()
            if try statement.step() {
                end = LogEnd(
                    first: statement.int64(0), last: statement.int64(1), received: statement.int64(2),
                    moment: statement.int64(3))
                guard end.checksum == statement.int64(4) else {
                    throw LogFault.corrupt("the checksum of the log's end does not match")
                }
            }
            statement.reset()
            try compare(end, connection)
            return end
        } catch {
            throw BatchReader.perchError(error)
        }
    }

    private static func compare(_ end: LogEnd, _ connection: SQLiteConnection) throws {
        let highest = try connection.number("SELECT max(first) FROM batch") ?? 0
        guard highest == end.first else {
            throw LogFault.corrupt(
                "the log should end with the row of event \(end.first), the last row found is that of event \(highest)")
        }
        guard end.last > 0 else { return }
        let reader = try BatchReader(connection)
        var newest: BatchRow.Head?
        var rows = 0
        try reader.rows(backFrom: end.last, downTo: 1) { row throws(PerchError) in
            newest = newest ?? row.head
            rows += 1
            return rows < 4
        }
        guard let newest, newest.last == end.last, newest.moment == end.moment, newest.received == end.received else {
            throw LogFault.corrupt("the last row does not fit the log's end")
        }
    }
}
