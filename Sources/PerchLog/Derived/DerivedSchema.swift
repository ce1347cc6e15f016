import PerchModel
import PerchSystem

/// The tables of `derived.db`. There are no migrations: a file of another version is dropped and made again.
enum DerivedSchema {
    static let version: Int64 = 1

    static let tables = """
        CREATE TABLE source(id INTEGER PRIMARY KEY CHECK (id = 1), identity TEXT NOT NULL);
        CREATE TABLE checkpoint(format INTEGER NOT NULL, seq INTEGER NOT NULL, size INTEGER NOT NULL,
            crc INTEGER NOT NULL, state BLOB NOT NULL, UNIQUE(format, seq));
        CREATE TABLE progress(id INTEGER PRIMARY KEY CHECK (id = 1), columns INTEGER NOT NULL,
            columns_line INTEGER NOT NULL, words INTEGER NOT NULL, words_line INTEGER NOT NULL);
        CREATE TABLE term(id INTEGER PRIMARY KEY, field INTEGER NOT NULL, text BLOB NOT NULL, UNIQUE(field, text));
        CREATE TABLE column_block(id INTEGER PRIMARY KEY, terms_crc INTEGER NOT NULL, places_crc INTEGER NOT NULL,
            terms BLOB NOT NULL, places BLOB NOT NULL);
        CREATE VIRTUAL TABLE words USING fts5(text, content='', detail=none, columnsize=0, tokenize='ascii');
        """
}
