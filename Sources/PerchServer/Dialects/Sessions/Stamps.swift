import PerchModel
import Synchronization

/// Gives out milliseconds, each only once, for dialects whose ids are made of the time.
final class Stamps: Sendable {
    private let last = Atomic<Int64>(0)

    /// A number of milliseconds that was never given out: that of now, or the next one that is free.
    func next(at now: Timestamp) -> Int64 {
        let wanted = now.microseconds / 1000
        var known = last.load(ordering: .relaxed)
        while true {
            let next = max(wanted, known + 1)
            let (done, current) = last.weakCompareExchange(expected: known, desired: next, ordering: .relaxed)
            if done { return next }
            known = current
        }
    }
}
