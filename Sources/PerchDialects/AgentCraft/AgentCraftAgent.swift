import PerchJSON
import PerchModel

/// An agent as AgentCraft's frames tell of it.
struct AgentCraftAgent: Sendable {
    let id: String
    var name: String?
    var status: AgentStatus
    var isFinished = false
    var isOffline = false
    var progress: Double?
    var message: String?
    var task: String?
    var feature: String?
    var session: String?
    var started: Timestamp?
    var updated: Timestamp?

    /// One that is heard of for the first time.
    init(_ id: String, at event: Event) {
        self.id = id
        status = .idle
        session = event.session
        started = event.time
        updated = event.time
    }

    /// One as the world has it.
    init(_ row: AgentRow) {
        id = row.agent
        name = row.name
        status = row.status
        isFinished = row.finished != nil
        isOffline = row.presence == .offline
        progress = row.progress
        message = row.message
        task = row.task
        feature = row.feature
        session = row.session
        started = row.started
        updated = row.lastActive
    }

    /// What people call it, or its id.
    var title: String { name ?? id }

    /// Whether it is there and has not ended.
    var isActive: Bool { !isFinished && !isOffline }

    /// How far it is, as a whole number from 0 to 100.
    var percent: Int { status == .completed ? 100 : AgentCraftAgent.percent(progress) }

    /// A share as a whole number from 0 to 100.
    static func percent(_ progress: Double?) -> Int {
        guard let progress, progress.isFinite else { return 0 }
        return Int(min(max(progress, 0), 100).rounded())
    }

    /// How many more seconds it will take at the pace it has had.
    func secondsLeft(at time: Timestamp) -> Int? {
        guard let started, let progress, progress > 0, progress < 100, time > started else { return nil }
        let seconds = Double(time.microseconds - started.microseconds) / 1e6
        return Int(min(seconds * (100 - progress) / progress, 1e9))
    }
}

/// What there is to tell of an agent after an event.
struct AgentCraftNews: Sendable {
    var status: AgentStatus
    var message: String?
    /// What else the sender told.
    var metadata: JSONText?
    /// How far it is, where the event tells.
    var progress: Double?

    init(_ status: AgentStatus, _ message: String? = nil, metadata: JSONText? = nil, progress: Double? = nil) {
        self.status = status
        self.message = message
        self.metadata = metadata
        self.progress = progress
    }
}
