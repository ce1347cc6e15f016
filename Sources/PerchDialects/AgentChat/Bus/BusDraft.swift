import PerchJSON
import PerchModel

/// What the bus's event types become; the one place where it is decided, whatever an event came in by.
enum BusDraft {
    /// The draft of an event. What is not known, or lacks what its kind cannot be without, keeps its own name.
    static func draft(of event: BusEvent, project: String?, id: String? = nil) -> Draft {
        let data = BusData(event.data)
        let (body, agent) = known(event, data) ?? (other(event), service(data))
        return Draft(
            body, source: EventBus.source, project: project ?? Draft.defaultProject, agent: agent, id: id,
            time: data.time, raw: event.raw)
    }

    private typealias Told = (body: Body, agent: String?)

    /// The kinds of what no kind names begin so.
    static let otherPrefix = "\(EventBus.source).bus."

    /// What is no object is the value of one, since data are one everywhere else; who listens to the bus is told it as it was sent.
    private static func other(_ event: BusEvent) -> Body {
        guard event.data.bytes.first != UInt8(ascii: "{") else {
            return .other(name: otherPrefix + event.type, data: event.data)
        }
        var writer = JSONWriter(reserving: event.data.bytes.count + 16)
        writer.object { $0.field("value", event.data) }
        return .other(name: otherPrefix + event.type, data: writer.text)
    }

    private static func known(_ event: BusEvent, _ data: BusData) -> Told? {
        switch event.type {
        case "agent_chat_thread_created": opened(data)
        case "agent_chat_message_sent": sent(data)
        case "agent_chat_thread_closed": closed(data)
        case "heartbeat", "status_update": status(data)
        case "alert": log(event, data, level: level(data.text("severity", "level")))
        case "job_started", "task_started": task(data, status: nil).map { (.taskStarted($0), doer(data)) }
        case "job_completed", "task_completed":
            task(data, status: "done").map { (.taskFinished($0), doer(data)) }
        case "blocked", "waiting": waiting(event, data)
        case "error", "failed": failed(event, data)
        case "hhmrs_timeout", "hhmrs_restart": log(event, data, level: "warning")
        case "hhmrs_escalation", "hhmrs_failure": log(event, data, level: "error")
        default: ApprovalWord(event.type).flatMap { approval($0, data) }
        }
    }

    // MARK: Conversations

    private static func opened(_ data: BusData) -> Told? {
        guard let thread = data.name("thread_id") else { return nil }
        let parent = data.name("parent_agent", "parent_agent_id")
        return (
            .threadOpened(
                ThreadOpened(
                    thread: thread, run: data.name("run_id"), parent: parent,
                    child: data.name("child_agent", "child_agent_id"), metadata: data.json("metadata"))), agent(parent)
        )
    }

    private static func sent(_ data: BusData) -> Told? {
        guard let thread = data.name("thread_id"), let from = data.name("from_agent"), let to = data.name("to_agent")
        else { return nil }
        return (
            .messageSent(
                MessageSent(
                    thread: thread, from: from, to: to, content: data.anything("content") ?? "",
                    message: data.name("message_id"), type: data.text("message_type"), metadata: data.json("metadata"))),
            agent(from)
        )
    }

    private static func closed(_ data: BusData) -> Told? {
        guard let thread = data.name("thread_id") else { return nil }
        return (
            .threadClosed(
                ThreadClosed(
                    thread: thread, status: data.text("status"), result: data.anything("result"),
                    error: data.anything("error"))), nil
        )
    }

    // MARK: Services and agents

    private static func status(_ data: BusData) -> Told? {
        guard let agent = service(data) else { return nil }
        let word = data.text("status", "state")?.lowercased()
        if let word, let presence = presence(word) {
            return (.agentPresence(AgentPresence(status: presence, reason: data.text("message", "reason"))), agent)
        }
        let update = AgentUpdated(
            status: word.flatMap(status), progress: data.progress, message: data.text("message"),
            task: data.name("task_id", "current_task"))
        guard update != AgentUpdated() else { return (.agentPresence(AgentPresence(status: .active)), agent) }
        return (.agentUpdated(update), agent)
    }

    private static func presence(_ word: String) -> Presence? {
        switch word {
        case "down", "offline", "dead", "stopped", "deregistered": .offline
        case "up", "ok", "online", "healthy", "registered", "active": .active
        default: nil
        }
    }

    private static func status(_ word: String) -> AgentStatus? {
        switch word {
        case "idle": .idle
        case "running", "busy", "working", "executing", "in_progress", "started": .processing
        case "planning", "analyzing", "thinking": .analyzing
        case "blocked", "waiting", "paused", "awaiting_approval", "stuck", "degraded", "warning": .waiting
        case "done", "completed", "complete", "finished", "success": .completed
        case let other where FailureWord.isOne(other): .error
        default: AgentStatus(rawValue: word)
        }
    }

    private static func waiting(_ event: BusEvent, _ data: BusData) -> Told? {
        if let task = task(data, status: event.type) { return (.taskUpdated(task), doer(data)) }
        guard let agent = service(data) else { return nil }
        return (.agentUpdated(AgentUpdated(status: .waiting, message: data.text("message", "reason"))), agent)
    }

    private static func failed(_ event: BusEvent, _ data: BusData) -> Told? {
        if let task = task(data, status: event.type) { return (.taskFinished(task), doer(data)) }
        guard let agent = service(data) else { return log(event, data, level: "error") }
        let message = data.text("message", "error", "reason")
        return (.agentUpdated(AgentUpdated(status: .error, message: message)), agent)
    }

    private static func approval(_ word: ApprovalWord, _ data: BusData) -> Told? {
        guard let agent = service(data) else { return nil }
        let detail = data.text("message", "reason", "action_name")
        return switch word {
        case .asked: (.attentionRaised(AttentionRaised(reason: .waiting, detail: detail)), agent)
        case .answered, .lapsed: (.attentionCleared(AttentionCleared(reason: .waiting, detail: detail)), agent)
        }
    }

    // MARK: Tasks and logs

    private static func task(_ data: BusData, status: String?) -> TaskReport? {
        guard let task = data.name("task_id", "job_id") else { return nil }
        return TaskReport(
            task: task, name: data.text("task_name", "job_name", "action_name", "name"), from: data.name("from_agent"),
            to: data.name("to_agent", "agent_id", "service_id", "agent"), action: data.text("action_type"),
            parent: data.name("parent_task_id", "parent_log_id"), progress: data.progress,
            status: data.text("status") ?? status)
    }

    private static func log(_ event: BusEvent, _ data: BusData, level: String) -> Told {
        let message = data.text("message", "error", "reason") ?? data.text("alert_type") ?? event.type
        return (
            .logWritten(
                LogWritten(
                    message: message, level: level, logger: data.text("alert_type") ?? event.type, details: event.data)),
            service(data)
        )
    }

    private static func level(_ severity: String?) -> String {
        switch severity?.lowercased() {
        case "info", "low", "notice", "ok", "success": "info"
        case "debug": "debug"
        case "error", "high", "critical", "fatal", "emergency": "error"
        default: "warning"
        }
    }

    /// Whom a report is about.
    private static func service(_ data: BusData) -> String? {
        agent(data.name("agent_id", "service_id", "agent", "service_name"))
    }

    /// Who does a task.
    private static func doer(_ data: BusData) -> String? {
        agent(data.name("to_agent", "agent_id", "service_id", "agent"))
    }

    /// A person is no agent.
    private static func agent(_ name: String?) -> String? { name.flatMap { Person.isNamed($0) ? nil : $0 } }
}
