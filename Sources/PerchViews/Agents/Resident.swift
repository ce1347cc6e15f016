import PerchModel

/// An agent as two views show it. They share the slot, so that an event looks its agent up once.
struct Resident: Sendable {
    var agent: AgentRow
    var node: NodeRow

    /// Whether it runs: it has not ended and is not offline.
    var isAlive: Bool { agent.finished == nil && agent.presence != .offline }

    /// An agent that is heard of for the first time.
    init(_ id: String, at occasion: Occasion) {
        agent = AgentRow(project: occasion.project, agent: id)
        agent.source = occasion.source
        agent.started = occasion.time
        agent.lastActive = occasion.time
        node = NodeRow(project: occasion.project, agent: id)
        node.spawned = occasion.time
    }

    init(agent: AgentRow, node: NodeRow) {
        self.agent = agent
        self.node = node
    }

    static let blank = Resident(agent: AgentRow(project: "", agent: ""), node: NodeRow(project: "", agent: ""))
}

/// All agents, with their nodes.
typealias Roster = Table<Name, Resident>

extension AgentRow {
    /// What the sums count an agent as.
    var standing: Standing {
        Standing(presence: presence, isFinished: finished != nil, isWorking: status.isWork && presence == .active)
    }
}

struct Standing: Equatable {
    let presence: Presence
    let isFinished: Bool
    let isWorking: Bool
}

extension AgentStatus {
    var isWork: Bool {
        switch self {
        case .analyzing, .processing, .collaborating: true
        case .idle, .waiting, .completed, .error: false
        }
    }
}
