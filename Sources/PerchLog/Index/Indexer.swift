import PerchJSON
import PerchModel

/// Writes the index: a block of columns or a run of words at a time. Confined to the follower's thread.
final class Indexer {
    /// Words are indexed when so many events have none yet; fewer are scanned as fast.
    private static let wordsStep: Seq = 1_024
    /// At most so many at once, so that others get their turn.
    private static let wordsBite: Seq = 4_096

    private(set) var progress: IndexProgress
    private let connection: SQLiteConnection
    private let log: BatchReader
    private let terms: TermTable
    private let insertColumn: SQLiteStatement
    /// The statement for the part that is being filled.
    private var insertWords: (part: Int64, statement: SQLiteStatement)?
    private let parser = JSONParser.ofStoredLines()

    init(_ connection: SQLiteConnection, log: BatchReader) throws(SQLiteError) {
        self.connection = connection
        self.log = log
        progress = try IndexProgress.read(connection)
        terms = try TermTable(connection)
        insertColumn = try connection.prepare(
            """
            INSERT OR REPLACE INTO column_block(id, terms_crc, places_crc, terms, places) VALUES(?1, ?2, ?3, ?4, ?5)
            """)
    }

    /// Whether there is enough to do for a bite.
    func isBehind(_ last: Seq) -> Bool {
        last - progress.columns >= Int64(IndexBlock.count) || last - progress.words >= Self.wordsStep
    }

    /// Indexes one bite; columns first, because they are cheap and narrow most questions.
    func bite(through last: Seq) throws {
        var next = progress
        try connection.execute("BEGIN IMMEDIATE")
        do {
            if last - progress.columns >= Int64(IndexBlock.count) {
                try indexColumns(&next)
            } else {
                try indexWords(&next, through: min(last, progress.words + Self.wordsBite))
            }
            try next.write(connection)
            try connection.execute("COMMIT")
            progress = next
        } catch {
            connection.rollBack()
            terms.forget()
            insertWords = nil
            throw error
        }
    }

    private func indexColumns(_ next: inout IndexProgress) throws {
        let first = progress.columns + 1
        let last = progress.columns + Int64(IndexBlock.count)
        var columns = IndexField.allCases.map { _ in [UInt32]() }
        try eachLine(first, last) { _, bytes, line in
            guard let fields = LineFields(bytes, in: line) else {
                throw LogFault.corrupt("a stored line is not an event's")
            }
            for field in IndexField.allCases {
                let text = fields[field].map { Array(bytes[$0]) }
                columns[field.rawValue].append(try text.map { try terms.number(field, $0) } ?? 0)
            }
            next.columnsLine = IndexProgress.checksum(bytes, line)
        }
        for field in IndexField.allCases {
            let block = ColumnBlock(packing: columns[field.rawValue])
            let row = IndexBlock.row(IndexBlock.number(of: first), field)
            insertColumn.bind(row, at: 1).bind(ColumnBlock.checksum(row, block.terms), at: 2)
            insertColumn.bind(ColumnBlock.checksum(row, block.places), at: 3)
            try insertColumn.run(with: block.terms, at: 4, and: block.places, at: 5)
        }
        next.columns = last
    }

    private func indexWords(_ next: inout IndexProgress, through last: Seq) throws {
        let part = WordsPart.number(of: progress.words + 1)
        let last = min(last, WordsPart.range(part).upperBound)
        let insert = try words(part)
        try eachLine(progress.words + 1, last) { seq, bytes, line in
            let text = IndexWords.text(of: try parser.parse(bytes, range: line).object())
            try insert.bind(seq, at: 1).bind(text, at: 2).run()
            next.wordsLine = IndexProgress.checksum(bytes, line)
        }
        next.words = last
    }

    private func words(_ part: Int64) throws(SQLiteError) -> SQLiteStatement {
        if let insertWords, insertWords.part == part { return insertWords.statement }
        try connection.execute(DerivedSchema.words(part))
        let statement = try connection.prepare("INSERT INTO words_\(part)(rowid, text) VALUES(?1, ?2)")
        insertWords = (part, statement)
        return statement
    }

    private func eachLine(
        _ first: Seq, _ last: Seq, _ body: (Seq, [UInt8], Range<Int>) throws -> Void
    ) throws {
        try log.rows(from: first, through: last) { row throws(PerchError) in
            for (index, line) in try row.checkedLineRanges().enumerated() {
                let seq = row.first + Int64(index)
                guard seq >= first && seq <= last else { continue }
                do { try body(seq, row.body, line) } catch { throw BatchReader.perchError(error) }
            }
            return true
        }
    }
}

extension LineFields {
    /// Where a field the index has a column for stands.
    subscript(field: IndexField) -> Range<Int>? {
        switch field {
        case .kind: kind
        case .project: project
        case .session: session
        case .agent: agent
        }
    }
}
