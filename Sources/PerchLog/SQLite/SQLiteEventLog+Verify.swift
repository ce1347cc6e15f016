public import PerchModel
import PerchSystem

/// What a log was found to hold.
public struct LogReport: Sendable, Equatable {
    /// How many events.
    public var events: Seq = 0
    /// In how many rows.
    public var rows = 0
    /// How many bytes their lines have.
    public var bytes: Int64 = 0
    /// How many senders' ids are remembered.
    public var ids = 0
    /// How many tailed files are remembered.
    public var marks = 0
}

extension SQLiteEventLog {
    /// Checks every byte of a folder's log: SQLite's own structure, every checksum, and that no number is missing.
    ///
    /// Blocks, for about a second for a million events. It only reads, and may run beside a server; `progress` gets the share done.
    /// - Throws: `corrupt` naming the first check that failed, `notFound` where there is no log.
    public static func verify(
        folder: String, progress: (Double) -> Void = { _ in }
    ) throws(PerchError) -> LogReport {
        let path = LogFolder.log(in: folder)
        guard (try? FileSystem.look(at: path))?.kind == .file else {
            throw PerchError(.notFound, "There is no log in \(folder).")
        }
        do {
            let connection = try SQLiteConnection(path: path, access: .read)
            var verifier = LogVerifier(connection)
            return try verifier.run(progress)
        } catch {
            throw BatchReader.perchError(error)
        }
    }
}

/// Walks through a whole log in one reading transaction, so that a server may go on writing.
struct LogVerifier {
    private let connection: SQLiteConnection
    private var report = LogReport()

    init(_ connection: SQLiteConnection) {
        self.connection = connection
    }

    mutating func run(_ progress: (Double) -> Void) throws -> LogReport {
        try connection.execute("BEGIN")
        defer { connection.rollBack() }
        guard try connection.number("PRAGMA application_id") == LogSchema.applicationID else {
            throw LogFault.corrupt("perch.db is not a log of Perch")
        }
        let verdict = try connection.text("PRAGMA integrity_check(1)") ?? ""
        guard verdict == "ok" else { throw LogFault.corrupt("SQLite's integrity check says \"\(verdict)\"") }
        let end = try LogEnd.read(connection)
        try checkRows(end, progress)
        try checkIDs(end)
        try checkMarks()
        progress(1)
        return report
    }

    private mutating func checkRows(_ end: LogEnd, _ progress: (Double) -> Void) throws {
        var report = report
        var moment = Int64.min
        try BatchReader(connection).rows(from: 1, through: end.last) { row throws(PerchError) in
            _ = try row.checkedLineRanges()
            guard row.first == report.events + 1, row.head.moment >= moment else {
                throw LogFault.corrupt("the row that begins with event \(row.first) is out of order")
            }
            moment = row.head.moment
            report.events = row.last
            report.rows += 1
            report.bytes += Int64(row.body.count)
            if report.rows % 64 == 0 { progress(0.9 * Double(row.last) / Double(max(end.last, 1))) }
            return true
        }
        self.report = report
    }

    private mutating func checkIDs(_ end: LogEnd) throws {
        let ids = try connection.prepare("SELECT id, seq, crc FROM sender_id")
        while try ids.step() {
            let seq = ids.int64(1)
            guard let id = ids.text(0), SenderID.checksum(id, seq) == ids.int64(2), seq >= 1, seq <= end.last else {
                throw LogFault.corrupt("the checksum of a sender's id does not match")
            }
            report.ids += 1
        }
    }

    private mutating func checkMarks() throws {
        let marks = try connection.prepare("SELECT file, identity, offset, crc FROM tail_mark")
        while try marks.step() {
            let mark = TailMark(file: marks.text(0) ?? "", identity: marks.text(1) ?? "", offset: marks.int64(2))
            guard mark.checksum == marks.int64(3) else {
                throw LogFault.corrupt("the checksum of a tailed file's mark does not match")
            }
            report.marks += 1
        }
    }
}
