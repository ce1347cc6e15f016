import CSQLite

/// A prepared statement; finalised when it is let go, before its connection.
@safe final class SQLiteStatement {
    private let connection: SQLiteConnection
    private let handle: OpaquePointer

    init(_ sql: String, on connection: SQLiteConnection) throws(SQLiteError) {
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(
            connection.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared = unsafe prepared else { throw connection.failure(code) }
        self.connection = connection
        unsafe handle = prepared
    }

    deinit {
        unsafe sqlite3_finalize(handle)
    }

    // MARK: Binding, columns counted from 1

    @discardableResult
    func bind(_ value: Int64, at index: Int32) -> Self {
        // These cannot fail but for a wrong index or memory, which the step reports.
        _ = unsafe sqlite3_bind_int64(handle, index, value)
        return self
    }

    @discardableResult
    func bind(_ value: String, at index: Int32) -> Self {
        var value = value
        value.withUTF8 { utf8 in
            _ = unsafe perch_sqlite_bind_text(handle, index, utf8.baseAddress, Int32(utf8.count))
        }
        return self
    }

    // MARK: Running

    /// Goes to the next row; false at the end.
    func step() throws(SQLiteError) -> Bool {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let error = connection.failure(code)
            reset()
            throw error
        }
    }

    /// Runs to the end and makes the statement ready for the next time.
    func run() throws(SQLiteError) {
        while try step() {}
        reset()
    }

    /// Runs with a part of some bytes bound that is not copied: it is let go before this returns.
    func run(with bytes: [UInt8], in range: Range<Int>, at index: Int32) throws(SQLiteError) {
        defer { forgetBindings() }
        let outcome = unsafe bytes.withUnsafeBytes { buffer in
            let part = unsafe UnsafeRawBufferPointer(rebasing: buffer[range])
            return Result { () throws(SQLiteError) in
                _ = unsafe perch_sqlite_bind_borrowed(handle, index, part.baseAddress, UInt64(part.count))
                try run()
            }
        }
        try outcome.get()
    }

    /// Runs with two blobs bound that are not copied.
    func run(with first: [UInt8], at index: Int32, and second: [UInt8], at other: Int32) throws(SQLiteError) {
        defer { forgetBindings() }
        let outcome = unsafe first.withUnsafeBytes { first in
            unsafe second.withUnsafeBytes { second in
                Result { () throws(SQLiteError) in
                    _ = unsafe perch_sqlite_bind_borrowed(handle, index, first.baseAddress, UInt64(first.count))
                    _ = unsafe perch_sqlite_bind_borrowed(handle, other, second.baseAddress, UInt64(second.count))
                    try run()
                }
            }
        }
        try outcome.get()
    }

    /// Gives the rows of a question that has some bytes bound; they are not copied.
    func rows(with bytes: [UInt8], at index: Int32, _ body: (SQLiteStatement) -> Void) throws(SQLiteError) {
        defer { forgetBindings() }
        let outcome = unsafe bytes.withUnsafeBytes { buffer in
            Result { () throws(SQLiteError) in
                _ = unsafe perch_sqlite_bind_borrowed(handle, index, buffer.baseAddress, UInt64(buffer.count))
                while try step() { body(self) }
            }
        }
        try outcome.get()
    }

    /// Ends the reading of rows, so that it holds back no checkpoint.
    func reset() {
        unsafe sqlite3_reset(handle)
    }

    private func forgetBindings() {
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_clear_bindings(handle)
    }

    // MARK: Columns of the row, counted from 0

    func int64(_ column: Int32) -> Int64 {
        unsafe sqlite3_column_int64(handle, column)
    }

    /// Whether the column holds a number and not something a damaged file made of it.
    func isInteger(_ column: Int32) -> Bool {
        unsafe sqlite3_column_type(handle, column) == SQLITE_INTEGER
    }

    func text(_ column: Int32) -> String? {
        guard let start = unsafe sqlite3_column_text(handle, column) else { return nil }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }
}
