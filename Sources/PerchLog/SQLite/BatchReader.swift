import PerchModel

/// Reads rows of the log and checks every one: its checksum, and that rows follow one another without a hole.
///
/// Confined to the thread of its connection.
final class BatchReader {
    let connection: SQLiteConnection
    private let ascending: SQLiteStatement
    private let containing: SQLiteStatement

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        self.connection = connection
        let columns = "first, count, received, moment, crc, body"
        ascending = try connection.prepare(
            """
            SELECT \(columns) FROM batch
            WHERE first >= (SELECT max(first) FROM batch WHERE first <= ?1) ORDER BY first
            """)
        containing = try connection.prepare(
            "SELECT \(columns) FROM batch WHERE first <= ?1 ORDER BY first DESC LIMIT 1")
    }

    /// The row an event is in. The event must exist.
    func row(containing seq: Seq) throws(PerchError) -> BatchRow {
        do {
            containing.bind(seq, at: 1)
            defer { containing.reset() }
            guard try containing.step() else { throw LogFault.corrupt("the row of event \(seq) is missing") }
            let row = try Self.row(containing)
            guard row.last >= seq else { throw LogFault.corrupt("the row of event \(seq) is missing") }
            return row
        } catch {
            throw Self.perchError(error)
        }
    }

    /// Gives the rows from the one that holds `first` to the one that holds `last`, which must exist, until the body says stop.
    func rows(
        from first: Seq, through last: Seq, _ body: (BatchRow) throws(PerchError) -> Bool
    ) throws(PerchError) {
        guard first <= last else { return }
        do {
            ascending.bind(first, at: 1)
            defer { ascending.reset() }
            var next: Seq?
            while next ?? first <= last {
                guard try ascending.step() else {
                    throw LogFault.corrupt("the row of event \(next ?? first) is missing")
                }
                let row = try Self.row(ascending)
                guard row.first == next ?? row.first, row.last >= first, row.first <= next ?? first else {
                    throw LogFault.corrupt("the row of event \(next ?? first) is missing")
                }
                next = row.last + 1
                guard try body(row) else { return }
            }
        } catch {
            throw Self.perchError(error)
        }
    }

    /// Gives the rows from the one that holds `last` back to the one that holds `first`, which must exist, until the body says stop.
    func rows(
        backFrom last: Seq, downTo first: Seq, _ body: (BatchRow) throws(PerchError) -> Bool
    ) throws(PerchError) {
        var seq = last
        while seq >= first, seq >= 1 {
            let row = try row(containing: seq)
            guard row.last == seq || seq == last else { throw LogFault.corrupt("the row of event \(seq) is missing") }
            guard try body(row) else { return }
            seq = row.first - 1
        }
    }

    /// The row of the statement, after its checks.
    private static func row(_ statement: SQLiteStatement) throws(PerchError) -> BatchRow {
        let head = BatchRow.Head(
            first: statement.int64(0), count: statement.int64(1), received: statement.int64(2),
            moment: statement.int64(3))
        let row = BatchRow(head: head, body: statement.bytes(5))
        let sound = statement.isInteger(4) && BatchRow.checksum(of: head, body: row.body) == statement.int64(4)
        guard sound, head.first >= 1, head.count >= 1 else {
            throw LogFault.corrupt("the checksum of the row that begins with event \(head.first) does not match")
        }
        return row
    }

    static func perchError(_ error: any Error) -> PerchError {
        switch error {
        case let error as PerchError: error
        case let error as SQLiteError: LogFault.reading(error)
        default: PerchError(.internalError, "Reading the log failed: \(error).")
        }
    }
}
