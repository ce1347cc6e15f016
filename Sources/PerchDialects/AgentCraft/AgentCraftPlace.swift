import PerchModel

/// Where a report belongs, and the world it is made in.
struct AgentCraftPlace {
    let project: String
    let session: String?
    let picture: any Picture

    /// A draft of this place.
    func draft(_ body: Body, agent: String? = nil) -> Draft {
        Draft(body, source: AgentCraftDialect.name, project: project, session: session, agent: agent)
    }

    /// The id of an agent that a report calls by its id or by its name: one of the session's, else what it says.
    func id(of reference: String) -> String {
        if row(reference) != nil { return reference }
        return agents.first { $0.name == reference }?.agent ?? reference
    }

    /// The id of an agent, and what makes its name known where that is news.
    func admit(_ named: AgentCraftNamed) -> (id: String, drafts: [Draft]) {
        let id = named.id ?? self.id(of: named.name ?? "")
        let known = row(id)
        guard let name = named.name, known?.name != name, known != nil || name != id else { return (id, []) }
        return (id, [draft(.agentStarted(AgentStarted(name: name, role: named.role)), agent: id)])
    }

    /// The agents of the session that have not ended.
    var present: [AgentRow] {
        agents.filter { $0.finished == nil && $0.session == session }
    }

    private var agents: [AgentRow] {
        guard let session,
            case .session(let row) = picture.row(ofKind: .session, RowKey.joined(project, "session", session))
        else { return [] }
        return row.agents.compactMap { self.row($0) }
    }

    private func row(_ agent: String) -> AgentRow? {
        guard case .agent(let row) = picture.row(ofKind: .agent, RowKey.joined(project, agent)) else { return nil }
        return row
    }
}
