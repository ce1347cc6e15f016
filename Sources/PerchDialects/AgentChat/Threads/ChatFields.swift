// How conversations are written; every stream and every answer uses the same.

import PerchJSON
import PerchModel

extension JSONWriter {
    /// What is told of a message besides its run and conversation.
    mutating func writeFields(of message: MessageSent, _ event: Event) {
        writeFields(of: message, id: message.id(in: event), at: event.time)
    }

    /// The same of a message as the world shows it.
    mutating func writeFields(of row: MessageRow) {
        let message = MessageSent(
            thread: row.thread, from: row.from, to: row.to, content: row.content, type: row.type, metadata: row.metadata
        )
        writeFields(of: message, id: row.chatID, at: row.time)
    }

    private mutating func writeFields(of message: MessageSent, id: String, at time: Timestamp) {
        field("message_id", id)
        field("from_agent", message.from)
        field("to_agent", message.to)
        field("message_type", message.type ?? ChatWords.plainMessage)
        field("content", message.content)
        field("created_at", time.withOffset)
        field("metadata", message.metadata ?? .emptyObject)
    }

    /// What is told of a conversation that began, besides its run and id.
    mutating func writeFields(of opened: ThreadOpened, _ event: Event) {
        orNull("parent_agent", opened.parent)
        orNull("child_agent", opened.child)
        field("status", ChatWords.active)
        field("metadata", opened.metadata ?? .emptyObject)
        field("created_at", event.time.withOffset)
        field("timestamp", event.time.withOffset)
    }

    /// What is told of a conversation that ended, besides its run and id.
    mutating func writeFields(of closed: ThreadClosed, _ event: Event) {
        field("status", ChatWords.status(closed.status, error: closed.error))
        orNull("result", closed.result)
        orNull("error", closed.error)
        field("completed_at", event.time.withOffset)
        field("timestamp", event.time.withOffset)
    }
}

extension MessageSent {
    /// The message's id; one that was sent without is known by its event.
    func id(in event: Event) -> String {
        if let message, !message.isEmpty { return message }
        return "event-\(event.seq)"
    }
}

extension MessageRow {
    /// The message's id as the streams tell it: a message that was sent without one is known by its event.
    var chatID: String { message == "#\(seq)" ? "event-\(seq)" : message }
}

/// The names of what happens in conversations.
enum ChatEventName: String {
    case threadCreated = "agent_chat_thread_created"
    case messageSent = "agent_chat_message_sent"
    case threadClosed = "agent_chat_thread_closed"
}

/// The words of the agent chat.
enum ChatWords {
    /// The types a message can have.
    static let messageTypes = [
        "delegation", "question", "answer", "status", "completion", "error", "escalation", "abort",
    ]
    /// The type told of a message that another system sent without one.
    static let plainMessage = "message"
    /// How a conversation stands that goes on.
    static let active = "active"
    /// How a conversation can end.
    static let endings = ["completed", "failed", "timeout", "abandoned"]

    /// How a conversation ended, in the agent chat's words, whatever word it was closed with.
    static func status(_ word: String?, error: String?) -> String {
        let word = word?.lowercased() ?? ""
        if endings.contains(word) { return word }
        switch word {
        case "timed_out", "timedout": return "timeout"
        case "cancelled", "canceled", "aborted", "abort": return "abandoned"
        case let other where FailureWord.isOne(other): return "failed"
        default: return error == nil ? "completed" : "failed"
        }
    }

    /// How an agent stands.
    static func word(_ status: AgentStatus) -> String {
        switch status {
        case .idle: "idle"
        case .analyzing, .processing, .collaborating: "running"
        case .waiting: "waiting"
        case .completed: "done"
        case .error: "error"
        }
    }
}
