import PerchModel

/// The writing half of `perch.db`: numbers events, makes rows of them and commits them. Confined to the writer's thread.
final class LogStore {
    /// What one caller wants stored.
    struct Request {
        let entries: [Entry]
        let mark: TailMark?
    }

    /// What one commit has stored.
    struct Outcome {
        var receipts: [Receipt]
        /// Nil where every event was a duplicate.
        var batch: Batch?
    }

    let connection: SQLiteConnection
    private(set) var end: LogEnd
    private let insertRow: SQLiteStatement
    private let setEnd: SQLiteStatement
    private let insertID: SQLiteStatement
    private let findID: SQLiteStatement
    private let setMark: SQLiteStatement

    init(_ connection: SQLiteConnection, end: LogEnd) throws(SQLiteError) {
        self.connection = connection
        self.end = end
        insertRow = try connection.prepare(
            "INSERT INTO batch(first, count, received, moment, crc, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6)")
        setEnd = try connection.prepare(
            "INSERT OR REPLACE INTO head(id, first, last, received, moment, crc) VALUES(1, ?1, ?2, ?3, ?4, ?5)")
        insertID = try connection.prepare("INSERT OR IGNORE INTO sender_id(id, seq, crc) VALUES(?1, ?2, ?3)")
        findID = try connection.prepare("SELECT seq, crc FROM sender_id WHERE id = ?1")
        setMark = try connection.prepare(
            "INSERT OR REPLACE INTO tail_mark(file, identity, offset, crc) VALUES(?1, ?2, ?3, ?4)")
    }

    /// Stores all requests in one transaction; when it throws, none is stored and the next may be tried.
    func commit(_ requests: [Request], now: Timestamp) throws -> Outcome {
        // By the log's clocks nothing is received before what came earlier, whatever the wall clock does.
        let received = max(now.microseconds, end.received)
        var group = RowGroup(after: end, received: received, expecting: requests)
        try connection.execute("BEGIN IMMEDIATE")
        do {
            let receipts = try requests.map { try number($0, into: &group) }
            try store(&group)
            try connection.execute("COMMIT")
            end = group.end
            return Outcome(receipts: receipts, batch: group.batch)
        } catch {
            connection.rollBack()
            throw error
        }
    }

    /// Gives a request's entries their numbers and sets its mark.
    private func number(_ request: Request, into group: inout RowGroup) throws -> Receipt {
        var tally = ReceiptTally()
        for entry in request.entries {
            if let id = entry.draft.id, let earlier = try claim(id, for: group.next) {
                tally.addDuplicate(earlier)
            } else {
                tally.addNew(group.next)
                group.append(entry)
            }
        }
        if let mark = request.mark {
            setMark.bind(mark.file, at: 1).bind(mark.identity, at: 2).bind(mark.offset, at: 3)
            try setMark.bind(mark.checksum, at: 4).run()
        }
        return tally.receipt
    }

    /// Notes an id's event; where the id was noted before, returns that event and changes nothing.
    private func claim(_ id: String, for seq: Seq) throws -> Seq? {
        try insertID.bind(id, at: 1).bind(seq, at: 2).bind(SenderID.checksum(id, seq), at: 3).run()
        guard connection.changes == 0 else { return nil }
        findID.bind(id, at: 1)
        defer { findID.reset() }
        guard try findID.step(), SenderID.checksum(id, findID.int64(0)) == findID.int64(1) else {
            throw LogFault.corrupt("the checksum of a sender's id does not match")
        }
        return findID.int64(0)
    }

    private func store(_ group: inout RowGroup) throws {
        group.finishRow()
        guard !group.rows.isEmpty else { return }
        for row in group.rows {
            insertRow.bind(row.head.first, at: 1).bind(row.head.count, at: 2).bind(row.head.received, at: 3)
            insertRow.bind(row.head.moment, at: 4)
            insertRow.bind(BatchRow.checksum(of: row.head, body: group.lines.bytes, in: row.range), at: 5)
            try insertRow.run(with: group.lines.bytes, in: row.range, at: 6)
        }
        let end = group.end
        setEnd.bind(end.first, at: 1).bind(end.last, at: 2).bind(end.received, at: 3).bind(end.moment, at: 4)
        try setEnd.bind(end.checksum, at: 5).run()
    }
}

/// The table of senders' ids.
enum SenderID {
    static func checksum(_ id: String, _ seq: Seq) -> Int64 {
        var sum = Checksum()
        sum.add(seq)
        sum.add(id)
        return sum.value
    }
}

extension TailMark {
    /// The checksum stored beside a mark.
    var checksum: Int64 {
        var sum = Checksum()
        sum.add(offset)
        sum.add(file)
        sum.add(identity)
        return sum.value
    }
}
