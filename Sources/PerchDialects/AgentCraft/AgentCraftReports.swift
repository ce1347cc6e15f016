import PerchJSON
import PerchModel

/// The doors that are reported to. The original has none: it reports from within its own process.
enum AgentCraftReports {
    /// The kind of an event that is passed on to every client as it is.
    static let broadcast = "agentcraft.broadcast"

    /// What a report comes to, once it is known where it belongs.
    typealias Plan = @Sendable (AgentCraftPlace) -> [Draft]

    static let doors: [Door] = [
        .post("/api/ws/broadcast", pass),
        .post("/api/ws/agent-status", status),
        .post("/api/ws/sessions/{session_id}/logs", logs),
        .post("/api/ws/sessions/{session_id}/agents/{agent_id}", agent),
        session("agent-status") { body throws(PerchError) in try status(body, try AgentCraftNamed(body)) },
        session("start", start),
        session("phase", phase),
        session("progress", progress),
        session("output", output),
        session("handoff", handoff),
        session("complete", complete),
        session("error", fail),
    ]

    private static func session(
        _ word: String, _ read: @escaping @Sendable (AgentCraftBody) throws(PerchError) -> Plan
    ) -> Door {
        .post("/api/ws/sessions/{session_id}/\(word)") { ask throws(PerchError) in
            try carryOut(try read(AgentCraftBody(try ask.object())), ask, in: session(ask))
        }
    }

    private static func session(_ ask: Ask) throws(PerchError) -> String {
        try AgentCraftBody.name(ask[parameter: "session_id"], "session_id")
    }

    /// Reports, and answers once those who ask see it.
    private static func carryOut(
        _ plan: @escaping Plan, _ ask: Ask, in session: String?
    ) throws(PerchError) -> Reaction<Answer> {
        let project = ask.project ?? Draft.defaultProject
        return .look { picture in
            let drafts = plan(AgentCraftPlace(project: project, session: session, picture: picture))
            let answer = Answer.object { writer in
                writer.field("success", true)
                writer.field("session_id", session)
            }
            return .reportSeen(drafts, answer)
        }
    }

    /// Any object, told to every client as it is.
    @Sendable private static func pass(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let data = try ask.object().element.text()
        let project = ask.project ?? Draft.defaultProject
        let draft = Draft(.other(name: broadcast, data: data), source: AgentCraftDialect.name, project: project)
        let answer = Answer.object { writer in
            writer.field("success", true)
            writer.field("message", "Broadcast sent")
        }
        return .report([draft], answer)
    }

    // MARK: Agents

    @Sendable private static func status(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let body = AgentCraftBody(try ask.object())
        let session = try body.name("session_id")
        return try carryOut(try status(body, try AgentCraftNamed(body)), ask, in: session)
    }

    @Sendable private static func agent(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let body = AgentCraftBody(try ask.object())
        let id = try AgentCraftBody.name(ask[parameter: "agent_id"], "agent_id")
        return try carryOut(try status(body, try AgentCraftNamed(body, id: id)), ask, in: session(ask))
    }

    /// How an agent is doing. One that says it is done, or failed, has ended, until it says something else.
    private static func status(_ body: AgentCraftBody, _ named: AgentCraftNamed) throws(PerchError) -> Plan {
        let status = try body.status()
        let progress = try body.progress()
        let message = try body.text("message")
        let update = AgentUpdated(
            status: status, progress: status == .completed ? progress ?? 100 : progress, message: message,
            task: try body.text("current_task"), feature: try body.name("feature"),
            metadata: body.json("metadata") ?? body.json("details"))
        return { place in
            let (id, admission) = place.admit(named)
            return admission + [place.draft(.agentUpdated(update), agent: id)]
                + (end(status, message).map { [place.draft($0, agent: id)] } ?? [])
        }
    }

    private static func end(_ status: AgentStatus?, _ message: String?) -> Body? {
        switch status {
        case .completed: .agentFinished(AgentFinished(outcome: "completed"))
        case .error: .agentFinished(AgentFinished(outcome: "error", error: message))
        default: nil
        }
    }

    @Sendable private static func handoff(_ body: AgentCraftBody) throws(PerchError) -> Plan {
        let from = try body.requiredName("from", or: "primary_agent")
        let to = try body.requiredName("to", or: "secondary_agent")
        let type = try body.text("type", or: "collaboration_type")
        let reason = try body.text("reason")
        return { place in
            let (from, to) = (place.id(of: from), place.id(of: to))
            return [
                place.draft(.handoffMade(HandoffMade(from: from, to: to, type: type, reason: reason)), agent: from)
            ]
        }
    }

    // MARK: Sessions

    @Sendable private static func start(_ body: AgentCraftBody) throws(PerchError) -> Plan {
        let query = try body.text("query")
        let agents = try body.agents()
        return { place in
            let began = [
                place.draft(.sessionStarted(SessionStarted(query: query))),
                place.draft(.sessionUpdated(SessionUpdated(phase: "initialization", progress: 0))),
            ]
            return began
                + agents.map { agent in
                    let start = AgentStarted(name: agent.name, role: agent.role)
                    return place.draft(.agentStarted(start), agent: agent.id ?? place.id(of: agent.name ?? ""))
                }
        }
    }

    @Sendable private static func phase(_ body: AgentCraftBody) throws(PerchError) -> Plan {
        try moved(SessionUpdated(phase: try body.requiredText("phase"), progress: try body.progress()), body)
    }

    @Sendable private static func progress(_ body: AgentCraftBody) throws(PerchError) -> Plan {
        guard let progress = try body.progress() else {
            throw PerchError(.invalidEvent, "\"progress\" is missing.", parameter: "progress")
        }
        return try moved(SessionUpdated(progress: progress), body)
    }

    private static func moved(_ update: SessionUpdated, _ body: AgentCraftBody) throws(PerchError) -> Plan {
        let log = try body.text("message").map { LogWritten(message: $0, level: "info") }
        return { place in
            [place.draft(.sessionUpdated(update))] + (log.map { [place.draft(.logWritten($0))] } ?? [])
        }
    }

    @Sendable private static func output(_ body: AgentCraftBody) throws(PerchError) -> Plan {
        let output = SessionOutput(content: try body.requiredText("content"), type: try body.text("type"))
        let agent = try body.name("agent")
        return { place in [place.draft(.sessionOutput(output), agent: agent.map(place.id(of:)))] }
    }

    /// Ends a session, and with it whoever is still at work in it.
    @Sendable private static func complete(_ body: AgentCraftBody) throws(PerchError) -> Plan {
        guard try body.truth("ok") ?? true else { return failure(nil, of: nil) }
        return { place in
            [place.draft(.sessionUpdated(SessionUpdated(phase: "completed", progress: 100)))]
                + place.present.map { agent in
                    place.draft(.agentFinished(AgentFinished(outcome: "completed")), agent: agent.agent)
                } + [place.draft(.sessionFinished(SessionFinished(ok: true)))]
        }
    }

    @Sendable private static func fail(_ body: AgentCraftBody) throws(PerchError) -> Plan {
        failure(try body.requiredText("error"), of: try body.name("agent"))
    }

    /// Ends a session in failure: of one agent, or of all that were at work.
    private static func failure(_ error: String?, of agent: String?) -> Plan {
        { place in
            let failed = agent.map { [place.id(of: $0)] } ?? place.present.map(\.agent)
            return [place.draft(.sessionUpdated(SessionUpdated(phase: "error")))]
                + failed.map { place.draft(.agentFinished(AgentFinished(outcome: "error", error: error)), agent: $0) }
                + [place.draft(.sessionFinished(SessionFinished(ok: false, error: error)))]
        }
    }
}

extension AgentCraftReports {
    private static let logLimit = 1_000

    /// One line of a log, or an array of them.
    @Sendable private static func logs(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let json: JSONElement
        do { json = try JSONParser().parse(ask.body) } catch { throw PerchError(refusing: error) }
        var lines: [(agent: String?, log: LogWritten)] = []
        if let list = json.arrayValue {
            guard list.count <= logLimit else {
                throw PerchError(.tooLarge, "At most \(logLimit) lines at once.")
            }
            for element in list { lines.append(try line(element)) }
        } else {
            lines.append(try line(json))
        }
        let told = lines
        return try carryOut(
            { place in told.map { place.draft(.logWritten($0.log), agent: $0.agent.map(place.id(of:))) } }, ask,
            in: session(ask))
    }

    private static func line(_ element: JSONElement) throws(PerchError) -> (agent: String?, log: LogWritten) {
        guard let object = element.objectValue else {
            throw PerchError(.invalidEvent, "A line of a log is an object with a \"message\".")
        }
        let body = AgentCraftBody(object)
        let log = LogWritten(
            message: try body.requiredText("message"), level: try body.text("level") ?? "info",
            logger: try body.text("logger"), details: body.json("details"))
        return (try body.name("agent"), log)
    }
}
