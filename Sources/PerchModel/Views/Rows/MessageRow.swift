public import PerchJSON

/// A row of `chat`: one message of a conversation.
public struct MessageRow: RowContent {
    /// The project it belongs to.
    public var project: String
    /// Its id; where it has none, the number of its event.
    public var message: String
    /// The conversation it is in.
    public var thread: String
    /// The conversation's run.
    public var run: String?
    /// The session it was sent in.
    public var session: String?
    /// Who says it.
    public var from: String
    /// Whom it is for.
    public var to: String
    /// Its type.
    public var type: String?
    /// What is said.
    public var content: String
    /// Whatever else the sender told.
    public var metadata: JSONText?
    /// The number of its event.
    public var seq: Int64
    /// When it was sent.
    public var time: Timestamp

    /// Creates the row with what it cannot be without.
    public init(
        project: String, message: String, thread: String, from: String, to: String, content: String,
        seq: Int64, time: Timestamp
    ) {
        self.project = project
        self.message = message
        self.thread = thread
        self.from = from
        self.to = to
        self.content = content
        self.seq = seq
        self.time = time
    }

    /// Its kind.
    public static var kind: RowKind { .message }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, "message", message) }
    /// It as a row.
    public var row: Row { .message(self) }
}

extension MessageRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        message = try object.requiredString("message")
        thread = try object.requiredString("thread")
        run = try object.string("run")
        session = try object.string("session")
        from = try object.requiredString("from")
        to = try object.requiredString("to")
        type = try object.string("type")
        content = try object.requiredString("content")
        metadata = try object.text("metadata")
        seq = try object.requiredInt64("seq")
        time = try object.requiredMoment("time")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("message", message)
        writer.field("thread", thread)
        writer.field("run", run)
        writer.field("session", session)
        writer.field("from", from)
        writer.field("to", to)
        writer.field("type", type)
        writer.field("content", content)
        writer.field("metadata", metadata)
        writer.field("seq", seq)
        writer.moment("time", time)
    }
}
