import CSQLite

/// The C libraries this room is built on.
public enum LogLibraries: Sendable {
    /// Their names and versions.
    public static var versions: [(name: String, version: String)] {
        [("SQLite", unsafe String(cString: sqlite3_libversion()))]
    }
}
