import PerchJSON
import PerchModel

/// Puts what other doors report into the bus's own event types.
enum BusWords {
    /// What the bus tells of an event; nil where it has no word for it.
    static func event(of event: Event, _ runs: ThreadRuns) -> BusEvent? {
        switch event.body {
        case .threadOpened(let thread): opened(thread, event, runs)
        case .messageSent(let message): sent(message, event, runs)
        case .threadClosed(let thread): closed(thread, event, runs)
        case .agentStarted(let start): started(start, event)
        case .agentUpdated(let update): updated(update, event)
        case .agentFinished(let finish): finished(finish, event)
        case .agentPresence(let presence):
            status(word(presence.status), event) { $0.field("message", presence.reason) }
        case .taskStarted(let task): self.task("task_started", task, event)
        case .taskUpdated(let task): moved(task, event)
        case .taskFinished(let task): self.task(task.hasFailed ? "failed" : "task_completed", task, event)
        case .logWritten(let log): written(log, event)
        case .attentionRaised(let attention):
            alert(attention.reason.rawValue, attention.detail ?? attention.reason.rawValue, "warning", event)
        case .toolStarted, .toolFinished, .skillUsed, .usageAdded, .sessionStarted, .sessionUpdated, .sessionOutput,
            .sessionFinished, .handoffMade, .collaborationStarted, .collaborationEnded, .decisionRecorded,
            .activityRecorded, .activityCompleted, .memoryChanged, .featureChanged, .featureLinked, .syncChanged,
            .attentionCleared, .other:
            nil
        }
    }

    /// The kinds that the bus may tell of.
    static let kinds = [
        "thread.*", "message.*", "agent.*", "task.*", "log.written", "attention.*", BusDraft.otherPrefix + "*",
    ]

    // MARK: Conversations

    private static func opened(_ thread: ThreadOpened, _ event: Event, _ runs: ThreadRuns) -> BusEvent {
        chat(.threadCreated, thread.thread, event, runs) { writer in
            writer.writeFields(of: thread, event)
            writer.orNull("parent_agent_id", thread.parent)
            writer.orNull("child_agent_id", thread.child)
        }
    }

    private static func sent(_ message: MessageSent, _ event: Event, _ runs: ThreadRuns) -> BusEvent {
        chat(.messageSent, message.thread, event, runs) { writer in
            writer.writeFields(of: message, event)
            writer.field("timestamp", event.time.withOffset)
        }
    }

    private static func closed(_ thread: ThreadClosed, _ event: Event, _ runs: ThreadRuns) -> BusEvent {
        chat(.threadClosed, thread.thread, event, runs) { writer in
            writer.writeFields(of: thread, event)
            writer.field("created_at", event.time.withOffset)
        }
    }

    /// What the chat's own streams tell, with the names besides that the bus's clients know.
    private static func chat(
        _ name: ChatEventName, _ thread: String, _ event: Event, _ runs: ThreadRuns,
        _ fields: (inout JSONWriter) -> Void
    ) -> BusEvent {
        var writer = JSONWriter()
        writer.object { writer in
            writer.orNull("run_id", runs.run(of: event))
            writer.field("thread_id", thread)
            fields(&writer)
        }
        return BusEvent(name.rawValue, data: writer.text)
    }

    // MARK: Agents

    private static func started(_ start: AgentStarted, _ event: Event) -> BusEvent? {
        status("running", event) { writer in
            writer.field("service_name", start.name ?? event.agent)
            writer.field("parent_id", start.parent)
            writer.field("agent_role", start.role)
        }
    }

    private static func updated(_ update: AgentUpdated, _ event: Event) -> BusEvent? {
        guard let status = update.status else {
            return service("heartbeat", event) { writer in write(update, to: &writer) }
        }
        return self.status(ChatWords.word(status), event) { writer in write(update, to: &writer) }
    }

    private static func write(_ update: AgentUpdated, to writer: inout JSONWriter) {
        writer.field("progress", update.progress)
        writer.field("message", update.message)
        writer.field("task_id", update.task)
    }

    private static func finished(_ finish: AgentFinished, _ event: Event) -> BusEvent? {
        status(finish.hasFailed ? "error" : "done", event) { $0.field("message", finish.error ?? finish.outcome) }
    }

    private static func word(_ presence: Presence) -> String {
        switch presence {
        case .active: "ok"
        case .idle: "idle"
        case .offline: "down"
        }
    }

    private static func status(
        _ word: String, _ event: Event, _ fields: (inout JSONWriter) -> Void
    ) -> BusEvent? {
        service("status_update", event) { writer in
            writer.field("status", word)
            fields(&writer)
        }
    }

    /// An event about a service, which needs one.
    private static func service(_ type: String, _ event: Event, _ fields: (inout JSONWriter) -> Void) -> BusEvent? {
        guard let agent = event.agent else { return nil }
        return made(type, event) { writer in
            writer.field("service_id", agent)
            fields(&writer)
        }
    }

    // MARK: Tasks and logs

    private static func moved(_ task: TaskReport, _ event: Event) -> BusEvent? {
        switch task.status {
        case "blocked": self.task("blocked", task, event)
        case "waiting", "awaiting_approval": self.task("waiting", task, event)
        default: service("heartbeat", event) { writer in write(task, to: &writer) }
        }
    }

    private static func task(_ type: String, _ task: TaskReport, _ event: Event) -> BusEvent {
        made(type, event) { writer in
            writer.field("agent_id", task.to ?? event.agent)
            writer.field("service_id", event.agent ?? task.to)
            write(task, to: &writer)
        }
    }

    private static func write(_ task: TaskReport, to writer: inout JSONWriter) {
        writer.field("task_id", task.task)
        writer.field("name", task.name)
        writer.field("from_agent", task.from)
        writer.field("to_agent", task.to)
        writer.field("action_type", task.action)
        writer.field("parent_task_id", task.parent)
        writer.field("progress", task.progress)
        writer.field("status", task.status)
    }

    /// Only what is worth an alert is one.
    private static func written(_ log: LogWritten, _ event: Event) -> BusEvent? {
        switch log.level?.lowercased() {
        case "warn", "warning": alert(log.logger ?? "log", log.message, "warning", event)
        case "error": alert(log.logger ?? "log", log.message, "error", event)
        case "critical", "fatal": alert(log.logger ?? "log", log.message, "critical", event)
        default: nil
        }
    }

    private static func alert(_ type: String, _ message: String, _ severity: String, _ event: Event) -> BusEvent {
        made("alert", event) { writer in
            writer.field("alert_type", type)
            writer.orNull("service_id", event.agent)
            writer.field("message", message)
            writer.field("severity", severity)
        }
    }

    private static func made(_ type: String, _ event: Event, _ fields: (inout JSONWriter) -> Void) -> BusEvent {
        var writer = JSONWriter()
        writer.object { writer in
            fields(&writer)
            writer.field("timestamp", event.time.withOffset)
        }
        return BusEvent(type, data: writer.text)
    }
}
