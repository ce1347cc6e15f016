import PerchLog
import PerchModel
public import PerchNet
import PerchViews

/// Looks at the clock and appends what it says about agents: the only way time enters the log by itself.
///
/// It runs on the projector's loop, so that it sees events in their order.
public actor Watcher: LoopActor {
    /// The projector's loop.
    public nonisolated let loop: Loop
    private let door: FrontDoor
    private var watch: PresenceWatch
    private var timer: LoopTimer?
    private var isAppending = false
    private var waiting: [Draft] = []

    /// A watcher that has seen nothing yet.
    public init(loop: Loop, door: FrontDoor, patience: PresenceWatch.Patience) {
        self.loop = loop
        self.door = door
        // Of agents that the view does not keep there is nothing to say.
        watch = PresenceWatch(patience, limit: Limits().agents)
    }

    /// Takes up the agents of the world and listens to what is folded from now on.
    public func start(_ projector: Projector) async {
        let world = await projector.currentWorld()
        world.forEachRow(of: .agents, project: nil) { _, row in
            guard case .agent(let agent) = row, let seen = agent.lastActive else { return }
            watch.note(project: agent.project, agent: agent.agent, seen: seen, presence: agent.presence)
        }
        await projector.observe { [weak self] batch in
            self?.assumeIsolated { $0.hear(batch) }
        }
        timer = loop.schedule(afterMilliseconds: 1000, everyMilliseconds: 1000) { [weak self] in
            self?.assumeIsolated { $0.look() }
        }
    }

    /// Looks no more.
    public func stop() {
        timer?.cancel()
        timer = nil
    }

    private func hear(_ batch: Batch) {
        for event in batch.events {
            watch.note(event)
            if let draft = watch.ended(by: event) { waiting.append(draft) }
        }
        appendWaiting()
    }

    private func look() {
        waiting += watch.due(at: .now)
        appendWaiting()
    }

    /// One append at a time; what comes meanwhile goes with the next.
    private func appendWaiting() {
        guard !isAppending, !waiting.isEmpty, timer != nil else { return }
        isAppending = true
        let drafts = waiting
        waiting = []
        Task { await append(drafts) }
    }

    private func append(_ drafts: [Draft]) async {
        do { try await door.accept(drafts, from: .everything) } catch { watch.forget(asked: drafts) }
        // After the wait: more may have become due, and the watcher may have been stopped.
        isAppending = false
        appendWaiting()
    }
}
