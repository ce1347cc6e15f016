public import PerchModel
import PerchSystem
import Synchronization

/// The log on one machine: SQLite files in a data folder, written by one thread and read by a few.
///
/// `perch.db` is the truth, written and checkpointed by a single connection; `derived.db` holds the index and the checkpoints,
/// which can be made again at any time. Opening takes the folder's lock; ``close()`` gives it back.
public final class SQLiteEventLog: EventLog {
    /// The log's own name, given when it was made.
    public let identity: String
    let cores: LogCores
    private let threads: LogThreads
    private let closing = SharedState(LogClosing())

    /// Opens a folder's log, which is made where it is missing. Blocks for as long as the checks take, which does not depend on the log's size.
    ///
    /// - Throws: `logFailed` where the folder cannot be used or another server uses it, `corrupt` naming the check that failed.
    public init(_ options: SQLiteLogOptions) throws(PerchError) {
        let folder = try LogFolder(opening: options.folder)
        let store = try LogStore.open(folder, durability: options.durability)
        let derived = try DerivedStore.open(folder.derived, for: store)
        identity = try store.identity()
        let bounds = LogWriter.Bounds(events: options.maxWaitingEvents, bytes: options.maxWaitingBytes)
        let follower = Follower()
        cores = LogCores(
            writer: LogWriter(
                bounds: bounds, last: store.end.last, now: options.now, onCommit: options.onCommit, follower.wake),
            follower: follower,
            readers: ReaderPool(threads: options.readers))
        threads = try LogThreads.start(
            cores, Handover(store), Handover(derived), folder, isIndexed: options.isIndexed)
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

    /// Waits until the index has followed the log as far as it will for now.
    public func indexCaughtUp() async {
        await cores.follower.caughtUp()
    }

    /// Stores what was handed in and refuses what comes later; see ``EventLog/close()``.
    public func close() async {
        await withCheckedContinuation { done in
            let isFirst = closing.withLock { $0.wait(done) }
            guard isFirst else { return }
            let (threads, cores, closing) = (threads, cores, closing)
            let end: @Sendable () -> Void = {
                threads.end(cores)
                for waiting in closing.withLock({ $0.end() }) { waiting.resume() }
            }
            // Joining blocks, so it gets a thread of its own; without one the caller has to wait.
            if (try? SystemThread(name: "perch-close", end)) == nil { end() }
        }
    }
}

/// Who waits for the log to be closed.
struct LogClosing {
    private enum State {
        case open
        case closing([CheckedContinuation<Void, Never>])
        case closed
    }

    private var state = State.open

    /// Notes who waits, or lets go at once where it is closed; tells whether the closing is to be begun.
    mutating func wait(_ done: CheckedContinuation<Void, Never>) -> Bool {
        switch state {
        case .open:
            state = .closing([done])
            return true
        case .closing(let waiting):
            state = .closing(waiting + [done])
        case .closed:
            done.resume()
        }
        return false
    }

    /// Those who are to be told.
    mutating func end() -> [CheckedContinuation<Void, Never>] {
        guard case .closing(let waiting) = state else { return [] }
        state = .closed
        return waiting
    }
}
