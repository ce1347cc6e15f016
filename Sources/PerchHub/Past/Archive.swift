public import PerchLog
public import PerchModel
public import PerchViews

/// The worlds of the past: the nearest checkpoint before a moment, and what came after it folded once more.
///
/// One moment is made at a time, so that however many clients seek, one core at most is at it and one world is being made.
public actor Archive {
    private let log: any EventReading & CheckpointKeeping
    private var recent: [World] = []
    private var isBusy = false
    private var queue: [CheckedContinuation<Void, Never>] = []

    /// Worlds kept because a seek is often followed by one close by.
    private static let recentCount = 4

    /// The archive of a log.
    public init(log: any EventReading & CheckpointKeeping) {
        self.log = log
    }

    /// The seq a moment means: the last event that had happened by then, at most the last of the log.
    public nonisolated func seq(of moment: Moment) async throws(PerchError) -> Seq {
        switch moment {
        case .seq(let seq): min(seq, log.last)
        case .time(let time): try await log.seq(at: time)
        }
    }

    /// The world right after an event.
    ///
    /// - Throws: `PerchError` when the log can't be read.
    public func world(at seq: Seq, progress: @Sendable (Seq) -> Void = { _ in }) async throws(PerchError) -> World {
        await takeTurn()
        defer { endTurn() }
        var world = try await nearest(to: seq)
        if world.seq < seq {
            var refold = Refold(log: log)
            try await refold.advance(&world, to: seq, progress: progress)
        }
        remember(world)
        return world
    }

    /// An actor goes on with others while it waits for the log, so that turns have to be taken.
    private func takeTurn() async {
        guard isBusy else { return isBusy = true }
        await withCheckedContinuation { continuation in
            // Looked at again in the moment in which the wait begins: the turn may have ended in between.
            guard isBusy else {
                isBusy = true
                return continuation.resume()
            }
            queue.append(continuation)
        }
    }

    private func endTurn() {
        if queue.isEmpty { isBusy = false } else { queue.removeFirst().resume() }
    }

    /// The world to start from: the latest at hand that is not after an event.
    private func nearest(to seq: Seq) async throws(PerchError) -> World {
        let kept = recent.filter { $0.seq <= seq }.max { $0.seq < $1.seq }
        if let kept, seq - kept.seq <= 512 { return kept }
        guard let checkpoint = try await log.checkpoint(atOrBefore: seq, format: World.format),
            checkpoint.seq > kept?.seq ?? 0,
            // One that can't be read is as good as none: the log has everything.
            let world = try? World(checkpoint: checkpoint.state, seq: checkpoint.seq)
        else { return kept ?? World() }
        return world
    }

    private func remember(_ world: World) {
        recent.removeAll { $0.seq == world.seq }
        recent.append(world)
        if recent.count > Self.recentCount { recent.removeFirst() }
    }
}
