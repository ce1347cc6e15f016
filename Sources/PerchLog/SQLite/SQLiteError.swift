import CSQLite

/// A refusal of SQLite: its extended code and its own words, which name tables and columns but no values.
struct SQLiteError: Error, Equatable, Sendable {
    let code: Int32
    let message: String

    private var primary: Int32 { code & 0xFF }

    /// There is no room, on the disk or under a limit.
    var isFull: Bool {
        // A write that is cut short by a quota or a file size limit comes back as an I/O error of the write.
        primary == SQLITE_FULL || code == SQLITE_IOERR | (3 << 8) && lastWriteRanOutOfRoom
    }

    /// The file's bytes are not those of a sound database.
    var isCorrupt: Bool { primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB }

    /// The system does not let this user write to the file.
    var isForbidden: Bool { primary == SQLITE_READONLY || primary == SQLITE_PERM || primary == SQLITE_CANTOPEN }

    /// Whether the system said "no room" to the write that failed.
    var lastWriteRanOutOfRoom = false
}

extension SQLiteError {
    /// The code of a malformed database.
    static var corruptCode: Int32 { SQLITE_CORRUPT }
}
