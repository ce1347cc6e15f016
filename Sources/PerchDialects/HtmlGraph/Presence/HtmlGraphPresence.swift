import PerchJSON
import PerchModel

/// An agent as the presence widget knows it: eight fields, all of them always there.
struct HtmlGraphPresence: Sendable, Equatable {
    let agent: String
    let status: Presence
    let feature: String?
    let tool: String?
    let activity: Timestamp
    let tools: Int64
    let tokens: Int64
    let session: String?

    init(_ row: AgentRow) {
        agent = row.agent
        status = row.presence
        feature = row.feature
        tool = row.lastTool
        activity = row.lastActive ?? row.started ?? .earliest
        tools = row.tools
        let (sum, overflows) = row.inputTokens.addingReportingOverflow(row.outputTokens)
        tokens = overflows ? .max : sum
        session = row.session
    }

    /// All agents of a project, or of all of them.
    static func all(in picture: some Picture, project: String?) -> [(key: String, presence: HtmlGraphPresence)] {
        var all: [(key: String, presence: HtmlGraphPresence)] = []
        picture.forEachRow(ofKind: .agent, project: project) { row in
            if case .agent(let agent) = row { all.append((agent.key, HtmlGraphPresence(agent))) }
        }
        return all
    }

    /// The agent of an id in a project.
    static func row(of agent: String, in project: String, _ picture: some Picture) -> AgentRow? {
        guard case .agent(let row)? = picture.row(ofKind: .agent, RowKey.joined(project, agent)) else { return nil }
        return row
    }

    /// The agent of an id in whatever project.
    static func row(of agent: String, inAnyOf picture: some Picture) -> AgentRow? {
        var found: AgentRow?
        picture.forEachRow(ofKind: .agent, project: nil) { row in
            if case .agent(let one) = row, one.agent == agent { found = one }
        }
        return found
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("agent_id", agent)
            writer.field("status", status.rawValue)
            writer.orNull("current_feature_id", feature)
            writer.orNull("last_tool_name", tool)
            writer.field("last_activity", activity)
            writer.field("total_tools_executed", tools)
            writer.field("total_cost_tokens", tokens)
            writer.orNull("session_id", session)
        }
    }

    /// The frame the widget waits for.
    func update(at time: Timestamp) -> [UInt8] {
        var writer = JSONWriter(reserving: 640)
        writer.object { writer in
            writer.field("type", "presence_update")
            writer.field("event_type", "presence_update")
            writer.field("agent_id", agent)
            writer.key("presence")
            write(to: &writer)
            writer.field("timestamp", time)
        }
        return writer.bytes
    }
}

extension JSONWriter {
    /// Writes `agents` and `timestamp`, of an object that is open.
    mutating func agents(_ agents: [HtmlGraphPresence], at time: Timestamp) {
        array("agents") { writer in
            for agent in agents { agent.write(to: &writer) }
        }
        field("timestamp", time)
    }
}
