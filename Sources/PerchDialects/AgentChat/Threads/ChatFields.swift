// How conversations are written; every stream and every answer uses the same.

import PerchJSON
import PerchModel

extension JSONWriter {
    /// What is told of a message besides its run and conversation.
    mutating func writeFields(of message: MessageSent, _ event: Event) {
        field("message_id", message.id(in: event))
        field("from_agent", message.from)
        field("to_agent", message.to)
        field("message_type", message.type ?? ChatWords.plainMessage)
        field("content", message.content)
        field("created_at", event.time.withOffset)
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
}
