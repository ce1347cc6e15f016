import PerchModel

/// Asks the index. Confined to the thread of its connection.
final class IndexReader {
    private let connection: SQLiteConnection
    private let findTerm: SQLiteStatement
    private let findKinds: SQLiteStatement
    private let findColumn: SQLiteStatement
    /// Statements of parts' words, by the part and the direction.
    private var findWords: [WordsKey: SQLiteStatement] = [:]

    private struct WordsKey: Hashable {
        let part: Int64
        let newestFirst: Bool
    }

    /// So many statements are kept ready.
    private static let maxPrepared = 256

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        self.connection = connection
        findTerm = try connection.prepare("SELECT id FROM term WHERE field = ?1 AND text = ?2")
        findKinds = try connection.prepare("SELECT id, text FROM term WHERE field = ?1")
        findColumn = try connection.prepare(
            "SELECT terms_crc, terms, places_crc, places FROM column_block WHERE id = ?1")
    }

    func progress() throws(SQLiteError) -> IndexProgress {
        try IndexProgress.read(connection)
    }

    /// The terms a filter wants, by field; fields it does not name are left out.
    func wanted(_ filter: FieldFilter) throws(SQLiteError) -> [(IndexField, Set<UInt32>)] {
        var wanted: [(IndexField, Set<UInt32>)] = []
        for (field, text) in [(IndexField.session, filter.session), (.agent, filter.agent), (.project, filter.project)]
        {
            guard let text else { continue }
            var ids: Set<UInt32> = []
            findTerm.bind(Int64(field.rawValue), at: 1)
            try findTerm.rows(with: text, at: 2) { ids.insert(UInt32(truncatingIfNeeded: $0.int64(0))) }
            wanted.append((field, ids))
        }
        if !filter.kinds.isEmpty { wanted.append((.kind, try kinds(filter.kinds))) }
        return wanted
    }

    private func kinds(_ patterns: [FieldFilter.KindPattern]) throws(SQLiteError) -> Set<UInt32> {
        var ids: Set<UInt32> = []
        findKinds.bind(Int64(IndexField.kind.rawValue), at: 1)
        defer { findKinds.reset() }
        while try findKinds.step() {
            let text = findKinds.bytes(1)
            if patterns.contains(where: { $0.matches(text) }) {
                ids.insert(UInt32(truncatingIfNeeded: findKinds.int64(0)))
            }
        }
        return ids
    }

    /// Which events of a block have wanted terms in all fields, in order; nil where none has.
    ///
    /// - Throws: `SQLiteError` where the block is missing or damaged: the index is not to be used then.
    func events(of block: Int64, wanted: [(IndexField, Set<UInt32>)]) throws(SQLiteError) -> [Bool]? {
        var events = [Bool](repeating: true, count: IndexBlock.count)
        for (field, ids) in wanted {
            let row = IndexBlock.row(block, field)
            findColumn.bind(row, at: 1)
            defer { findColumn.reset() }
            guard try findColumn.step() else { throw Self.damaged }
            let terms = findColumn.bytes(1)
            guard ColumnBlock.checksum(row, terms) == findColumn.int64(0) else { throw Self.damaged }
            guard let flags = ColumnBlock.wanted(terms, in: ids) else { return nil }
            if flags.allSatisfy({ $0 }) { continue }
            let places = findColumn.bytes(3)
            guard ColumnBlock.checksum(row, places) == findColumn.int64(2) else { throw Self.damaged }
            ColumnBlock.narrow(&events, places, by: flags)
        }
        return events
    }

    /// Gives the events of one part that have the words, in order, until the body says stop.
    func events(
        of part: Int64, with question: String, in range: ClosedRange<Seq>, newestFirst: Bool,
        _ body: (Seq) throws -> Bool
    ) throws {
        let statement = try words(WordsKey(part: part, newestFirst: newestFirst))
        statement.bind(question, at: 1).bind(range.lowerBound, at: 2).bind(range.upperBound, at: 3)
        defer { statement.reset() }
        while try statement.step() {
            guard try body(statement.int64(0)) else { return }
        }
    }

    private func words(_ key: WordsKey) throws(SQLiteError) -> SQLiteStatement {
        if let statement = findWords[key] { return statement }
        if findWords.count >= Self.maxPrepared { findWords.removeAll() }
        let table = "words_\(key.part)"
        let statement = try connection.prepare(
            """
            SELECT rowid FROM \(table) WHERE \(table) MATCH ?1 AND rowid >= ?2 AND rowid <= ?3
            ORDER BY rowid \(key.newestFirst ? "DESC" : "")
            """)
        findWords[key] = statement
        return statement
    }

    private static let damaged = SQLiteError.corrupt("a block of the index is damaged")
}

extension SQLiteError {
    /// A fault found by our own checks.
    static func corrupt(_ message: String) -> SQLiteError {
        SQLiteError(code: corruptCode, message: message)
    }
}
