import PerchJSON
import PerchModel

/// A block of the timeline: a task, a tool call or a message.
struct TimelineTask {
    let id: String
    let run: String?
    let agent: String?
    let name: String
    let status: String
    /// From 0 to 1.
    let progress: Double
    let start: Timestamp?
    let end: Timestamp?
    let from: String?
    let to: String?
    let action: String
    let log: LogNumber
    let parent: LogNumber?
    /// What a message has besides.
    var message: MessageRow?

    init(_ row: WorkRow, in run: String?) {
        id = row.id
        self.run = run
        agent = row.to ?? row.agent
        name = [row.name, row.target].compactMap { $0 }.joined(separator: " ").nonEmpty ?? row.id
        status = TimelineStatus.of(row)
        progress = row.end == nil ? (row.progress ?? 0) / 100 : 1
        start = row.start ?? row.end
        end = row.end
        (from, to) = ActionWords.goesUp(row.action) ? (agent, row.from) : (row.from, agent)
        action = row.action ?? (row.type == .call ? "tool_call" : "delegate")
        log = LogNumber(row.id)
        parent = row.parent.map(LogNumber.init)
    }

    /// A message is a moment, drawn for a tenth of a second.
    init(_ row: MessageRow) {
        id = row.chatID
        run = row.runID
        agent = row.from
        name = MessageLook.of(row.type).title(of: row)
        status = "done"
        progress = 1
        start = row.time
        end = row.time.advanced(by: 100_000)
        from = row.from
        to = row.to
        action = "agent_chat_" + (row.type ?? ChatWords.plainMessage)
        log = LogNumber(String(row.seq))
        parent = nil
        message = row
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("task_id", id)
            writer.orNull("run_id", run)
            writer.orNull("agent_id", agent)
            writer.field("name", name)
            writer.field("status", status)
            writer.field("progress", progress)
            writer.orNull("start_time", start?.epochSeconds)
            writer.orNull("end_time", end?.epochSeconds)
            writer.orNull("from_agent", from)
            writer.orNull("to_agent", to)
            writer.field("action_type", action)
            writer.number("log_id", log)
            writer.number("parent_log_id", parent)
            if let message { writeChat(message, to: &writer) }
        }
    }

    private func writeChat(_ message: MessageRow, to writer: inout JSONWriter) {
        writer.field("message_type", message.type ?? ChatWords.plainMessage)
        writer.field("thread_id", message.thread)
        writer.field("metadata", message.metadata ?? .emptyObject)
        writer.field("color", MessageLook.of(message.type).color)
    }
}

/// The number of an action: one that is a number is written as one, since the original's are.
struct LogNumber: Hashable, Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }
}

extension JSONWriter {
    /// Writes the number of an action; `null` where there is none.
    mutating func number(_ key: StaticString, _ number: LogNumber?) {
        self.key(key)
        guard let number else { return null() }
        // Beyond 2⁵³ a browser would round it.
        if let value = Int64(number.text), value.magnitude < 1 << 53, String(value) == number.text {
            self.value(value)
        } else {
            value(number.text)
        }
    }
}

extension String {
    /// The text, or nil where it is empty.
    var nonEmpty: String? { isEmpty ? nil : self }
}
