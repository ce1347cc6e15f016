import PerchJSON
import PerchModel

/// How work and agents stand, in the timeline's words.
enum TimelineStatus {
    /// How a piece of work stands. One that its agent left behind is stuck: nobody will report about it.
    static func of(_ row: WorkRow) -> String {
        switch row.state {
        case .done: "done"
        case .failed: "error"
        case .abandoned: "stuck"
        case .running: word(row.status, else: "running")
        }
    }

    /// A task's own word for how it stands; another where it has none of these.
    static func word(_ word: String?, else usual: String) -> String {
        switch word?.lowercased() {
        case "blocked": "blocked"
        case "waiting", "pending", "queued", "paused": "waiting"
        case "awaiting_approval", "approval", "needs_approval": "awaiting_approval"
        case "stuck", "timeout": "stuck"
        case let other where FailureWord.isOne(other): "error"
        default: usual
        }
    }

    /// How an agent stands.
    static func of(_ row: AgentRow) -> String {
        if row.presence == .offline { return row.status == .completed ? "done" : "offline" }
        return ChatWords.word(row.status)
    }
}

/// How messages of a type look.
struct MessageLook: Sendable {
    let color: String
    let icon: String
    let label: String

    static func of(_ type: String?) -> MessageLook {
        switch type {
        case "delegation": MessageLook(color: "#3b82f6", icon: "💬", label: "Delegated")
        case "question": MessageLook(color: "#f59e0b", icon: "❓", label: "Question")
        case "answer": MessageLook(color: "#10b981", icon: "💡", label: "Answer")
        case "status": MessageLook(color: "#6b7280", icon: "📊", label: "Status")
        case "completion": MessageLook(color: "#10b981", icon: "✅", label: "Completed")
        case "error": MessageLook(color: "#ef4444", icon: "❌", label: "Error")
        case "escalation": MessageLook(color: "#fb923c", icon: "⬆️", label: "Escalated")
        case "abort": MessageLook(color: "#ef4444", icon: "🛑", label: "Aborted")
        default: MessageLook(color: "#9ca3af", icon: "📝", label: "Message")
        }
    }

    /// What a block says: how urgent a question is, what it is, how far a status is, and the beginning of the message.
    func title(of message: MessageRow) -> String {
        let metadata = message.metadata.flatMap { try? JSONParser().parse($0.bytes).objectValue }
        let mark = message.type == "question" ? Self.mark(metadata?["urgency"]?.stringValue) : ""
        let percent = message.type == "status" ? metadata?["progress"]?.doubleValue : nil
        let progress = percent.flatMap { Int(exactly: $0.rounded()) }.map { " (\($0)%)" } ?? ""
        let isCut = message.content.unicodeScalars.count > 50
        let content = String(String.UnicodeScalarView(message.content.unicodeScalars.prefix(50)))
        return "\(mark)\(icon) \(label): \(content)\(isCut ? "…" : "")\(progress)"
    }

    private static func mark(_ urgency: String?) -> String {
        switch urgency {
        case "blocking": "🔴 "
        case "important": "🟡 "
        case "informational": "⚪ "
        default: ""
        }
    }
}
