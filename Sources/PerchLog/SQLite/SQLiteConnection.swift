import CSQLite
import PerchSystem

/// One connection to a database file, for one thread at a time.
///
/// The only door to the C handle: opened by `init`, closed by `deinit`, which statements keep from happening by holding the connection.
@safe final class SQLiteConnection {
    /// What a connection may do.
    enum Access: Equatable {
        /// Reads and writes, and makes the file where it is missing.
        case create
        /// Reads and writes a file that is there.
        case write
        /// Only reads, and never touches the write-ahead log when it closes.
        case read
    }

    let handle: OpaquePointer
    /// How many pages the write-ahead log has after the last commit; the hook that writes it ends with the connection.
    private let logPages: UnsafeMutablePointer<Int32>

    init(path: String, access: Access) throws(SQLiteError) {
        var opened: OpaquePointer?
        let flags =
            switch access {
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .write: SQLITE_OPEN_READWRITE
            case .read: SQLITE_OPEN_READONLY
            }
        // Every connection stays on one thread, so SQLite need not lock it.
        let code = unsafe sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard let opened = unsafe opened else { throw SQLiteError(code: code, message: "no memory for a connection") }
        unsafe handle = opened
        unsafe logPages = .allocate(capacity: 1)
        unsafe logPages.initialize(to: 0)
        guard code == SQLITE_OK else { throw failure(code) }
        try check(unsafe perch_sqlite_harden(handle))
        if access == .read { try check(unsafe perch_sqlite_leave_log_at_close(handle)) }
        try check(unsafe sqlite3_busy_timeout(handle, 5_000))
    }

    deinit {
        unsafe sqlite3_close_v2(handle)
        unsafe logPages.deallocate()
    }

    // MARK: The write-ahead log

    /// Takes the moving of committed pages into the database into our own hands, see ``checkpoint(_:)``.
    func checkpointByHand() {
        unsafe sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                unsafe context?.assumingMemoryBound(to: Int32.self).pointee = pages
                return SQLITE_OK
            }, logPages)
    }

    /// How many pages the write-ahead log had after the last commit.
    var writeAheadPages: Int { Int(unsafe logPages.pointee) }

    /// How thorough a checkpoint is.
    enum CheckpointMode: Sendable {
        /// Moves what no reader holds back.
        case passive
        /// Waits for readers, and cuts the write-ahead log to nothing.
        case truncate
    }

    /// Moves committed pages from the write-ahead log into the database.
    func checkpoint(_ mode: CheckpointMode) throws(SQLiteError) {
        let mode = mode == .passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE
        try check(unsafe sqlite3_wal_checkpoint_v2(handle, nil, mode, nil, nil))
        unsafe logPages.pointee = 0
    }

    /// Runs statements that give no rows.
    func execute(_ sql: String) throws(SQLiteError) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        if code != SQLITE_OK { throw failure(code) }
    }

    /// Prepares a statement that will be used many times.
    func prepare(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
        try SQLiteStatement(sql, on: self)
    }

    /// The first column of the first row as a number; nil where there is no row.
    func number(_ sql: String) throws(SQLiteError) -> Int64? {
        let statement = try prepare(sql)
        return try statement.step() ? statement.int64(0) : nil
    }

    /// The first column of the first row as text; nil where there is no row or it is null.
    func text(_ sql: String) throws(SQLiteError) -> String? {
        let statement = try prepare(sql)
        return try statement.step() ? statement.text(0) : nil
    }

    /// How many rows the last statement changed.
    var changes: Int { Int(unsafe sqlite3_changes64(handle)) }

    /// Whether a transaction is open; SQLite ends it by itself on some failures.
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// Undoes an open transaction; that it is undone already is no fault.
    func rollBack() {
        if isInTransaction { try? execute("ROLLBACK") }
    }

    func check(_ code: Int32) throws(SQLiteError) {
        if code != SQLITE_OK { throw failure(code) }
    }

    /// The error of the call that has just failed.
    func failure(_ code: Int32) -> SQLiteError {
        let message = unsafe String(cString: sqlite3_errmsg(handle))
        var error = SQLiteError(code: unsafe sqlite3_extended_errcode(handle), message: message)
        if error.code == SQLITE_OK { error = SQLiteError(code: code, message: message) }
        let system = unsafe sqlite3_system_errno(handle)
        error.lastWriteRanOutOfRoom = SystemError(call: "write", code: system).isOutOfRoom
        return error
    }
}
