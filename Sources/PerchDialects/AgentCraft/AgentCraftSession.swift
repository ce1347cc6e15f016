import PerchJSON
import PerchModel

/// A session with what belongs to it, and how it is written.
struct AgentCraftSession {
    let row: SessionRow
    /// Those of its agents that are known.
    let agents: [AgentCraftAgent]
    /// Its last outputs, the oldest first.
    let outputs: [OutputRow]

    init(_ row: SessionRow, agents: [AgentCraftAgent], outputs: [OutputRow]) {
        self.row = row
        self.agents = agents
        self.outputs = outputs
    }

    /// The session of an id, in a project or in the one where something last happened in it.
    init?(_ id: String, project: String?, in picture: some Picture) {
        guard let row = Self.row(id, project: project, in: picture) else { return nil }
        var outputs: [OutputRow] = []
        picture.forEachRow(ofKind: .output, project: row.project) { other in
            if case .output(let output) = other, output.session == id { outputs.append(output) }
        }
        let agents = row.agents.compactMap { agent -> AgentCraftAgent? in
            guard case .agent(let known) = picture.row(ofKind: .agent, RowKey.joined(row.project, agent)) else {
                return nil
            }
            return AgentCraftAgent(known)
        }
        self.init(row, agents: agents, outputs: outputs.sorted { $0.seq < $1.seq })
    }

    private static func row(_ id: String, project: String?, in picture: some Picture) -> SessionRow? {
        if let project {
            guard case .session(let row) = picture.row(ofKind: .session, RowKey.joined(project, "session", id)) else {
                return nil
            }
            return row
        }
        var found: SessionRow?
        picture.forEachRow(ofKind: .session, project: nil) { other in
            guard case .session(let row) = other, row.session == id else { return }
            if (row.lastActive ?? .earliest) >= (found?.lastActive ?? .earliest) { found = row }
        }
        return found
    }

    /// Whether it went wrong.
    var isFailed: Bool { row.state == .finished && (row.ok == false || row.error != nil) }

    /// Those at work in it. An agent that failed is told of as long as the session is; who has gone elsewhere is not.
    var present: [AgentCraftAgent] {
        agents.filter { ($0.isActive || $0.status == .error) && ($0.session ?? row.session) == row.session }
    }

    /// How many of its agents are there and have not ended.
    var activeCount: Int { present.count { $0.isActive } }

    /// The phase, which at the end is one of two.
    var phase: String {
        if isFailed { return "error" }
        return row.phase ?? (row.state == .finished ? "completed" : "initialization")
    }

    /// How far it is: as it says itself, else as far as its agents are on average.
    var progress: Int {
        if row.state == .finished, !isFailed { return 100 }
        if let progress = row.progress { return AgentCraftAgent.percent(progress) }
        guard !agents.isEmpty else { return 0 }
        return agents.reduce(0) { $0 + $1.percent } / agents.count
    }

    /// When it will be done at the pace it has had.
    var estimatedCompletion: Timestamp? {
        guard row.state == .active, (1..<100).contains(progress), let started = row.started, let now = row.lastActive,
            now > started
        else { return nil }
        let whole = Double(now.microseconds - started.microseconds) / Double(progress) * 100
        return started.advanced(by: Int64(min(whole, 1e15)))
    }
}

extension AgentCraftSession {
    /// Writes it as the list of active sessions has it: with the fields of the document and of the source.
    func writeItem(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("session_id", row.session)
            writer.orNull("query", row.query)
            writer.field("status", activeCount == 0 && !agents.isEmpty ? "idle" : "processing")
            writer.field("agents_active", activeCount)
            writer.field("phase", phase)
            writer.field("progress", progress)
            writer.field("agents", row.agentCount)
            writer.epoch("started_at", row.started)
        }
    }

    /// Writes its state with so many of its last outputs.
    func writeState(_ flavour: AgentCraftFlavour, outputs count: Int, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("session_id", row.session)
            writer.orNull("query", row.query)
            writer.field("current_phase", phase)
            writer.field("overall_progress", progress)
            writer.field("total_agents", row.agentCount)
            writer.array("active_agents") { writer in
                for agent in present { agent.write(flavour, to: &writer) }
            }
            writer.field("completed_agents", agents.filter { $0.isFinished && $0.status != .error }.map(\.title))
            writer.epoch("started_at", row.started)
            writer.epoch("estimated_completion", estimatedCompletion)
            writer.array("crew_output") { writer in
                for output in outputs.suffix(count) { write(output, to: &writer) }
            }
        }
    }

    private func write(_ output: OutputRow, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.epoch("timestamp", output.time)
            writer.field("type", output.type ?? "processing")
            writer.field("content", output.content.cut(to: 2_000))
            writer.orNull("agent", output.agent.map { id in agents.first { $0.id == id }?.title ?? id })
        }
    }
}

extension AgentCraftAgent {
    private var details: String? { message?.cut(to: AgentCraftText.sentenceBytes) }

    /// Writes it as the state of a session has it.
    func write(_ flavour: AgentCraftFlavour, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("agent_id", id)
            writer.field("agent_name", title)
            writer.field("status", AgentCraftStatus.word(status, flavour))
            writer.field("progress", percent)
            writer.orNull("current_task", task)
            switch flavour {
            case .document: writer.object("details") { $0.field("message", details) }
            case .source: writer.field("details", details ?? "")
            }
            writer.epoch("started_at", started)
            writer.epoch("updated_at", updated)
        }
    }
}

extension JSONWriter {
    /// Writes a moment in seconds since 1970, as AgentCraft's envelopes have it; null where there is none.
    mutating func epoch(_ key: StaticString, _ time: Timestamp?) {
        orNull(key, time?.secondsSince1970)
    }
}
