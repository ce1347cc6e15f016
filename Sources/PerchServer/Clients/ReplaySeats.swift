import PerchModel
import Synchronization

/// How many clients may watch the past at once: each has a world of its own, which may be large.
final class ReplaySeats: Sendable {
    /// So many may.
    static let count = 128

    private let taken = Atomic<Int>(0)
    private let metrics: Metrics

    init(metrics: Metrics) {
        self.metrics = metrics
    }

    /// Takes a seat, which is given back when it is let go of.
    ///
    /// - Throws: `PerchError` (`too_many_clients`) when none is left.
    func take() throws(PerchError) -> ReplaySeat {
        guard taken.add(1, ordering: .relaxed).newValue <= Self.count else {
            taken.subtract(1, ordering: .relaxed)
            throw PerchError(.tooManyClients, "Too many clients watch the past at once; try again later.")
        }
        metrics.replays(1)
        return ReplaySeat(of: self)
    }

    fileprivate func giveBack() {
        taken.subtract(1, ordering: .relaxed)
        metrics.replays(-1)
    }
}

/// One client's seat among those who watch the past.
final class ReplaySeat: Sendable {
    private let seats: ReplaySeats

    fileprivate init(of seats: ReplaySeats) {
        self.seats = seats
    }

    deinit {
        seats.giveBack()
    }
}
