// What agents and people say to one another.

public import PerchJSON

/// `thread.opened`: a conversation began.
public struct ThreadOpened: Payload {
    /// The conversation's id.
    public var thread: String
    /// The run it belongs to.
    public var run: String?
    /// The agent that opened it.
    public var parent: String?
    /// The agent it is with.
    public var child: String?
    /// Whatever else the sender tells.
    public var metadata: JSONText?

    /// Creates the payload from its fields.
    public init(
        thread: String, run: String? = nil, parent: String? = nil, child: String? = nil,
        metadata: JSONText? = nil
    ) {
        self.thread = thread
        self.run = run
        self.parent = parent
        self.child = child
        self.metadata = metadata
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("thread", .string, required: true, "The conversation's id."),
        FieldSpec("run", .string, "The run it belongs to."),
        FieldSpec("parent", .string, "The agent that opened it."),
        FieldSpec("child", .string, "The agent it is with."),
        FieldSpec("metadata", .any, "Whatever else the sender tells."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        thread = try data.requiredString("thread")
        run = try data.string("run")
        parent = try data.string("parent")
        child = try data.string("child")
        metadata = try data.text("metadata")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("thread", thread)
        writer.field("run", run)
        writer.field("parent", parent)
        writer.field("child", child)
        writer.field("metadata", metadata)
    }
}

/// `message.sent`: a message in a conversation.
public struct MessageSent: Payload {
    /// The message's id.
    public var message: String?
    /// The conversation it is in.
    public var thread: String
    /// Who says it.
    public var from: String
    /// Whom it is for.
    public var to: String
    /// Its type, such as `question` or `status`.
    public var type: String?
    /// What is said.
    public var content: String
    /// Whatever else the sender tells.
    public var metadata: JSONText?

    /// Creates the payload from its fields.
    public init(
        thread: String, from: String, to: String, content: String, message: String? = nil, type: String? = nil,
        metadata: JSONText? = nil
    ) {
        self.message = message
        self.thread = thread
        self.from = from
        self.to = to
        self.type = type
        self.content = content
        self.metadata = metadata
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("message", .string, "The message's id."),
        FieldSpec("thread", .string, required: true, "The conversation it is in."),
        FieldSpec("from", .string, required: true, "Who says it."),
        FieldSpec("to", .string, required: true, "Whom it is for."),
        FieldSpec("type", .string, "Its type, such as `question` or `status`."),
        FieldSpec("content", .string, required: true, "What is said."),
        FieldSpec("metadata", .any, "Whatever else the sender tells."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        message = try data.string("message")
        thread = try data.requiredString("thread")
        from = try data.requiredString("from")
        to = try data.requiredString("to")
        type = try data.string("type")
        content = try data.requiredString("content")
        metadata = try data.text("metadata")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("message", message)
        writer.field("thread", thread)
        writer.field("from", from)
        writer.field("to", to)
        writer.field("type", type)
        writer.field("content", content)
        writer.field("metadata", metadata)
    }
}

/// `thread.closed`: a conversation ended.
public struct ThreadClosed: Payload {
    /// The conversation's id.
    public var thread: String
    /// How it ended.
    public var status: String?
    /// What came of it.
    public var result: String?
    /// What went wrong.
    public var error: String?

    /// Creates the payload from its fields.
    public init(thread: String, status: String? = nil, result: String? = nil, error: String? = nil) {
        self.thread = thread
        self.status = status
        self.result = result
        self.error = error
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("thread", .string, required: true, "The conversation's id."),
        FieldSpec("status", .string, "How it ended."),
        FieldSpec("result", .string, "What came of it."),
        FieldSpec("error", .string, "What went wrong."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        thread = try data.requiredString("thread")
        status = try data.string("status")
        result = try data.string("result")
        error = try data.string("error")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("thread", thread)
        writer.field("status", status)
        writer.field("result", result)
        writer.field("error", error)
    }
}
