import PerchModel

/// What tells a piece of work apart: agents may give their calls the same ids, tasks are a project's.
struct WorkKey: Hashable, Sendable {
    var project: String
    var agent: String
    var id: String
    var type: WorkType

    init(call id: String, of agent: String?, in project: String) {
        self.project = project
        self.agent = agent ?? ""
        self.id = id
        type = .call
    }

    init(task id: String, in project: String) {
        self.project = project
        self.agent = ""
        self.id = id
        type = .task
    }

    init(_ row: WorkRow) {
        switch row.type {
        case .call: self.init(call: row.id, of: row.agent, in: row.project)
        case .task: self.init(task: row.id, in: row.project)
        }
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
