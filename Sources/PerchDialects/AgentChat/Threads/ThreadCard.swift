import PerchJSON
import PerchModel

/// A conversation as the agent chat's store has it: all its columns.
struct ThreadCard: Sendable, Equatable {
    var project: String
    var thread: String
    var run: String?
    var parent: String?
    var child: String?
    var created: Timestamp
    var updated: Timestamp
    var completed: Timestamp?
    var status = ChatWords.active
    var result: String?
    var error: String?
    var metadata: JSONText?

    /// Whether messages may be put into it.
    var isActive: Bool { completed == nil }

    /// A conversation that begins.
    init(_ id: ThreadID, at time: Timestamp) {
        project = id.project
        thread = id.thread
        created = time
        updated = time
    }

    /// A conversation as the world shows it.
    init(_ row: ThreadRow) {
        self.init(ThreadID(project: row.project, thread: row.thread), at: row.opened ?? row.lastAt ?? .earliest)
        run = row.runID
        parent = row.parent ?? row.participants.first
        child = row.child ?? row.participants.dropFirst().first
        completed = row.closed
        updated = max(created, row.lastAt ?? created, row.closed ?? created)
        if row.state == .closed { status = ChatWords.status(row.status, error: row.error) }
        result = row.result
        error = row.error
        metadata = row.metadata
    }

    /// Takes up what happened in it, in the order of the log.
    mutating func take(_ event: Event) {
        updated = max(updated, event.time)
        run = run ?? event.session
        switch event.body {
        case .threadOpened(let opened):
            created = min(created, event.time)
            if let named = opened.run, !named.isEmpty { run = named }
            parent = opened.parent ?? parent
            child = opened.child ?? child
            metadata = opened.metadata ?? metadata
        case .messageSent(let message):
            parent = parent ?? message.from
            child = child ?? message.to
        case .threadClosed(let closed) where completed == nil:
            completed = event.time
            status = ChatWords.status(closed.status, error: closed.error)
            result = closed.result
            error = closed.error
        default: break
        }
    }

    /// Writes it as an object, its messages as the closure writes them into their array.
    func write(to writer: inout JSONWriter, messages: (inout JSONWriter) -> Void) {
        writer.object { writer in
            writeFields(to: &writer)
            writer.array("messages", messages)
        }
    }

    func writeFields(to writer: inout JSONWriter) {
        writer.field("thread_id", thread)
        writer.orNull("run_id", run)
        writer.orNull("parent_agent_id", parent)
        writer.orNull("child_agent_id", child)
        writer.field("status", status)
        writer.field("created_at", created.withOffset)
        writer.field("updated_at", updated.withOffset)
        writer.orNull("completed_at", completed?.withOffset)
        writer.orNull("result", result)
        writer.orNull("error", error)
        writer.field("metadata", metadata ?? .emptyObject)
    }
}
