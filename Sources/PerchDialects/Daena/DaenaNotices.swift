import PerchJSON
import PerchModel

/// What other systems report, put into Daena's kinds of activities. The same event always becomes the same activity.
enum DaenaNotices {
    /// The kinds of events that ``notice(of:)`` has words for.
    static let kinds = [Kind.agentFinished, .messageSent, .threadOpened, .taskStarted, .taskFinished].map(\.rawValue)

    /// The activity that an event is; nil where it is none, or is told otherwise.
    static func notice(of event: Event) -> DaenaActivity? {
        switch event.body {
        case .agentFinished(let finish): finished(finish, event)
        case .messageSent(let message): sent(message, event)
        case .threadOpened(let thread): opened(thread, event)
        case .taskStarted(let task): assigned(task, event)
        case .taskFinished(let task): completed(task, event)
        default: nil
        }
    }

    /// That an agent appeared by an event.
    static func appearance(of agent: String, in event: Event) -> DaenaActivity {
        let start: AgentStarted? = if case .agentStarted(let start) = event.body { start } else { nil }
        var notice = DaenaActivity(
            .agentStarted, id: id(event.time, agent), agent: agent, time: event.time)
        notice.department = start?.department
        notice.metadata = metadata { writer in
            writer.field("name", start?.name)
            writer.field("role", start?.role)
            writer.field("model", start?.model)
            writer.field("parent", start?.parent)
            writer.field("source", event.source)
        }
        notice.status = .active
        return notice
    }

    /// The same of an agent that is known, for whoever asks later.
    static func appearance(of row: AgentRow) -> DaenaActivity? {
        guard let started = row.started, row.source != DaenaDialect.name, !Person.isNamed(row.agent) else { return nil }
        var notice = DaenaActivity(.agentStarted, id: id(started, row.agent), agent: row.agent, time: started)
        notice.department = row.department
        notice.metadata = metadata { writer in
            writer.field("name", row.name)
            writer.field("role", row.role)
            writer.field("model", row.model)
            writer.field("parent", row.parent)
            writer.field("source", row.source)
        }
        notice.status = row.finished == nil ? .active : .completed
        return notice
    }

    private static func finished(_ finish: AgentFinished, _ event: Event) -> DaenaActivity {
        var notice = notice(.agentCompleted, by: event.agent, event) { writer in
            writer.field("outcome", finish.outcome)
            writer.field("duration_ms", finish.duration)
            writer.field("tool_count", finish.toolCount)
            writer.field("cost_usd", finish.cost)
            writer.field("error", finish.error)
        }
        if finish.hasFailed { notice.status = .failed }
        return notice
    }

    private static func sent(_ message: MessageSent, _ event: Event) -> DaenaActivity {
        var notice = notice(.messageSent, by: message.from, event) { writer in
            writer.field("thread", message.thread)
            writer.field("message", message.message)
            writer.field("type", message.type)
            writer.field("content", message.content.cut(to: 1_000))
        }
        notice.related = [message.to]
        return notice
    }

    private static func opened(_ thread: ThreadOpened, _ event: Event) -> DaenaActivity {
        var notice = notice(.messageSent, by: thread.parent ?? event.agent, event) { writer in
            writer.field("thread", thread.thread)
            writer.field("run", thread.run)
        }
        notice.related = thread.child.map { [$0] } ?? []
        return notice
    }

    private static func assigned(_ task: TaskReport, _ event: Event) -> DaenaActivity {
        var notice = about(task, .taskAssigned, event)
        notice.status = .active
        return notice
    }

    private static func completed(_ task: TaskReport, _ event: Event) -> DaenaActivity {
        var notice = about(task, .taskCompleted, event)
        if task.hasFailed { notice.status = .failed }
        return notice
    }

    private static func about(_ task: TaskReport, _ type: DaenaActivityType, _ event: Event) -> DaenaActivity {
        var notice = notice(type, by: task.to ?? event.agent, event) { writer in
            writer.field("task", task.task)
            writer.field("name", task.name)
            writer.field("action", task.action)
            writer.field("parent", task.parent)
            writer.field("status", task.status)
        }
        notice.related = task.from.map { [$0] } ?? []
        return notice
    }

    private static func notice(
        _ type: DaenaActivityType, by agent: String?, _ event: Event, _ more: (inout JSONWriter) -> Void
    ) -> DaenaActivity {
        let agent = agent ?? "unknown"
        // By the number too: one agent can say several things within a millisecond.
        var notice = DaenaActivity(
            type, id: "\(id(event.time, agent))_\(event.seq)", agent: agent, time: event.time, seq: event.seq)
        notice.metadata = metadata(more)
        return notice
    }

    /// What ids of activities are made of: the time and the agent.
    static func id(_ time: Timestamp, _ agent: String) -> String { id(stamp: time.microseconds / 1000, agent) }

    /// The same of milliseconds, for ids that are given out; of a long name only its beginning, so that the id is a name as well.
    static func id(stamp: Int64, _ agent: String) -> String {
        "act_\(stamp)_\(String(String.UnicodeScalarView(agent.unicodeScalars.prefix(200))))"
    }

    private static func metadata(_ fields: (inout JSONWriter) -> Void) -> JSONText {
        var writer = JSONWriter()
        writer.object(fields)
        return writer.text
    }
}
