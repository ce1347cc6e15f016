public import PerchJSON

/// Whether a collaboration goes on.
public enum CollaborationState: String, Choice {
    case active, ended
}

/// A row of `collaboration`: one collaboration.
public struct CollaborationRow: RowContent {
    /// The project it belongs to.
    public var project: String
    /// Its id.
    public var collaboration: String
    /// What kind it is.
    public var type: String?
    /// Who takes part.
    public var participants: [String] = []
    /// Whether it goes on.
    public var state: CollaborationState = .active
    /// Activities its participants recorded while it went on.
    public var activities: Int64 = 0
    /// Decisions taken in it.
    public var decisions: Int64 = 0
    /// When it began, or was first heard of.
    public var started: Timestamp?
    /// When it ended; nil while it goes on.
    public var ended: Timestamp?

    /// Creates the row with what it cannot be without.
    public init(project: String, collaboration: String) {
        self.project = project
        self.collaboration = collaboration
    }

    /// Its kind.
    public static var kind: RowKind { .collaboration }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, "collaboration", collaboration) }
    /// It as a row.
    public var row: Row { .collaboration(self) }
}

extension CollaborationRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        collaboration = try object.requiredString("collaboration")
        type = try object.string("type")
        participants = try object.strings("participants") ?? []
        state = try object.requiredChoice("state")
        activities = try object.int64("activity_count") ?? 0
        decisions = try object.int64("decision_count") ?? 0
        started = try object.moment("started")
        ended = try object.moment("ended")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("collaboration", collaboration)
        writer.field("type", type)
        writer.field("participants", participants.isEmpty ? nil : participants)
        writer.field("state", state.rawValue)
        writer.field("activity_count", activities)
        writer.field("decision_count", decisions)
        writer.moment("started", started)
        writer.moment("ended", ended)
    }
}
