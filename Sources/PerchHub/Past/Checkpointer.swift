import PerchLog
import PerchModel
import PerchViews

/// Follows the log and keeps the folded state every so many events, so that neither a start nor a seek folds it all again.
///
/// It has its own fold behind the log, so what it costs is never paid by ingest or viewers.
struct Checkpointer: Sendable {
    let log: any EventReading & CheckpointKeeping

    /// The distance of two checkpoints: what a seek folds again at most.
    static let spacing: Seq = 8192

    /// More events than this in ``glance`` are a flood, during which the log's writers need the cores more than this does.
    private static let flood: Seq = 1000
    private static let glance = Duration.milliseconds(100)
    /// However long the flood, so often a checkpoint is made all the same.
    private static let patience = 100

    /// Makes the checkpoints that are due, now and whenever more has come, until the task is cancelled.
    func run() async {
        var world = World()
        while !Task.isCancelled {
            do { try await catchUp(&world) } catch { world = World() }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Makes the checkpoints that are missing after the world's seq, which is where the last one was made or found.
    func catchUp(_ world: inout World) async throws(PerchError) {
        var refold = Refold(log: log)
        while !Task.isCancelled {
            let next = (world.seq / Self.spacing + 1) * Self.spacing
            guard next <= log.last else { return }
            if let kept = try await kept(at: next) {
                world = kept
            } else {
                await waitOutFlood()
                try await refold.advance(&world, to: next)
                try await log.save(Checkpoint(seq: next, format: World.format, state: world.checkpoint()))
            }
            await Task.yield()
        }
    }

    /// Returns when events come in slowly, or after ten seconds.
    private func waitOutFlood() async {
        for _ in 0..<Self.patience {
            let before = log.last
            guard (try? await Task.sleep(for: Self.glance)) != nil, log.last - before > Self.flood else { return }
        }
    }

    /// The world of a checkpoint that is there already; a start finds most of them.
    private func kept(at seq: Seq) async throws(PerchError) -> World? {
        guard let checkpoint = try await log.checkpoint(atOrBefore: seq, format: World.format), checkpoint.seq == seq
        else { return nil }
        return try? World(checkpoint: checkpoint.state, seq: seq)
    }
}
