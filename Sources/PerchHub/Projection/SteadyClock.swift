import PerchModel
import PerchSystem

/// The wall clock as it was when this one was made, and from then on as a clock that never goes back.
struct SteadyClock: Sendable {
    private let offset: Int64

    init() {
        offset = SystemClock.wallMicroseconds() - Self.elapsed
    }

    /// The moment.
    var now: Timestamp { Timestamp(microseconds: offset + Self.elapsed) }

    private static var elapsed: Int64 { Int64(SystemClock.monotonicNanoseconds() / 1000) }
}
