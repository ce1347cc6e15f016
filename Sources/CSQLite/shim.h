#include <sqlite3.h>

// The few calls whose C form Swift cannot take: variadic functions and destructors that are casts of numbers.

/// Leaves the write-ahead log alone when this connection closes.
static inline int perch_sqlite_leave_log_at_close(sqlite3 *db) {
    return sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

/// Makes a connection trust nothing in the file's schema, and refuse to write the schema by hand.
static inline int perch_sqlite_harden(sqlite3 *db) {
    int first = sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
    int second = sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
    return first != SQLITE_OK ? first : second;
}

/// Binds text that SQLite copies.
static inline int perch_sqlite_bind_text(sqlite3_stmt *statement, int index, const unsigned char *text, int count) {
    return sqlite3_bind_text(statement, index, text ? (const char *)text : "", count, SQLITE_TRANSIENT);
}

/// Binds bytes that the caller keeps alive until the statement is reset.
static inline int perch_sqlite_bind_borrowed(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    return count == 0 ? sqlite3_bind_zeroblob(statement, index, 0)
                      : sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_STATIC);
}
