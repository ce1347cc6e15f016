public import PerchJSON

/// A row of `sessions`: one output of a session.
public struct OutputRow: RowContent {
    /// The project it belongs to.
    public var project: String
    /// The session that produced it.
    public var session: String?
    /// The agent that produced it.
    public var agent: String?
    /// What kind of output it is.
    public var type: String?
    /// The output.
    public var content: String
    /// The number of its event.
    public var seq: Int64
    /// When it was produced.
    public var time: Timestamp

    /// Creates the row with what it cannot be without.
    public init(project: String, content: String, seq: Int64, time: Timestamp) {
        self.project = project
        self.content = content
        self.seq = seq
        self.time = time
    }

    /// Its kind.
    public static var kind: RowKind { .output }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, "output", "\(seq)") }
    /// It as a row.
    public var row: Row { .output(self) }
}

extension OutputRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        session = try object.string("session")
        agent = try object.string("agent")
        type = try object.string("type")
        content = try object.requiredString("content")
        seq = try object.requiredInt64("seq")
        time = try object.requiredMoment("time")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("session", session)
        writer.field("agent", agent)
        writer.field("type", type)
        writer.field("content", content)
        writer.field("seq", seq)
        writer.moment("time", time)
    }
}
