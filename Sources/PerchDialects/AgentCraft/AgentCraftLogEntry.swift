import PerchJSON
import PerchModel

/// One entry of a session's log: a line that somebody wrote, or something that an agent or the crew did.
struct AgentCraftLogEntry: Sendable {
    let time: Timestamp
    let session: String?
    /// Who did or said it, as people call it.
    let agent: String?
    private(set) var level: String
    let message: String
    /// One of the source's words for what it is about.
    let type: String
    private(set) var logger: String?
    private(set) var details = JSONText.emptyObject

    /// The kinds of events that make entries.
    static let kinds = [
        "log.written", "agent.started", "agent.updated", "agent.finished", "tool.*", "skill.used", "task.*",
        "session.*", "handoff.made", "message.sent",
    ]

    /// The entry that an event makes; nil where it makes none. `title` tells what to call an agent.
    init?(_ event: Event, title: (String) -> String) {
        guard let words = Self.words(event.body, title) else { return nil }
        time = event.time
        session = event.session
        agent = event.agent.map(title)
        level = words.level
        message = words.message.cut(to: AgentCraftText.messageBytes)
        type = words.type
        guard case .logWritten(let log) = event.body else { return }
        level = log.level.map { $0.lowercased().cut(to: 20) } ?? level
        logger = log.logger.map { $0.cut(to: AgentCraftText.nameBytes) }
        if let sent = log.details { details = Self.object(sent) }
    }

    /// Whether the source's stream has it: from INFO on.
    var isForStream: Bool { !["debug", "trace", "notset"].contains(level) }

    /// Details are an object for whoever reads them.
    private static func object(_ sent: JSONText) -> JSONText {
        sent.bytes.count <= AgentCraftText.detailBytes ? sent.asObject : .emptyObject
    }
}

extension AgentCraftLogEntry {
    /// What an event says in a log.
    private struct Words {
        let level: String
        let message: String
        let type: String

        init(_ type: String, _ message: String, isError: Bool = false) {
            level = isError ? "error" : "info"
            self.message = message
            self.type = isError ? "error" : type
        }
    }

    private static func words(_ body: Body, _ title: (String) -> String) -> Words? {
        switch body {
        case .logWritten(let log): Words("general", log.message, isError: log.level?.lowercased() == "error")
        case .agentStarted(let start): Words("task_start", start.promptPreview ?? "Started")
        case .agentUpdated(let update): words(update)
        case .agentFinished(let finish):
            Words("task_complete", finish.error ?? finish.outcome ?? "Finished", isError: finish.hasFailed)
        case .toolStarted(let start):
            Words("tool_use", [start.tool, start.target ?? start.input].compactMap { $0 }.joined(separator: ": "))
        case .toolFinished(let finish): words(finish)
        case .skillUsed(let use): Words("tool_use", "Skill \(use.skill)", isError: use.ok == false)
        case .taskStarted(let report): Words("task_start", "Task \(report.name ?? report.task)")
        case .taskUpdated(let report): words(report)
        case .taskFinished(let report):
            Words(
                "task_complete", "Task \(report.name ?? report.task): \(report.status ?? "finished")",
                isError: report.hasFailed)
        case .handoffMade(let handoff):
            Words(
                "delegation",
                "\(title(handoff.from)) hands over to \(title(handoff.to))" + (handoff.reason.map { ": \($0)" } ?? ""))
        case .messageSent(let message):
            Words("general", "\(title(message.from)) to \(title(message.to)): \(message.content)")
        case .sessionStarted(let start): Words("general", "Session started" + (start.query.map { ": \($0)" } ?? ""))
        case .sessionUpdated(let update): words(update)
        case .sessionOutput(let output): Words("general", output.content, isError: output.type == "error")
        case .sessionFinished(let finish): words(finish)
        default: nil
        }
    }

    private static func words(_ update: AgentUpdated) -> Words? {
        let status = update.status
        guard let message = update.message ?? status?.rawValue else { return nil }
        return Words(status == .analyzing ? "thinking" : "general", message, isError: status == .error)
    }

    private static func words(_ finish: ToolFinished) -> Words {
        let failed = finish.ok == false || finish.error != nil
        return Words("tool_use", failed ? finish.error ?? "The tool failed" : "The tool is done", isError: failed)
    }

    private static func words(_ report: TaskReport) -> Words {
        let share = report.progress.map { ", \(AgentCraftAgent.percent($0)) %" } ?? ""
        return Words("general", "Task \(report.name ?? report.task): \(report.status ?? "goes on")\(share)")
    }

    private static func words(_ update: SessionUpdated) -> Words? {
        if let phase = update.phase { return Words("general", "Phase \(phase)") }
        return update.progress.map { Words("general", "Progress \(AgentCraftAgent.percent($0)) %") }
    }

    private static func words(_ finish: SessionFinished) -> Words {
        let failed = finish.ok == false || finish.error != nil
        return Words("general", failed ? finish.error ?? "Session failed" : "Session completed", isError: failed)
    }
}

extension AgentCraftLogEntry {
    /// Writes it as the document has it, with the source's word for its kind.
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("timestamp", time)
            writer.field("level", level)
            writer.orNull("agent", agent)
            writer.field("message", message)
            writer.field("details", details)
            writer.field("type", agent == nil ? "crew_activity" : "agent_activity")
        }
    }

    /// It as a frame of the source's log stream.
    var streamFrame: [UInt8] {
        AgentCraftFrames.frame("crewai_log", at: time) { writer in
            writer.object("log") { writer in
                writer.epoch("timestamp", time)
                writer.field("datetime", time)
                writer.orNull("session_id", session)
                writer.field("level", level.uppercased())
                writer.field("logger", logger ?? "perch")
                writer.field("message", message)
                writer.field("raw_message", message)
                writer.field("source", logger == nil ? "crewai_manual" : "python_logger")
                place(to: &writer)
                writer.field("event_type", type)
                guard let agent else { return }
                writer.object("agent_info") { $0.field("agent_name", agent) }
            }
        }
    }

    /// Where in the sender's code it was written, where the details tell.
    private func place(to writer: inout JSONWriter) {
        let details = try? JSONParser().parse(self.details.bytes).objectValue
        writer.orNull("module", details?["module"]?.stringValue)
        writer.orNull("function", details?["function"]?.stringValue)
        writer.orNull("line", details?["line"]?.int64Value)
    }
}
