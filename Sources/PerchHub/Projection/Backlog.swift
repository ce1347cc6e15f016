import PerchModel
import Synchronization

/// Committed batches that wait to be folded, bounded by asking those who append to wait.
///
/// Any thread may offer and wait; only the projector takes.
public final class Backlog: Sendable {
    private struct State {
        var batches: [Batch] = []
        var bytes = 0
        var isScheduled = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let limit: Int

    /// A backlog over so many bytes of lines makes appenders wait.
    init(limit: Int = 32 << 20) {
        self.limit = limit
    }

    /// Adds a batch. True when nobody has been sent to take it yet: then the caller sends somebody.
    func offer(_ batch: Batch) -> Bool {
        state.withLock { state in
            state.batches.append(batch)
            state.bytes += batch.lines.bytes.count
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
    }

    /// Takes what waits, and lets the appenders go on that waited for room.
    func take() -> [Batch] {
        let (batches, waiters) = state.withLock { state in
            defer {
                state.batches = []
                state.waiters = []
                state.bytes = 0
                state.isScheduled = false
            }
            return (state.batches, state.waiters)
        }
        for waiter in waiters { waiter.resume() }
        return batches
    }

    /// Returns when there is room. At most one request a connection waits, so the waiters are bounded by the connections.
    func room() async {
        if state.withLock({ $0.bytes < limit }) { return }
        await withCheckedContinuation { continuation in
            let hasRoom = state.withLock { state in
                if state.bytes >= limit { state.waiters.append(continuation) }
                return state.bytes < limit
            }
            if hasRoom { continuation.resume() }
        }
    }
}
