public import PerchJSON

/// A row of `features`: the synchronisation of a project.
public struct SyncRow: RowContent {
    /// The project.
    public var project: String
    /// How it stands.
    public var status: String
    /// What it does.
    public var operation: String?
    /// How many files changed.
    public var filesChanged: Int64?
    /// The files in conflict.
    public var conflicts: [String] = []
    /// A sentence for people.
    public var message: String?
    /// Who reported it.
    public var agent: String?
    /// When it last changed.
    public var time: Timestamp
    /// When a push was last reported.
    public var lastPush: Timestamp?
    /// When a pull was last reported.
    public var lastPull: Timestamp?
    /// How it is set up, as was last told.
    public var config: JSONText?

    /// Creates the row with what it cannot be without.
    public init(project: String, status: String, time: Timestamp) {
        self.project = project
        self.status = status
        self.time = time
    }

    /// Its kind.
    public static var kind: RowKind { .sync }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, "sync") }
    /// It as a row.
    public var row: Row { .sync(self) }
}

extension SyncRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        status = try object.requiredString("status")
        operation = try object.string("operation")
        filesChanged = try object.int64("files_changed")
        conflicts = try object.strings("conflicts") ?? []
        message = try object.string("message")
        agent = try object.string("agent")
        time = try object.requiredMoment("time")
        lastPush = try object.moment("last_push")
        lastPull = try object.moment("last_pull")
        config = try object.text("config")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("status", status)
        writer.field("operation", operation)
        writer.field("files_changed", filesChanged)
        writer.field("conflicts", conflicts.isEmpty ? nil : conflicts)
        writer.field("message", message)
        writer.field("agent", agent)
        writer.moment("time", time)
        writer.moment("last_push", lastPush)
        writer.moment("last_pull", lastPull)
        writer.field("config", config)
    }
}
