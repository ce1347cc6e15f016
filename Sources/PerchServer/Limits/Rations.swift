import PerchDialects
import PerchModel
import PerchSystem
import Synchronization

/// Counts what is rationed: never more than so many of a key in any stretch of its length.
final class Rations: Sendable {
    /// The moments, in milliseconds, of the last so many, the oldest first.
    private let spent = Mutex<[String: [UInt64]]>([:])
    private let limit: Int

    /// Remembers at most so many keys; of too many, those that are used up the longest ago are forgotten.
    init(limit: Int = 10_000) {
        self.limit = limit
    }

    /// Counts one.
    ///
    /// - Throws: `PerchError` (`rate_limited`) telling after how many seconds there is one again.
    func spend(_ ration: Ration) throws(PerchError) {
        if let wait = take(ration, now: SystemClock.monotonicNanoseconds() / 1_000_000) {
            throw PerchError(
                .rateLimited, "At most \(ration.count) in \(ration.seconds) s; try again in \(wait) s.",
                retryAfter: wait)
        }
    }

    /// Counts one, or tells after how many seconds there is one again.
    func take(_ ration: Ration, now: UInt64) -> Int? {
        let window = UInt64(ration.seconds) * 1000
        return spent.withLock { spent in
            if spent.count >= limit, spent[ration.key] == nil { Self.forget(&spent, before: now) }
            var moments = spent[ration.key, default: []].filter { $0 + window > now }
            guard moments.count < ration.count else {
                spent[ration.key] = moments
                return Int((moments[0] + window - now + 999) / 1000)
            }
            moments.append(now)
            spent[ration.key] = moments
            return nil
        }
    }

    /// Halves what is remembered.
    private static func forget(_ spent: inout [String: [UInt64]], before now: UInt64) {
        let latest = spent.sorted { ($0.value.last ?? 0) > ($1.value.last ?? 0) }.prefix(spent.count / 2)
        spent = Dictionary(uniqueKeysWithValues: latest.map { ($0.key, $0.value) })
    }
}
