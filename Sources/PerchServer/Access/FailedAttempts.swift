import PerchDialects
import PerchModel
import PerchNet
import PerchSystem

/// Counts secrets that were wrong, so that nobody tries many. A right one is let in whatever was tried before it, so that who
/// guesses at the same address locks nobody out.
struct FailedAttempts: Sendable {
    private let rations = Rations(limit: 1_000)
    private let log: ServerLog
    private let clock: @Sendable () -> UInt64

    /// How many there may be in a minute from one address.
    static let perAddress = 10
    /// How many there may be in a minute from all addresses.
    static let inAll = 100
    /// How many are logged in a minute.
    static let logged = 10

    /// `clock` tells milliseconds that never go back.
    init(log: ServerLog, clock: @escaping @Sendable () -> UInt64 = { SystemClock.monotonicNanoseconds() / 1_000_000 }) {
        self.log = log
        self.clock = clock
    }

    /// Counts one, and returns what it is refused with: the error given, or `rate_limited`.
    ///
    /// - Parameter door: The path of the door as the table has it, which unlike the request's holds nobody's words.
    func count(_ request: Request, at door: String?, _ error: PerchError) -> PerchError {
        let now = clock()
        if rations.take(Ration("logged", count: Self.logged, seconds: 60), now: now) == nil {
            log(
                .warning,
                "a token that is not known here, from \(request.peer.host), at \(request.method.rawValue) "
                    + (door ?? "a path that is none"))
        }
        let address = Ration("from \(request.peer.host)", count: Self.perAddress, seconds: 60)
        let all = Ration("all", count: Self.inAll, seconds: 60)
        guard let wait = rations.take(address, now: now) ?? rations.take(all, now: now) else { return error }
        return PerchError(
            .rateLimited, "Too many wrong tokens; a right one is let in at any time, another wrong one in \(wait) s.",
            retryAfter: wait)
    }
}
