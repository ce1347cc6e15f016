import PerchModel
import PerchSystem
import Synchronization

/// What waits for all clients that poll, counted together, so that they cannot fill the memory between them.
final class PollBudget: Sendable {
    fileprivate struct Share {
        weak var outlet: PollingOutlet?
        var bytes: Int
        /// When the client fetched last.
        var fetched: UInt64
    }

    fileprivate struct State {
        var shares: [ObjectIdentifier: Share] = [:]
        var bytes = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// So many bytes wait for a client now; `isFetch` when that is because it fetched.
    ///
    /// Where that is too much for all of them together, one client is let go of: that whose bytes have waited for the
    /// longest, many bytes counting for more. So who leaves much lying makes room for who has only come.
    func note(_ bytes: Int, of outlet: PollingOutlet, isFetch: Bool) {
        let now = SystemClock.monotonicNanoseconds() / 1_000_000
        let victim = state.withLock { state in
            state.set(bytes, of: outlet, fetched: isFetch ? now : nil, at: now)
            return state.bytes > limit ? state.removeWorst(at: now) : nil
        }
        victim?.drop(PerchError(.slowClient, "Too much waits for the clients that poll, and most of it for this one."))
    }

    /// What waits in all.
    var bytes: Int { state.withLock { $0.bytes } }
}

extension PollBudget.State {
    fileprivate mutating func set(_ bytes: Int, of outlet: PollingOutlet, fetched: UInt64?, at now: UInt64) {
        let id = ObjectIdentifier(outlet)
        let before = shares.removeValue(forKey: id)
        self.bytes += bytes - (before?.bytes ?? 0)
        guard bytes > 0 else { return }
        shares[id] = PollBudget.Share(outlet: outlet, bytes: bytes, fetched: fetched ?? before?.fetched ?? now)
    }

    fileprivate mutating func removeWorst(at now: UInt64) -> PollingOutlet? {
        let worst = shares.max { $0.value.weight(at: now) < $1.value.weight(at: now) }
        guard let worst else { return nil }
        shares[worst.key] = nil
        bytes -= worst.value.bytes
        return worst.value.outlet
    }
}

extension PollBudget.Share {
    fileprivate func weight(at now: UInt64) -> UInt64 { UInt64(bytes) * (now - min(fetched, now) + 1) }
}
