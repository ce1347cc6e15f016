/// How long to wait before each further try: twice as long each time up to a bound, spread so that many clients do not come at once.
public struct Backoff: Equatable, Sendable {
    private var tries = 0

    /// Starts anew.
    public init() {}

    /// Milliseconds until the next try; `random` is any number.
    public mutating func next(random: UInt64) -> Int {
        let whole = min(250 << min(tries, 10), 15_000)
        tries += 1
        // Between half of it and all of it.
        return whole / 2 + Int(random % UInt64(whole / 2 + 1))
    }

    /// After a success.
    public mutating func reset() {
        tries = 0
    }
}
