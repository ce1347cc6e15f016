import PerchSystem

/// Beats of a replay: sleeps, and says how much time really passed.
final class Pacer {
    private let pause: Duration
    private var last = SystemClock.monotonicNanoseconds()

    init(milliseconds: Int) {
        pause = .milliseconds(milliseconds)
    }

    /// The microseconds since the beat before. A client that took its time does not make the replay leap.
    func next() async -> Int64 {
        try? await Task.sleep(for: pause)
        let now = SystemClock.monotonicNanoseconds()
        defer { last = now }
        return min(Int64((now - last) / 1000), 1_000_000)
    }
}
