public import PerchJSON

/// A row of `collaboration`: one decision.
public struct DecisionRow: RowContent {
    /// The project it belongs to.
    public var project: String
    /// The collaboration it was taken in.
    public var collaboration: String?
    /// Who took it.
    public var agent: String?
    /// What was decided.
    public var decision: String
    /// Whatever else was told.
    public var metadata: JSONText?
    /// The number of its event.
    public var seq: Int64
    /// When it was taken.
    public var time: Timestamp

    /// Creates the row with what it cannot be without.
    public init(project: String, decision: String, seq: Int64, time: Timestamp) {
        self.project = project
        self.decision = decision
        self.seq = seq
        self.time = time
    }

    /// Its kind.
    public static var kind: RowKind { .decision }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, "decision", "\(seq)") }
    /// It as a row.
    public var row: Row { .decision(self) }
}

extension DecisionRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        collaboration = try object.string("collaboration")
        agent = try object.string("agent")
        decision = try object.requiredString("decision")
        metadata = try object.text("metadata")
        seq = try object.requiredInt64("seq")
        time = try object.requiredMoment("time")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("collaboration", collaboration)
        writer.field("agent", agent)
        writer.field("decision", decision)
        writer.field("metadata", metadata)
        writer.field("seq", seq)
        writer.moment("time", time)
    }
}
