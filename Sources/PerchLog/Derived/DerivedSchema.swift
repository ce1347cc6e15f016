import PerchModel
import PerchSystem

/// The tables of `derived.db`. There are no migrations: a file of another version is dropped and made again.
enum DerivedSchema {
    static let version: Int64 = 1

    static let tables = """
        CREATE TABLE source(id INTEGER PRIMARY KEY CHECK (id = 1), identity TEXT NOT NULL);
        CREATE TABLE checkpoint(format INTEGER NOT NULL, seq INTEGER NOT NULL, size INTEGER NOT NULL,
            crc INTEGER NOT NULL, state BLOB NOT NULL, UNIQUE(format, seq));
        """
}
