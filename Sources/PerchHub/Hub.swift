public import PerchLog
public import PerchModel
import PerchViews

/// Everything that stands between the log and those who report and watch.
public struct Hub: Sendable {
    /// The log.
    public let log: any EventLog
    /// The only way into it.
    public let door: FrontDoor
    /// The fold, and the channels that tell of it.
    public let projector: Projector
    /// The worlds of the past.
    public let archive: Archive
    private let watcher: Watcher

    /// Joins a log to a projector that is handed its commits already.
    public init(log: any EventLog, projector: Projector, patience: PresenceWatch.Patience) {
        self.log = log
        self.projector = projector
        archive = Archive(log: log)
        door = FrontDoor(log: log, projector: projector)
        watcher = Watcher(loop: projector.loop, door: door, patience: patience)
    }

    /// Folds what the log has so far, from the last checkpoint on, and starts to watch; `progress` is told the seq reached.
    ///
    /// - Throws: `PerchError` when the log can't be read.
    public func start(progress: @escaping @Sendable (Seq) -> Void = { _ in }) async throws(PerchError) {
        let world = try await archive.world(at: log.last, progress: progress)
        await projector.start(with: world)
        await watcher.start(projector)
    }

    /// Makes checkpoints behind the log until the task is cancelled.
    public func keepCheckpoints() async {
        await Checkpointer(log: log).run()
    }

    /// Stops watching, folds what is left and keeps the state, so that the next start has nothing to fold.
    public func stop() async {
        await watcher.stop()
        await projector.stop()
        let world = await projector.currentWorld()
        guard world.seq > 0 else { return }
        // Without it the next start takes longer, and that is all.
        try? await log.save(Checkpoint(seq: world.seq, format: World.format, state: world.checkpoint()))
    }
}
