/// When the clients of a loop are swept: at once when it has been quiet, else after a pause in proportion to what the last
/// sweep took, so that under load many messages leave in one system call; but no message waits longer than 20 ms.
///
/// A send costs the kernel nearly the same for one message as for ten: with pauses of just the sweep's length, 100
/// messages a second to 1,000 clients cost as much as sending each by itself; with these, about a third of it.
/// Times are nanoseconds of a steady clock and come in as arguments.
struct SweepPace: Equatable {
    enum Action: Equatable {
        case sweep
        /// Sweep after so many nanoseconds.
        case wait(UInt64)
        /// A sweep is due already, or there is nothing to send.
        case none
    }

    /// The longest a message waits for its sweep because of pacing.
    static let longestWait: UInt64 = 20_000_000
    /// How many times as long as a sweep the pause after it is, when messages do not wait too long by that.
    static let pause: UInt64 = 8

    private enum Phase: Equatable {
        case quiet
        /// Messages wait; the oldest was published then.
        case due(oldest: UInt64)
    }

    private var phase = Phase.quiet
    private var restsUntil: UInt64 = 0

    /// A channel has news that was published at a moment not later than now.
    mutating func published(at moment: UInt64, now: UInt64) -> Action {
        guard case .quiet = phase else { return .none }
        phase = .due(oldest: moment)
        let start = min(restsUntil, moment + Self.longestWait)
        return now < start ? .wait(start - now) : .sweep
    }

    /// A sweep is over. `isBehind` when it did not send everything: some clients need more than one call takes.
    mutating func swept(from start: UInt64, to end: UInt64, isBehind: Bool) -> Action {
        let took = end - start
        restsUntil = end + Self.pause * took
        phase = isBehind ? .due(oldest: end) : .quiet
        // Those who are behind go on soon: there is nothing to be gained by waiting for more to send to them.
        return isBehind ? .wait(min(took, Self.longestWait)) : .none
    }
}
