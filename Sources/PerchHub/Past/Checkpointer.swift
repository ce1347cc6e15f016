import PerchLog
import PerchModel
import PerchViews

/// Follows the log and keeps the folded state every so many events, so that neither a start nor a seek folds it all again.
///
/// It has its own fold behind the log, so what it costs is never paid by ingest or viewers.
struct Checkpointer: Sendable {
    let log: any EventReading & CheckpointKeeping

    /// The distance of two checkpoints: what a seek folds again at most.
    var spacing: Seq = 8192

    /// More events than this in ``glance`` are a flood, during which the log's writers need the cores more than this does.
    private static let flood: Seq = 1000
    private static let glance = Duration.milliseconds(100)
    /// However long the flood, so often a checkpoint is made all the same.
    private static let patience = 100
    private static let pauseAfterFailure = Duration.seconds(10)

    /// Makes the checkpoints that are due, now and whenever more has come, until the task is cancelled.
    func run() async {
        var world: World?
        while !Task.isCancelled {
            do {
                let last = if let world { world } else { try await lastKept() }
                world = try await catchUp(from: last)
                try? await Task.sleep(for: .seconds(1))
            } catch {
                // Nobody is worse off but the next seek; a full disk is not to be pestered.
                world = nil
                try? await Task.sleep(for: Self.pauseAfterFailure)
            }
        }
    }

    /// Makes the checkpoints that are missing after the world's seq; returns the world of the last one.
    func catchUp(from start: World) async throws(PerchError) -> World {
        var world = start
        var refold = Refold(log: log)
        while !Task.isCancelled {
            let next = (world.seq / spacing + 1) * spacing
            guard next <= log.last else { break }
            await waitOutFlood()
            try await refold.advance(&world, to: next)
            try await log.save(Checkpoint(seq: next, format: World.format, state: world.checkpoint()))
            await Task.yield()
        }
        return world
    }

    /// The world of the last checkpoint that is there already. They are made in order, so that a few looks find it.
    func lastKept() async throws(PerchError) -> World {
        var world = World()
        var (there, missing) = (Seq(0), log.last / spacing + 1)
        while missing - there > 1 {
            let middle = (there + missing) / 2
            if let kept = try await kept(at: middle * spacing) {
                (there, world) = (middle, kept)
            } else {
                missing = middle
            }
        }
        return world
    }

    /// Returns when events come in slowly, or after ten seconds.
    private func waitOutFlood() async {
        for _ in 0..<Self.patience {
            let before = log.last
            guard (try? await Task.sleep(for: Self.glance)) != nil, log.last - before > Self.flood else { return }
        }
    }

    /// The world of a checkpoint that is there and can be read.
    private func kept(at seq: Seq) async throws(PerchError) -> World? {
        guard let checkpoint = try await log.checkpoint(atOrBefore: seq, format: World.format), checkpoint.seq == seq
        else { return nil }
        return try? World(checkpoint: checkpoint.state, seq: seq)
    }
}
