public import PerchJSON

/// A row of `attention`: one reason why an agent needs a person; it is gone once cleared.
public struct AttentionRow: RowContent {
    /// The project it belongs to.
    public var project: String
    /// Why.
    public var reason: AttentionReason
    /// The agent; nil where it concerns none alone.
    public var agent: String?
    /// The session it was raised in.
    public var session: String?
    /// What exactly, in a sentence.
    public var detail: String?
    /// The number of the event that raised it.
    public var seq: Int64
    /// Since when.
    public var since: Timestamp

    /// Creates the row with what it cannot be without.
    public init(project: String, reason: AttentionReason, agent: String?, seq: Int64, since: Timestamp) {
        self.project = project
        self.reason = reason
        self.agent = agent
        self.seq = seq
        self.since = since
    }

    /// Its kind.
    public static var kind: RowKind { .attention }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, reason.rawValue, agent ?? "") }
    /// It as a row.
    public var row: Row { .attention(self) }
}

extension AttentionRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        reason = try object.requiredChoice("reason")
        agent = try object.string("agent")
        session = try object.string("session")
        detail = try object.string("detail")
        seq = try object.requiredInt64("seq")
        since = try object.requiredMoment("since")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("reason", reason.rawValue)
        writer.field("agent", agent)
        writer.field("session", session)
        writer.field("detail", detail)
        writer.field("seq", seq)
        writer.moment("since", since)
    }
}
