import PerchModel

/// What one thread reads the log with. Confined to that thread.
final class LogReader {
    let connection: SQLiteConnection
    let batches: BatchReader
    /// Nil where questions are answered by reading lines alone.
    let index: IndexReader?
    private let checkpoints: CheckpointTable
    private let findMark: SQLiteStatement

    init(_ folder: LogFolder, isIndexed: Bool) throws(PerchError) {
        do {
            connection = try Self.connect(folder.log)
            let derived = try Self.connect(folder.derived)
            checkpoints = try CheckpointTable(derived)
            index = isIndexed ? try IndexReader(derived) : nil
            batches = try BatchReader(connection)
            findMark = try connection.prepare("SELECT identity, offset, crc FROM tail_mark WHERE file = ?1")
        } catch {
            throw BatchReader.perchError(error)
        }
    }

    private static func connect(_ path: String) throws(SQLiteError) -> SQLiteConnection {
        let connection = try SQLiteConnection(path: path, access: .read)
        try connection.execute("PRAGMA query_only = 1; PRAGMA cache_size = -8192; PRAGMA mmap_size = 0")
        return connection
    }

    func checkpoint(atOrBefore seq: Seq, format: Int) throws(PerchError) -> Checkpoint? {
        do {
            return try checkpoints.checkpoint(atOrBefore: seq, format: format)
        } catch {
            // Derived data that cannot be read is as good as none.
            if error.isCorrupt { return nil }
            throw LogFault.reading(error)
        }
    }

    func mark(of file: String) throws(PerchError) -> TailMark? {
        do {
            findMark.bind(file, at: 1)
            defer { findMark.reset() }
            guard try findMark.step() else { return nil }
            let mark = TailMark(file: file, identity: findMark.text(0) ?? "", offset: findMark.int64(1))
            guard mark.checksum == findMark.int64(2) else {
                throw LogFault.corrupt("the checksum of a tailed file's mark does not match")
            }
            return mark
        } catch {
            throw BatchReader.perchError(error)
        }
    }

    /// The lines from `first` on, at most `limit` and about `maxBytes`.
    func lines(
        from first: Seq, through last: Seq, limit: Int, maxBytes: Int
    ) throws(PerchError) -> EncodedLines {
        let end = Int64(limit) <= last - first ? first + Int64(limit) - 1 : last
        guard limit > 0, end >= first else { return EncodedLines() }
        var lines = EncodedLines(reserving: min(maxBytes, 64 << 10))
        try batches.rows(from: first, through: end) { row throws(PerchError) in
            let ranges = try row.checkedLineRanges()
            for (index, range) in ranges.enumerated() {
                let seq = row.first + Int64(index)
                if seq < first { continue }
                if seq > end || (lines.bytes.count >= maxBytes && lines.count > 0) { return false }
                lines.append { $0.append(contentsOf: row.body[range]) }
            }
            return lines.bytes.count < maxBytes
        }
        return lines
    }
}

extension BatchRow {
    /// The lines' ranges, as many as the row says.
    func checkedLineRanges() throws(PerchError) -> [Range<Int>] {
        let ranges = lineRanges()
        guard ranges.count == head.count else {
            throw LogFault.corrupt(
                "the row that begins with event \(first) has \(ranges.count) lines instead of \(head.count)")
        }
        return ranges
    }
}
