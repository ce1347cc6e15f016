import PerchJSON
import PerchModel

/// What an agent tells of itself by `POST /api/presence/{agent_id}`: that it ran a tool, by an object, by the tool's name alone, or by
/// nothing at all.
struct HtmlGraphReport {
    private let agent: String
    private let project: String
    private let call: String
    private var tool: String?
    private var feature: String?
    private var session: String?
    private var tokens: Int64 = 0
    private var status: Status?

    /// What an agent may say about itself; the last two also move the synchronisation.
    private enum Status: String, Choice {
        case active, idle, offline, pushing, pulling
    }

    init(_ ask: Ask) throws(PerchError) {
        agent = ask[parameter: "agent_id"]
        project = ask.project ?? Draft.defaultProject
        call = ask.newID()
        guard ask.body.contains(where: { $0 > 0x20 }) else { return }
        do {
            let body = try JSONParser().parse(ask.body)
            if let word = body.stringValue { tool = Self.named(word) } else if !body.isNull { try read(body.object()) }
        } catch {
            throw HtmlGraphFault.refusing(error)
        }
        try check()
    }

    private mutating func read(_ body: JSONObject) throws(JSONError) {
        // The event may be the tool's name, or an object of the same fields.
        if let event = body["event"], !event.isNull {
            if let word = event.stringValue { tool = Self.named(word) } else { try readFields(event.object()) }
        }
        try readFields(body)
        status = try body.choice("status")
    }

    private mutating func readFields(_ fields: JSONObject) throws(JSONError) {
        tool = Self.named(try fields.string("tool_name") ?? "") ?? tool
        feature = Self.named(try fields.string("feature_id") ?? "") ?? feature
        session = Self.named(try fields.string("session_id") ?? "") ?? session
        tokens = try fields.int64("cost_tokens") ?? tokens
    }

    private static func named(_ word: String) -> String? { word.isEmpty ? nil : word }

    private func check() throws(PerchError) {
        if let session, !session.isName {
            throw PerchError(.unprocessable, "must be 1 to 512 characters", parameter: "session_id")
        }
        guard tokens >= 0 else {
            throw PerchError(.unprocessable, "must not be less than 0", parameter: "cost_tokens")
        }
    }

    /// Whether a tool was run: as in the original every call says so, unless it only says that the agent rests or synchronises.
    private var isCall: Bool { tool != nil || status == nil || status == .active }

    /// The events of the report; a call without a name counts for the tool the agent used last.
    func drafts(lastTool: String?) -> [Draft] {
        var bodies: [Body] = []
        if isCall {
            bodies.append(.toolStarted(ToolStarted(tool: tool ?? lastTool ?? "unknown", call: call)))
            bodies.append(.toolFinished(ToolFinished(call: call, ok: true)))
        }
        if tokens > 0 { bodies.append(.usageAdded(UsageAdded(inputTokens: tokens))) }
        if let feature { bodies.append(.agentUpdated(AgentUpdated(feature: feature))) }
        bodies += statusBodies
        return bodies.map {
            Draft($0, source: HtmlGraphDialect.name, project: project, session: session, agent: agent)
        }
    }

    private var statusBodies: [Body] {
        switch status {
        case .idle: [.agentPresence(AgentPresence(status: .idle, reason: "reported"))]
        case .offline: [.agentPresence(AgentPresence(status: .offline, reason: "reported"))]
        case .pushing: [.syncChanged(SyncChanged(status: "pushing", operation: "push"))]
        case .pulling: [.syncChanged(SyncChanged(status: "pulling", operation: "pull"))]
        case .active, nil: []
        }
    }
}
