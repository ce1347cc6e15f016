public import PerchModel
import Synchronization

/// A log that lives as long as the process: for tests and trials, by the same contract as the one on disk.
public final class MemoryEventLog: EventLog {
    /// The log's own name.
    public let identity: String
    private let state: Mutex<MemoryLogState>
    private let now: @Sendable () -> Timestamp
    private let onCommit: @Sendable (Batch) -> Void

    /// Creates an empty log; `onCommit` gets every batch in order, on the thread of the append, before that returns.
    public init(
        identity: String = "memory", now: @escaping @Sendable () -> Timestamp = SQLiteLogOptions.wallClock,
        onCommit: @escaping @Sendable (Batch) -> Void = { _ in }
    ) {
        self.identity = identity
        state = Mutex(MemoryLogState())
        self.now = now
        self.onCommit = onCommit
    }

    /// The number of the last durable event, 0 in an empty log.
    public var last: Seq { state.withLock { $0.last } }

    /// Stores the entries, all or none; see ``EventAppending/append(_:mark:)``.
    public func append(_ entries: [Entry], mark: TailMark?) async throws(PerchError) -> Receipt {
        _ = try AppendCheck.bytes(of: entries)
        let now = now()
        // The batch is handed on under the lock: order is promised, and this log serves tests, not crowds.
        let receipt = state.withLock { state -> Receipt? in
            guard !state.isClosed else { return nil }
            let (receipt, batch) = state.append(entries, mark: mark, now: now)
            if let batch { onCommit(batch) }
            return receipt
        }
        guard let receipt else { throw LogFault.closing }
        return receipt
    }

    /// The lines after a number; see ``EventReading/lines(after:limit:)``.
    public func lines(after seq: Seq, limit: Int) async throws(PerchError) -> (first: Seq, lines: EncodedLines) {
        let first = max(seq, 0) + 1
        return (first, state.withLock { $0.lines(from: first, limit: limit) })
    }

    /// One page; see ``EventReading/page(_:)``.
    public func page(_ query: EventQuery) async throws(PerchError) -> EventPage {
        let (lines, last) = state.withLock { ($0.lines, $0.last) }
        var builder = PageBuilder(query)
        guard let range = query.range(through: last) else { return builder.page }
        let seqs = Array(range)
        for seq in query.newestFirst ? seqs.reversed() : seqs {
            let isLast = seq == (query.newestFirst ? range.lowerBound : range.upperBound)
            guard try builder.offer(seq, lines.bytes, lines.range(of: Int(seq) - 1), isLast: isLast) else { break }
        }
        return builder.page
    }

    /// The last event that had happened by a time; see ``EventReading/seq(at:)``.
    public func seq(at time: Timestamp) async throws(PerchError) -> Seq {
        state.withLock { Seq($0.moments.lastIndex { $0 <= time } ?? -1) + 1 }
    }

    /// The log's rising clock at an event; see ``EventReading/moment(of:)``.
    public func moment(of seq: Seq) async throws(PerchError) -> Timestamp? {
        state.withLock { seq >= 1 && seq <= $0.last ? $0.moments[Int(seq) - 1] : nil }
    }

    /// Keeps a checkpoint; see ``CheckpointKeeping/save(_:)``.
    public func save(_ checkpoint: Checkpoint) async throws(PerchError) {
        state.withLock { state in
            state.checkpoints.removeAll { $0.seq == checkpoint.seq && $0.format == checkpoint.format }
            state.checkpoints.append(checkpoint)
        }
    }

    /// The latest checkpoint; see ``CheckpointKeeping/checkpoint(atOrBefore:format:)``.
    public func checkpoint(atOrBefore seq: Seq, format: Int) async throws(PerchError) -> Checkpoint? {
        state.withLock { state in
            state.checkpoints.filter { $0.format == format && $0.seq <= seq }.max { $0.seq < $1.seq }
        }
    }

    /// The last mark of a file; see ``TailMarking/mark(of:)``.
    public func mark(of file: String) async throws(PerchError) -> TailMark? {
        state.withLock { $0.marks[file] }
    }

    /// Stores what was handed in and refuses what comes later; see ``EventLog/close()``.
    public func close() async {
        state.withLock { $0.isClosed = true }
    }
}

/// What a log in memory remembers.
struct MemoryLogState {
    var lines = EncodedLines()
    var moments: [Timestamp] = []
    var ids: [String: Seq] = [:]
    var marks: [String: TailMark] = [:]
    var checkpoints: [Checkpoint] = []
    var received = Timestamp.earliest
    var isClosed = false

    var last: Seq { Seq(lines.count) }

    mutating func append(_ entries: [Entry], mark: TailMark?, now: Timestamp) -> (Receipt, Batch?) {
        received = max(received, now)
        if let mark { marks[mark.file] = mark }
        var tally = ReceiptTally()
        var events: [Event] = []
        var added = EncodedLines()
        for entry in entries {
            if let id = entry.draft.id, let earlier = ids[id] {
                tally.addDuplicate(earlier)
                continue
            }
            let event = Event(entry.draft, seq: last + 1, received: received)
            if let id = entry.draft.id { ids[id] = event.seq }
            lines.append { entry.appendLine(seq: event.seq, received: event.received, to: &$0) }
            added.append { entry.appendLine(seq: event.seq, received: event.received, to: &$0) }
            moments.append(max(moments.last ?? .earliest, min(event.time, received)))
            events.append(event)
            tally.addNew(event.seq)
        }
        return (tally.receipt, events.isEmpty ? nil : Batch(events: events, lines: added))
    }

    func lines(from first: Seq, limit: Int) -> EncodedLines {
        var found = EncodedLines()
        var seq = first
        while seq <= last, found.count < limit, found.bytes.count < SQLiteEventLog.linesBytes {
            found.append { $0.append(contentsOf: lines[Int(seq) - 1]) }
            seq += 1
        }
        return found
    }
}
