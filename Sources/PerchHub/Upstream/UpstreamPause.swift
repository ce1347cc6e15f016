/// How long to wait before each further try to reach a server: twice as long each time up to a bound, spread so that not all come at once.
struct UpstreamPause: Sendable, Equatable {
    private var tries = 0

    private static let first = 1_000
    private static let longest = 30_000

    /// Milliseconds until the next try; `random` is any number.
    mutating func next(random: UInt64) -> Int {
        let whole = min(Self.first << min(tries, 5), Self.longest)
        tries += 1
        // Between three quarters of it and all of it.
        return whole - Int(random % UInt64(whole / 4 + 1))
    }

    /// After a connection that held.
    mutating func reset() { tries = 0 }
}
