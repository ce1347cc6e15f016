// How sessions go.

public import PerchJSON

/// `session.started`: a session began.
public struct SessionStarted: Payload {
    /// What was asked of it.
    public var query: String?

    /// Creates the payload from its fields.
    public init(query: String? = nil) {
        self.query = query
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("query", .string, "What was asked of it.")
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        query = try data.string("query")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("query", query)
    }
}

/// `session.updated`: a session moved on.
public struct SessionUpdated: Payload {
    /// The phase it is in.
    public var phase: String?
    /// How far it is, from 0 to 100.
    public var progress: Double?

    /// Creates the payload from its fields.
    public init(phase: String? = nil, progress: Double? = nil) {
        self.phase = phase
        self.progress = progress
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("phase", .string, "The phase it is in."),
        FieldSpec("progress", .number, "How far it is, from 0 to 100."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        phase = try data.string("phase")
        progress = try data.double("progress")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("phase", phase)
        writer.field("progress", progress)
    }
}

/// `session.output`: a session produced something.
public struct SessionOutput: Payload {
    /// What kind of output it is.
    public var type: String?
    /// The output.
    public var content: String

    /// Creates the payload from its fields.
    public init(content: String, type: String? = nil) {
        self.type = type
        self.content = content
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("type", .string, "What kind of output it is."),
        FieldSpec("content", .string, required: true, "The output."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        type = try data.string("type")
        content = try data.requiredString("content")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("type", type)
        writer.field("content", content)
    }
}

/// `session.finished`: a session ended.
public struct SessionFinished: Payload {
    /// Whether it succeeded.
    public var ok: Bool?
    /// What went wrong.
    public var error: String?

    /// Creates the payload from its fields.
    public init(ok: Bool? = nil, error: String? = nil) {
        self.ok = ok
        self.error = error
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("ok", .boolean, "Whether it succeeded."),
        FieldSpec("error", .string, "What went wrong."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        ok = try data.bool("ok")
        error = try data.string("error")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("ok", ok)
        writer.field("error", error)
    }
}

/// `log.written`: a line of a log.
public struct LogWritten: Payload {
    /// The level, such as `info` or `error`.
    public var level: String?
    /// The line.
    public var message: String
    /// Who wrote it.
    public var logger: String?
    /// Whatever else the sender tells.
    public var details: JSONText?

    /// Creates the payload from its fields.
    public init(message: String, level: String? = nil, logger: String? = nil, details: JSONText? = nil) {
        self.level = level
        self.message = message
        self.logger = logger
        self.details = details
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("level", .string, "The level, such as `info` or `error`."),
        FieldSpec("message", .string, required: true, "The line."),
        FieldSpec("logger", .string, "Who wrote it."),
        FieldSpec("details", .any, "Whatever else the sender tells."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        level = try data.string("level")
        message = try data.requiredString("message")
        logger = try data.string("logger")
        details = try data.text("details")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("level", level)
        writer.field("message", message)
        writer.field("logger", logger)
        writer.field("details", details)
    }
}
