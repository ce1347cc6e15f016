import PerchModel
import PerchSystem

extension LogStore {
    /// Opens the log for writing, after checks that do not depend on its size.
    ///
    /// - Throws: `corrupt` naming the check that failed; nothing is overwritten then.
    static func open(_ folder: LogFolder, durability: SQLiteLogOptions.Durability) throws(PerchError) -> LogStore {
        try checkFile(folder)
        try checkWriteAhead(folder)
        do {
            let connection = try SQLiteConnection(path: folder.log, access: .create)
            try configure(connection, durability)
            try LogSchema.migrate(connection, identity: newIdentity())
            try remember(durability, connection)
            let end = try LogEnd.read(connection)
            // What the last run left in the write-ahead log may never have reached the disk: bring it there before it is served.
            try connection.checkpoint(.truncate)
            try checkSize(connection, folder)
            return try LogStore(connection, end: end)
        } catch let error as SQLiteError {
            throw opening(error)
        } catch {
            throw BatchReader.perchError(error)
        }
    }

    /// What an earlier run cannot have left behind, found before SQLite takes an empty file for a new one.
    private static func checkFile(_ folder: LogFolder) throws(PerchError) {
        let found = try? FileSystem.look(at: folder.log)
        guard let found else { return }
        guard found.kind == .file else {
            throw PerchError(.logFailed, "\(folder.log) is not a file; move it away or name another data folder.")
        }
        if found.bytes > 0, found.bytes < 512 {
            throw LogFault.corrupt("perch.db has only \(found.bytes) bytes, less than a database's header")
        }
        if found.bytes == 0, (try? FileSystem.look(at: folder.derived)) != nil {
            throw LogFault.corrupt("perch.db is empty although the folder was in use")
        }
    }

    /// A killed server's last commits are in the write-ahead log only: they are looked at before SQLite passes over any.
    private static func checkWriteAhead(_ folder: LogFolder) throws(PerchError) {
        let path = folder.log + "-wal"
        guard (try? FileSystem.look(at: path)) != nil else { return }
        let frame: Int?
        do { frame = try WriteAheadFile.damagedFrame(path: path) } catch {
            throw PerchError(.logFailed, "perch.db-wal cannot be read: \(error.reason).")
        }
        guard let frame, !lastRunWasLax(folder) else { return }
        throw LogFault.corrupt(
            "frame \(frame) of perch.db-wal fails its checksum although whole commits follow it")
    }

    /// Without a sync for every commit, a power cut may leave any of the last ones torn, which is no damage.
    private static func lastRunWasLax(_ folder: LogFolder) -> Bool {
        guard let connection = try? SQLiteConnection(path: folder.log, access: .read) else { return false }
        let last = try? connection.text("SELECT value FROM meta WHERE key = 'durability'")
        return last == SQLiteLogOptions.Durability.process.rawValue
    }

    private static func remember(
        _ durability: SQLiteLogOptions.Durability, _ connection: SQLiteConnection
    ) throws(SQLiteError) {
        let sql = "INSERT OR REPLACE INTO meta(key, value) VALUES('durability', ?1)"
        try connection.prepare(sql).bind(durability.rawValue, at: 1).run()
    }

    /// The size of a page of `perch.db`, set when it is made.
    static let bytesOfPage = 8192

    private static func configure(
        _ connection: SQLiteConnection, _ durability: SQLiteLogOptions.Durability
    ) throws(SQLiteError) {
        try connection.execute("PRAGMA page_size = \(bytesOfPage); PRAGMA journal_mode = WAL")
        connection.checkpointByHand()
        try connection.execute(
            """
            PRAGMA synchronous = \(durability == .power ? "FULL" : "NORMAL"); PRAGMA mmap_size = 0;
            PRAGMA cache_size = -32768; PRAGMA journal_size_limit = 67108864; PRAGMA foreign_keys = 0;
            PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = 1
            """)
    }

    private static func checkSize(_ connection: SQLiteConnection, _ folder: LogFolder) throws {
        let pages = try connection.number("PRAGMA page_count") ?? 0
        let pageSize = try connection.number("PRAGMA page_size") ?? 0
        let bytes = try FileSystem.look(at: folder.log)?.bytes ?? 0
        guard bytes == pages * pageSize else {
            throw LogFault.corrupt("perch.db has \(bytes) bytes where its header says \(pages * pageSize)")
        }
        // Rows are never deleted, so no page is ever free; a free list would be a damaged one, and its pages overwritten.
        guard try connection.number("PRAGMA freelist_count") == 0 else {
            throw LogFault.corrupt("perch.db has a list of free pages, which a log never has")
        }
    }

    /// The log's own name, given when it was made.
    func identity() throws(PerchError) -> String {
        do {
            return try connection.text("SELECT value FROM meta WHERE key = 'identity'") ?? ""
        } catch {
            throw LogFault.reading(error)
        }
    }

    /// What a refusal of SQLite means while opening.
    static func opening(_ error: SQLiteError) -> PerchError {
        if error.isCorrupt { return LogFault.corrupt("SQLite says \"\(error.message)\" about perch.db") }
        if error.isFull { return LogFault.diskFull }
        if error.isForbidden {
            return PerchError(
                .logFailed,
                "perch.db cannot be opened for writing; check its owner and rights, and those of the files beside it."
            )
        }
        return PerchError(.logFailed, "perch.db cannot be opened: \(error.message) (SQLite \(error.code)).")
    }

    /// Tells one log from another, so that an index made for another is never used.
    private static func newIdentity() -> String {
        SystemRandom.bytes(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
