import PerchModel
import PerchSystem
import Synchronization

/// The one thread that writes the log: takes everything that waits, commits it together and answers.
final class LogWriter: Sendable {
    typealias Reply = CheckedContinuation<Result<Receipt, PerchError>, Never>

    /// The bounds of what may wait; what comes on top is refused.
    struct Bounds {
        let events: Int
        let bytes: Int
    }

    private struct Waiting {
        let request: LogStore.Request
        let bytes: Int
        let reply: Reply
    }

    private struct Inbox {
        /// Why nothing more is stored, once a write has failed.
        var failure: PerchError?
        var isClosing = false
        var waiting: [Waiting] = []
        /// Sums over what waits and what is being written.
        var events = 0
        var bytes = 0
    }

    /// One commit takes at most so much, so that nobody waits for very many others.
    private static let groupEvents = 16_384
    private static let groupBytes = 8 << 20

    private let inbox = Mutex(Inbox())
    private let wakeup = Wakeup()
    private let bounds: Bounds
    private let now: @Sendable () -> Timestamp
    private let onCommit: @Sendable (Batch) -> Void
    private let onGrowth: @Sendable () -> Void
    private let lastDurable: Atomic<Seq>

    init(
        bounds: Bounds, last: Seq, now: @escaping @Sendable () -> Timestamp,
        onCommit: @escaping @Sendable (Batch) -> Void, _ onGrowth: @escaping @Sendable () -> Void
    ) {
        self.onGrowth = onGrowth
        self.bounds = bounds
        self.now = now
        self.onCommit = onCommit
        lastDurable = Atomic(last)
    }

    /// The last durable event. Any thread.
    var last: Seq { lastDurable.load(ordering: .acquiring) }

    // MARK: Any thread

    func append(_ request: LogStore.Request, bytes: Int) async -> Result<Receipt, PerchError> {
        await withCheckedContinuation { reply in
            let refusal = inbox.withLock { inbox -> PerchError? in
                if inbox.isClosing { return LogFault.closing }
                if let failure = inbox.failure { return failure }
                // A request that alone is over the bound may come when nothing else waits.
                let events = request.entries.count
                let fits = inbox.events + events <= bounds.events && inbox.bytes + bytes <= bounds.bytes
                guard fits || inbox.events == 0 else { return LogFault.overloaded }
                inbox.events += events
                inbox.bytes += bytes
                inbox.waiting.append(Waiting(request: request, bytes: bytes, reply: reply))
                return nil
            }
            if let refusal { reply.resume(returning: .failure(refusal)) } else { wakeup.ring() }
        }
    }

    /// Refuses what comes from now on; the thread ends when it has stored what waits.
    func close() {
        inbox.withLock { $0.isClosing = true }
        wakeup.ring()
    }

    // MARK: The writer's thread

    /// Stores until the log is closed.
    func run(_ store: LogStore) {
        while true {
            let (waiting, isClosing) = takeAll()
            if waiting.isEmpty {
                if isClosing { return }
                wakeup.wait()
                continue
            }
            var rest = waiting[...]
            while !rest.isEmpty {
                let group = Self.group(of: &rest)
                write(group, store)
                release(group)
                keepShort(store)
                onGrowth()
            }
        }
    }

    private func takeAll() -> ([Waiting], isClosing: Bool) {
        inbox.withLock { inbox in
            defer { inbox.waiting = [] }
            return (inbox.waiting, inbox.isClosing)
        }
    }

    private static func group(of rest: inout ArraySlice<Waiting>) -> ArraySlice<Waiting> {
        var events = 0
        var bytes = 0
        let end = rest.firstIndex { waiting in
            events += waiting.request.entries.count
            bytes += waiting.bytes
            return events > groupEvents || bytes > groupBytes
        }
        let group = rest[..<max(end ?? rest.endIndex, rest.startIndex + 1)]
        rest = rest[group.endIndex...]
        return group
    }

    private func release(_ group: ArraySlice<Waiting>) {
        inbox.withLock { inbox in
            for waiting in group {
                inbox.events -= waiting.request.entries.count
                inbox.bytes -= waiting.bytes
            }
        }
    }

    private func write(_ group: ArraySlice<Waiting>, _ store: LogStore) {
        if let failure { return refuse(group, failure) }
        do {
            let outcome = try store.commit(group.map(\.request), now: now())
            if let batch = outcome.batch {
                lastDurable.store(store.end.last, ordering: .releasing)
                onCommit(batch)
            }
            for (waiting, receipt) in zip(group, outcome.receipts) {
                waiting.reply.resume(returning: .success(receipt))
            }
        } catch {
            handle(error, group, store)
        }
    }

    private func handle(_ error: any Error, _ group: ArraySlice<Waiting>, _ store: LogStore) {
        switch WriteFault(error) {
        case .refused(let refusal):
            // Those that can be stored must not suffer from the one that cannot: each half is tried by itself.
            guard group.count > 1 else { return refuse(group, refusal) }
            let middle = group.startIndex + group.count / 2
            write(group[..<middle], store)
            write(group[middle...], store)
        case .fatal(let refusal):
            fail(refusal)
            refuse(group, refusal)
        }
    }

    private func refuse(_ group: ArraySlice<Waiting>, _ refusal: PerchError) {
        for waiting in group { waiting.reply.resume(returning: .failure(refusal)) }
    }

    private var failure: PerchError? {
        inbox.withLock { $0.failure }
    }

    private func fail(_ error: PerchError) {
        inbox.withLock { $0.failure = error }
    }

    /// Moves what was committed from the write-ahead log into the database, a little at a time and after the answers.
    private func keepShort(_ store: LogStore) {
        guard failure == nil else { return }
        do {
            try store.checkpointIfDue()
        } catch {
            if case .fatal(let refusal) = WriteFault(error) { fail(refusal) }
        }
    }
}
