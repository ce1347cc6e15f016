import PerchModel
import PerchSystem

/// The writing half of `derived.db`. Confined to the follower's thread.
final class DerivedStore {
    let connection: SQLiteConnection
    private let insertCheckpoint: SQLiteStatement

    private init(_ connection: SQLiteConnection) throws(SQLiteError) {
        self.connection = connection
        insertCheckpoint = try connection.prepare(
            "INSERT OR REPLACE INTO checkpoint(format, seq, size, crc, state) VALUES(?1, ?2, ?3, ?4, ?5)")
    }

    /// Opens the file, or makes it again where it is missing, damaged, of another log or ahead of this one.
    static func open(_ path: String, for log: LogStore) throws(PerchError) -> DerivedStore {
        do {
            let identity = try log.identity()
            if let store = try? reopen(path, identity: identity, log) { return store }
            for suffix in ["", "-wal", "-shm"] { try FileSystem.removeFile(path + suffix) }
            let connection = try connect(path)
            try connection.execute("BEGIN; \(DerivedSchema.tables)")
            try connection.prepare("INSERT INTO source(id, identity) VALUES(1, ?1)").bind(identity, at: 1).run()
            try connection.execute("PRAGMA user_version = \(DerivedSchema.version); COMMIT")
            return try DerivedStore(connection)
        } catch {
            let cause = (error as? SQLiteError)?.message ?? (error as? SystemError)?.reason ?? "\(error)"
            throw PerchError(.logFailed, "derived.db cannot be made: \(cause).")
        }
    }

    private static func reopen(_ path: String, identity: String, _ log: LogStore) throws -> DerivedStore? {
        guard try FileSystem.look(at: path) != nil else { return nil }
        let connection = try connect(path)
        guard try connection.number("PRAGMA user_version") == DerivedSchema.version,
            try connection.text("SELECT identity FROM source") == identity,
            try connection.number("SELECT coalesce(max(seq), 0) FROM checkpoint") ?? 0 <= log.end.last,
            try IndexProgress.read(connection).fits(try BatchReader(log.connection), last: log.end.last)
        else { return nil }
        return try DerivedStore(connection)
    }

    private static func connect(_ path: String) throws(SQLiteError) -> SQLiteConnection {
        let connection = try SQLiteConnection(path: path, access: .create)
        try connection.execute(
            """
            PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA mmap_size = 0;
            PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 67108864; PRAGMA secure_delete = 0
            """)
        return connection
    }

    /// Keeps a checkpoint.
    func save(_ checkpoint: Checkpoint) throws(PerchError) {
        let packed = Compression.compress(checkpoint.state)
        insertCheckpoint.bind(Int64(checkpoint.format), at: 1).bind(checkpoint.seq, at: 2)
        insertCheckpoint.bind(Int64(checkpoint.state.count), at: 3)
        insertCheckpoint.bind(CheckpointTable.checksum(of: checkpoint), at: 4)
        do {
            try insertCheckpoint.run(with: packed, in: packed.indices, at: 5)
        } catch {
            throw error.isFull
                ? LogFault.diskFull : PerchError(.internalError, "The checkpoint is not kept: \(error.message).")
        }
    }

    /// What writes the index of a log, with a reading connection of its own to it.
    func indexer(of log: String) throws -> Indexer {
        let reading = try SQLiteConnection(path: log, access: .read)
        try reading.execute("PRAGMA query_only = 1; PRAGMA cache_size = -4096; PRAGMA mmap_size = 0")
        return try Indexer(connection, log: try BatchReader(reading))
    }
}
