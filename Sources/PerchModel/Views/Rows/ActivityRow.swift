public import PerchJSON

/// How an activity stands.
public enum ActivityState: String, Choice {
    case active, completed, failed
}

/// A row of `collaboration`: one activity.
public struct ActivityRow: RowContent {
    /// The project it belongs to.
    public var project: String
    /// Its id; where it has none, the number of its event.
    public var activity: String
    /// Who did it.
    public var agent: String?
    /// The session it was done in.
    public var session: String?
    /// Its type.
    public var type: String?
    /// The department it belongs to.
    public var department: String?
    /// The other agents it concerns.
    public var related: [String] = []
    /// Whatever else was told.
    public var metadata: JSONText?
    /// How it stands.
    public var state: ActivityState = .active
    /// The number of its event.
    public var seq: Int64
    /// When it was recorded.
    public var time: Timestamp
    /// When it ended; nil while it is active.
    public var completed: Timestamp?

    /// Creates the row with what it cannot be without.
    public init(project: String, activity: String, seq: Int64, time: Timestamp) {
        self.project = project
        self.activity = activity
        self.seq = seq
        self.time = time
    }

    /// Its kind.
    public static var kind: RowKind { .activity }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, "activity", activity) }
    /// It as a row.
    public var row: Row { .activity(self) }
}

extension ActivityRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        activity = try object.requiredString("activity")
        agent = try object.string("agent")
        session = try object.string("session")
        type = try object.string("type")
        department = try object.string("department")
        related = try object.strings("related") ?? []
        metadata = try object.text("metadata")
        state = try object.requiredChoice("state")
        seq = try object.requiredInt64("seq")
        time = try object.requiredMoment("time")
        completed = try object.moment("completed")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("activity", activity)
        writer.field("agent", agent)
        writer.field("session", session)
        writer.field("type", type)
        writer.field("department", department)
        writer.field("related", related.isEmpty ? nil : related)
        writer.field("metadata", metadata)
        writer.field("state", state.rawValue)
        writer.field("seq", seq)
        writer.moment("time", time)
        writer.moment("completed", completed)
    }
}
