import PerchModel

/// What tells a piece of work apart: agents may give their calls the same ids, tasks are a project's.
struct WorkKey: Hashed {
    let project: String
    let agent: String
    let id: String
    let type: WorkType
    let hash: Int

    /// A call of an agent, or of none.
    init(call id: String, of agent: Name) {
        project = agent.project
        self.agent = agent.id
        self.id = id
        type = .call
        hash = TextHash.hash(agent.hash, id)
    }

    init(task name: Name) {
        project = name.project
        agent = ""
        id = name.id
        type = .task
        hash = name.hash
    }

    init(_ row: WorkRow) {
        switch row.type {
        case .call: self.init(call: row.id, of: Name(row.project, row.agent ?? ""))
        case .task: self.init(task: Name(row.project, row.id))
        }
    }

    static func == (left: WorkKey, right: WorkKey) -> Bool {
        left.hash == right.hash && left.type == right.type && left.id == right.id && left.agent == right.agent
            && left.project == right.project
    }
}

extension WorkRow {
    /// The agent that does it, whose end ends it.
    var doer: String? { to ?? agent }

    /// Ends it.
    mutating func close(_ state: WorkState, at time: Timestamp) {
        self.state = state
        end = time
        duration = start.map { time.milliseconds(since: $0) }
    }
}
