import PerchModel

/// What tells agents and sessions of several projects apart.
struct AgentCraftKey: Hashable, Sendable {
    let project: String
    let id: String

    init(_ project: String, _ id: String) {
        self.project = project
        self.id = id
    }

    /// Takes a row's key apart, `project/id` or `project/kind/id`; nil where it is not of this kind.
    init?(_ key: String, kind: RowKind) {
        let parts = RowKey.parts(of: key, kind == .agent ? 2 : 3)
        guard let project = parts.first, let id = parts.last else { return nil }
        guard parts.count == 2 || parts[1] == kind.rawValue else { return nil }
        self.init(project, id)
    }
}

/// The agents and the sessions as AgentCraft's frames tell of them; no more of the world than that.
struct AgentCraftScene: Sendable {
    private(set) var agents: [AgentCraftKey: AgentCraftAgent] = [:]
    private(set) var sessions: [AgentCraftKey: SessionRow] = [:]
    /// The last outputs of all sessions, where somebody is told of them; the oldest first.
    private(set) var outputs: [OutputRow] = []
    private let keepsOutputs: Bool

    private static let outputLimit = 300

    /// The scene of a picture.
    init(_ picture: some Picture, project: String?, keepsOutputs: Bool = false) {
        self.keepsOutputs = keepsOutputs
        picture.forEachRow(ofKind: .agent, project: project) { _ = take($0) }
        picture.forEachRow(ofKind: .session, project: project) { _ = take($0) }
        guard keepsOutputs else { return }
        picture.forEachRow(ofKind: .output, project: project) { _ = take($0) }
        outputs.sort { $0.seq < $1.seq }
    }

    /// Of a picture, the sessions that run and the agents of those that are listed.
    init(listing picture: some Picture, project: String?) {
        keepsOutputs = false
        picture.forEachRow(ofKind: .session, project: project) { _ = take($0) }
        for session in active().sessions {
            for agent in session.row.agents {
                _ = picture.row(ofKind: .agent, RowKey.joined(session.row.project, agent)).map { take($0) }
            }
        }
    }

    /// What to call an agent that is named by its id, or by what people call it.
    func title(_ reference: String, in project: String) -> String {
        agents[AgentCraftKey(project, reference)]?.title ?? reference
    }

    /// Follows an event with the agent it is about, who is known from then on; tells what of it is worth a frame.
    mutating func follow(_ event: Event, agent id: String) -> (agent: AgentCraftAgent, news: AgentCraftNews?) {
        // As the world has it, so that the two speak of one agent, and whoever the world lets go of is let go of here.
        let id = id.cut(to: 512)
        let key = AgentCraftKey(event.project, id)
        let known = agents[key]
        var agent = known ?? AgentCraftAgent(id, at: event)
        let told = agent.take(event)
        agents[key] = agent
        return (agent, told ?? (known == nil ? AgentCraftNews(agent.status, "Reports for the first time") : nil))
    }

    /// Takes up a row that changed; tells whether the list of active sessions may have changed by it.
    mutating func take(_ patch: Patch) -> Bool {
        if let row = patch.row { return take(row) }
        switch patch.view {
        case .agents: return AgentCraftKey(patch.key, kind: .agent).flatMap { agents.removeValue(forKey: $0) } != nil
        case .sessions:
            return AgentCraftKey(patch.key, kind: .session).flatMap { sessions.removeValue(forKey: $0) } != nil
        default: return false
        }
    }

    private mutating func take(_ row: Row) -> Bool {
        switch row {
        case .agent(let row): return take(row)
        case .session(let row): return take(row)
        case .output(let row):
            take(row)
            return false
        default: return false
        }
    }

    private mutating func take(_ row: AgentRow) -> Bool {
        guard !Person.isNamed(row.agent) else { return false }
        let key = AgentCraftKey(row.project, row.agent)
        let (before, after) = (agents[key], AgentCraftAgent(row))
        agents[key] = after
        return before?.isActive != after.isActive || before?.session != after.session
            || before?.percent != after.percent
    }

    private mutating func take(_ row: SessionRow) -> Bool {
        let before = sessions.updateValue(row, forKey: AgentCraftKey(row.project, row.session))
        return before?.state != row.state || before?.phase != row.phase || before?.progress != row.progress
            || before?.query != row.query || before?.agentCount != row.agentCount || before?.started != row.started
    }

    private mutating func take(_ row: OutputRow) {
        guard keepsOutputs else { return }
        outputs.append(row)
        if outputs.count > Self.outputLimit { outputs.removeFirst(outputs.count - Self.outputLimit) }
    }
}

extension AgentCraftScene {
    /// A session with what belongs to it.
    func session(_ key: AgentCraftKey) -> AgentCraftSession? {
        sessions[key].map { row in
            with(row, outputs.filter { $0.session == row.session && $0.project == row.project })
        }
    }

    private func with(_ row: SessionRow, _ outputs: [OutputRow]) -> AgentCraftSession {
        let agents = row.agents.compactMap { self.agents[AgentCraftKey(row.project, $0)] }
        return AgentCraftSession(row, agents: agents, outputs: outputs)
    }

    /// The sessions that run, the newest first, without their outputs: at most so many, and how many there are.
    func active(_ limit: Int = 200) -> (sessions: [AgentCraftSession], total: Int) {
        let running = sessions.values.filter { $0.state == .active }
        let newest = running.sorted { left, right in
            let (a, b) = (left.started ?? .earliest, right.started ?? .earliest)
            return a == b ? left.key < right.key : a > b
        }
        return (newest.prefix(limit).map { with($0, []) }, running.count)
    }
}
