import PerchNet
import PerchSystem

/// When a client's conversation is to be woken: once after a time, or whenever nothing was sent for so long.
struct ClientAlarm {
    private enum Wish {
        case none, once
        case silence(UInt64)
    }

    private var wish = Wish.none
    private var timer: LoopTimer?
    private var silentSince: UInt64 = 0
    private var position: Position?

    /// Something was sent.
    mutating func note() { silentSince = Self.now }

    /// Rings once, after so many milliseconds; in place of what was set before. On the loop.
    mutating func set(afterMilliseconds pause: Int, on loop: Loop, _ ring: @escaping @Sendable () -> Void) {
        timer?.cancel()
        wish = .once
        timer = loop.schedule(afterMilliseconds: UInt64(max(1, pause)), ring)
    }

    /// Rings each time that nothing was sent for so many milliseconds, give or take a second, since what a channel sends is only
    /// looked for so often. On the loop.
    mutating func set(afterSilence pause: Int, on loop: Loop, _ ring: @escaping @Sendable () -> Void) {
        timer?.cancel()
        wish = .silence(UInt64(max(1, pause)))
        silentSince = Self.now
        let step = UInt64(min(1000, max(1, pause)))
        timer = loop.schedule(afterMilliseconds: step, everyMilliseconds: step, ring)
    }

    /// Whether a ring is one: of a silence, when it has lasted. `position` is how far the client has been served.
    mutating func isDue(position: Position?) -> Bool {
        switch wish {
        case .none: return false
        case .once:
            wish = .none
            return true
        case .silence(let pause):
            let now = Self.now
            if position != self.position { (self.position, silentSince) = (position, now) }
            guard now >= silentSince + pause else { return false }
            silentSince = now
            return true
        }
    }

    mutating func cancel() {
        timer?.cancel()
        timer = nil
        wish = .none
    }

    private static var now: UInt64 { SystemClock.monotonicNanoseconds() / 1_000_000 }
}
