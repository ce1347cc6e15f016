public import PerchJSON

/// A row of `collaboration`: one hand-over of work.
public struct HandoffRow: RowContent {
    /// The project it belongs to.
    public var project: String
    /// The session it was made in.
    public var session: String?
    /// Who hands over, by id or name.
    public var from: String
    /// Who takes over, by id or name.
    public var to: String
    /// What kind of hand-off it is.
    public var type: String?
    /// Why.
    public var reason: String?
    /// The number of its event.
    public var seq: Int64
    /// When it was made.
    public var time: Timestamp

    /// Creates the row with what it cannot be without.
    public init(project: String, from: String, to: String, seq: Int64, time: Timestamp) {
        self.project = project
        self.from = from
        self.to = to
        self.seq = seq
        self.time = time
    }

    /// Its kind.
    public static var kind: RowKind { .handoff }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, "handoff", "\(seq)") }
    /// It as a row.
    public var row: Row { .handoff(self) }
}

extension HandoffRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        session = try object.string("session")
        from = try object.requiredString("from")
        to = try object.requiredString("to")
        type = try object.string("type")
        reason = try object.string("reason")
        seq = try object.requiredInt64("seq")
        time = try object.requiredMoment("time")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("session", session)
        writer.field("from", from)
        writer.field("to", to)
        writer.field("type", type)
        writer.field("reason", reason)
        writer.field("seq", seq)
        writer.moment("time", time)
    }
}
