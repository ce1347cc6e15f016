public import PerchModel
import PerchSystem
import Synchronization

/// The log on one machine: SQLite files in a data folder, written by one thread and read by a few.
///
/// `perch.db` is the truth, written and checkpointed by a single connection; `derived.db` holds the index and the checkpoints,
/// which can be made again at any time. Opening takes the folder's lock; ``close()`` gives it back.
public final class SQLiteEventLog: EventLog {
    let cores: LogCores
    private let threads: LogThreads

    /// Opens a folder's log, which is made where it is missing. Blocks for as long as the checks take, which does not depend on the log's size.
    ///
    /// - Throws: `logFailed` where the folder cannot be used or another server uses it, `corrupt` naming the check that failed.
    public init(_ options: SQLiteLogOptions) throws(PerchError) {
        let folder = try LogFolder(opening: options.folder)
        let store = try LogStore.open(folder, durability: options.durability)
        let derived = try DerivedStore.open(folder.derived, identity: store.identity(), last: store.end.last)
        let bounds = LogWriter.Bounds(events: options.maxWaitingEvents, bytes: options.maxWaitingBytes)
        cores = LogCores(
            writer: LogWriter(bounds: bounds, last: store.end.last, now: options.now, onCommit: options.onCommit),
            follower: Follower(),
            readers: ReaderPool(threads: options.readers))
        threads = try LogThreads.start(cores, Handover(store), Handover(derived), folder)
    }

    deinit {
        // Without a `close` the threads still end, in their own time.
        cores.close()
    }

    /// The number of the last durable event, 0 in an empty log.
    public var last: Seq { cores.writer.last }

    /// Stores the entries, all or none; see ``EventAppending/append(_:mark:)``.
    public func append(_ entries: [Entry], mark: TailMark?) async throws(PerchError) -> Receipt {
        let bytes = try AppendCheck.bytes(of: entries)
        if entries.isEmpty && mark == nil { return Receipt(accepted: 0, first: 0, last: 0, duplicates: 0) }
        return try await cores.writer.append(LogStore.Request(entries: entries, mark: mark), bytes: bytes).get()
    }

    /// Keeps a checkpoint; see ``CheckpointKeeping/save(_:)``.
    public func save(_ checkpoint: Checkpoint) async throws(PerchError) {
        try await cores.follower.save(checkpoint).get()
    }

    /// The latest checkpoint; see ``CheckpointKeeping/checkpoint(atOrBefore:format:)``.
    public func checkpoint(atOrBefore seq: Seq, format: Int) async throws(PerchError) -> Checkpoint? {
        try await cores.readers.ask { reader throws(PerchError) in
            try reader.checkpoint(atOrBefore: seq, format: format)
        }
    }

    /// The last mark of a file; see ``TailMarking/mark(of:)``.
    public func mark(of file: String) async throws(PerchError) -> TailMark? {
        try await cores.readers.ask { reader throws(PerchError) in try reader.mark(of: file) }
    }

    /// Stores what was handed in and refuses what comes later; see ``EventLog/close()``.
    public func close() async {
        cores.close()
        threads.join()
    }
}
