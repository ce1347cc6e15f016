import PerchModel

/// How far the index has come: through which event the columns and the words go, and checksums of those events' lines.
///
/// The checksums tell an index of this very log from one of a log that was cut and grew again.
struct IndexProgress: Equatable {
    var columns: Seq = 0
    var columnsLine: Int64 = 0
    var words: Seq = 0
    var wordsLine: Int64 = 0

    static func read(_ connection: SQLiteConnection) throws(SQLiteError) -> IndexProgress {
        let statement = try connection.prepare("SELECT columns, columns_line, words, words_line FROM progress")
        guard try statement.step() else { return IndexProgress() }
        return IndexProgress(
            columns: statement.int64(0), columnsLine: statement.int64(1), words: statement.int64(2),
            wordsLine: statement.int64(3))
    }

    func write(_ connection: SQLiteConnection) throws(SQLiteError) {
        let statement = try connection.prepare(
            "INSERT OR REPLACE INTO progress(id, columns, columns_line, words, words_line) VALUES(1, ?1, ?2, ?3, ?4)")
        statement.bind(columns, at: 1).bind(columnsLine, at: 2).bind(words, at: 3).bind(wordsLine, at: 4)
        try statement.run()
    }

    /// Whether the log still has the lines this came to.
    func fits(_ log: BatchReader, last: Seq) -> Bool {
        fits(columns, columnsLine, log, last) && fits(words, wordsLine, log, last)
    }

    private func fits(_ seq: Seq, _ line: Int64, _ log: BatchReader, _ last: Seq) -> Bool {
        if seq == 0 { return true }
        guard seq <= last, let row = try? log.row(containing: seq), let ranges = try? row.checkedLineRanges() else {
            return false
        }
        return Self.checksum(row.body, ranges[Int(seq - row.first)]) == line
    }

    static func checksum(_ bytes: [UInt8], _ line: Range<Int>) -> Int64 {
        var sum = Checksum()
        sum.add(bytes, in: line)
        return sum.value
    }
}
