import PerchModel

/// Reads checkpoints. Confined to the thread of its connection.
final class CheckpointTable {
    private let find: SQLiteStatement

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        find = try connection.prepare(
            "SELECT seq, size, crc, state FROM checkpoint WHERE format = ?1 AND seq <= ?2 ORDER BY seq DESC")
    }

    /// The latest that is whole.
    func checkpoint(atOrBefore seq: Seq, format: Int) throws(SQLiteError) -> Checkpoint? {
        find.bind(Int64(format), at: 1).bind(seq, at: 2)
        defer { find.reset() }
        while try find.step() {
            guard let state = Compression.decompress(find.bytes(3), count: Int(find.int64(1))) else { continue }
            let checkpoint = Checkpoint(seq: find.int64(0), format: format, state: state)
            if Self.checksum(of: checkpoint) == find.int64(2) { return checkpoint }
        }
        return nil
    }

    /// The checksum over a checkpoint before it is compressed.
    static func checksum(of checkpoint: Checkpoint) -> Int64 {
        var sum = Checksum()
        sum.add(checkpoint.seq)
        sum.add(Int64(checkpoint.format))
        sum.add(checkpoint.state)
        return sum.value
    }
}
