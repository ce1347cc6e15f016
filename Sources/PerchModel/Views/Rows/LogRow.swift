public import PerchJSON

/// A row of `sessions`: one line of a log.
public struct LogRow: RowContent {
    /// The project it belongs to.
    public var project: String
    /// The session it was written in.
    public var session: String?
    /// The agent it is about.
    public var agent: String?
    /// Its level.
    public var level: String?
    /// The line.
    public var message: String
    /// Who wrote it.
    public var logger: String?
    /// Whatever else was told.
    public var details: JSONText?
    /// The number of its event.
    public var seq: Int64
    /// When it was written.
    public var time: Timestamp

    /// Creates the row with what it cannot be without.
    public init(project: String, message: String, seq: Int64, time: Timestamp) {
        self.project = project
        self.message = message
        self.seq = seq
        self.time = time
    }

    /// Its kind.
    public static var kind: RowKind { .log }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, "log", "\(seq)") }
    /// It as a row.
    public var row: Row { .log(self) }
}

extension LogRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        session = try object.string("session")
        agent = try object.string("agent")
        level = try object.string("level")
        message = try object.requiredString("message")
        logger = try object.string("logger")
        details = try object.text("details")
        seq = try object.requiredInt64("seq")
        time = try object.requiredMoment("time")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("session", session)
        writer.field("agent", agent)
        writer.field("level", level)
        writer.field("message", message)
        writer.field("logger", logger)
        writer.field("details", details)
        writer.field("seq", seq)
        writer.moment("time", time)
    }
}
