import PerchModel

/// Remembers by which event messages were told first: one that is reported by two doors is one message, and told once.
struct ToldMessages: Sendable {
    /// The thread counts as well, since a sender may number the messages of each of its threads from one on.
    private struct ID: Hashable {
        let thread: ThreadID
        let message: String
    }

    private var events = RecentMemory<ID, Seq>(limit: 2000)

    /// What is longer than any message's id should be is not remembered.
    private static let idBytes = 4096

    /// Takes up the messages of the world.
    mutating func learn(from picture: any Picture, project: String?) {
        picture.forEachRow(ofKind: .message, project: project) { row in
            if case .message(let row) = row { note(row) }
        }
    }

    /// Takes up those messages of the world that events report.
    mutating func learn(about events: [Event], in picture: any Picture) {
        for event in events {
            guard case .messageSent(let message) = event.body, let id = message.message,
                case .message(let row)? = picture.row(ofKind: .message, RowKey.joined(event.project, "message", id))
            else { continue }
            note(row)
        }
    }

    /// Whether an event reports a message that an earlier one has reported; if not, this one is the first from now on.
    mutating func repeats(_ event: Event) -> Bool {
        guard case .messageSent(let message) = event.body, let name = message.message, !name.isEmpty else {
            return false
        }
        let id = ID(thread: ThreadID(project: event.project, thread: message.thread), message: name)
        if let first = events[id] { return first < event.seq }
        note(id, event.seq)
        return false
    }

    private mutating func note(_ row: MessageRow) {
        note(ID(thread: ThreadID(project: row.project, thread: row.thread), message: row.message), row.seq)
    }

    private mutating func note(_ id: ID, _ seq: Seq) {
        guard id.thread.thread.utf8.count + id.message.utf8.count <= Self.idBytes else { return }
        events.set(seq, for: id)
    }
}
