public import PerchJSON

/// Whether a conversation goes on.
public enum ThreadState: String, Choice {
    case open, closed
}

/// A row of `chat`: one conversation.
public struct ThreadRow: RowContent {
    /// The project it belongs to.
    public var project: String
    /// Its id.
    public var thread: String
    /// The run it belongs to.
    public var run: String?
    /// The session it was opened in.
    public var session: String?
    /// The agent that opened it.
    public var parent: String?
    /// The agent it is with.
    public var child: String?
    /// Whether it is open.
    public var state: ThreadState = .open
    /// How it ended, in its own word.
    public var status: String?
    /// What came of it.
    public var result: String?
    /// What went wrong.
    public var error: String?
    /// Whatever else its opener told.
    public var metadata: JSONText?
    /// The number of the event it was first heard of by.
    public var seq: Int64
    /// When it began, or was first heard of.
    public var opened: Timestamp?
    /// When it ended; nil while it is open.
    public var closed: Timestamp?
    /// How many messages it has had.
    public var messages: Int64 = 0
    /// How many of them were questions.
    public var questions: Int64 = 0
    /// The id of the last question that has no answer yet.
    public var pending: String?
    /// Who has spoken or was spoken to.
    public var participants: [String] = []
    /// The beginning of the last message.
    public var lastMessage: String?
    /// The type of the last message.
    public var lastType: String?
    /// Who sent the last message.
    public var lastFrom: String?
    /// When the last message was sent.
    public var lastAt: Timestamp?

    /// Creates the row with what it cannot be without.
    public init(project: String, thread: String, seq: Int64) {
        self.project = project
        self.thread = thread
        self.seq = seq
    }

    /// Its kind.
    public static var kind: RowKind { .thread }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, "thread", thread) }
    /// It as a row.
    public var row: Row { .thread(self) }
}

extension ThreadRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        thread = try object.requiredString("thread")
        run = try object.string("run")
        session = try object.string("session")
        parent = try object.string("parent")
        child = try object.string("child")
        state = try object.requiredChoice("state")
        status = try object.string("status")
        result = try object.string("result")
        error = try object.string("error")
        metadata = try object.text("metadata")
        seq = try object.requiredInt64("seq")
        opened = try object.moment("opened")
        closed = try object.moment("closed")
        messages = try object.int64("messages") ?? 0
        questions = try object.int64("questions") ?? 0
        pending = try object.string("pending")
        participants = try object.strings("participants") ?? []
        lastMessage = try object.string("last_message")
        lastType = try object.string("last_type")
        lastFrom = try object.string("last_from")
        lastAt = try object.moment("last_at")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("thread", thread)
        writer.field("run", run)
        writer.field("session", session)
        writer.field("parent", parent)
        writer.field("child", child)
        writer.field("state", state.rawValue)
        writer.field("status", status)
        writer.field("result", result)
        writer.field("error", error)
        writer.field("metadata", metadata)
        writer.field("seq", seq)
        writer.moment("opened", opened)
        writer.moment("closed", closed)
        writer.field("messages", messages)
        writer.field("questions", questions)
        writer.field("pending", pending)
        writer.field("participants", participants.isEmpty ? nil : participants)
        writer.field("last_message", lastMessage)
        writer.field("last_type", lastType)
        writer.field("last_from", lastFrom)
        writer.moment("last_at", lastAt)
    }
}
