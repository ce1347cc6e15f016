import PerchModel
import PerchSystem

/// The tables of `derived.db`. There are no migrations: a file of another version is dropped and made again.
enum DerivedSchema {
    static let version: Int64 = 2

    static let tables = """
        CREATE TABLE source(id INTEGER PRIMARY KEY CHECK (id = 1), identity TEXT NOT NULL);
        CREATE TABLE checkpoint(format INTEGER NOT NULL, seq INTEGER NOT NULL, size INTEGER NOT NULL,
            crc INTEGER NOT NULL, state BLOB NOT NULL, UNIQUE(format, seq));
        CREATE TABLE progress(id INTEGER PRIMARY KEY CHECK (id = 1), columns INTEGER NOT NULL,
            columns_line INTEGER NOT NULL, words INTEGER NOT NULL, words_line INTEGER NOT NULL);
        CREATE TABLE term(id INTEGER PRIMARY KEY, field INTEGER NOT NULL, text BLOB NOT NULL, UNIQUE(field, text));
        CREATE TABLE column_block(id INTEGER PRIMARY KEY, terms_crc INTEGER NOT NULL, places_crc INTEGER NOT NULL,
            terms BLOB NOT NULL, places BLOB NOT NULL);
        """

    /// The table of one part's words; see ``WordsPart``.
    static func words(_ part: Int64) -> String {
        """
        CREATE VIRTUAL TABLE IF NOT EXISTS words_\(part)
            USING fts5(text, content='', detail=none, columnsize=0, tokenize='ascii')
        """
    }
}

/// The words' index comes in parts of so many events: SQLite gathers all events of a word's beginning before it gives the first,
/// so a common word would cost as much as the whole log is long.
enum WordsPart {
    static let count: Int64 = 1 << 17

    /// The part an event is in.
    static func number(of seq: Int64) -> Int64 { (seq - 1) / count }

    /// The events of a part.
    static func range(_ part: Int64) -> ClosedRange<Int64> { (part * count + 1)...((part + 1) * count) }
}
