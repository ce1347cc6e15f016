public import PerchJSON

/// A row of `collaboration`: one change of a memory.
public struct MemoryRow: RowContent {
    /// The project it belongs to.
    public var project: String
    /// Who did it.
    public var agent: String?
    /// What was done.
    public var operation: String
    /// The item it was done to.
    public var item: String
    /// Whatever else was told.
    public var metadata: JSONText?
    /// The number of its event.
    public var seq: Int64
    /// When it was done.
    public var time: Timestamp

    /// Creates the row with what it cannot be without.
    public init(project: String, operation: String, item: String, seq: Int64, time: Timestamp) {
        self.project = project
        self.operation = operation
        self.item = item
        self.seq = seq
        self.time = time
    }

    /// Its kind.
    public static var kind: RowKind { .memory }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, "memory", "\(seq)") }
    /// It as a row.
    public var row: Row { .memory(self) }
}

extension MemoryRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        agent = try object.string("agent")
        operation = try object.requiredString("operation")
        item = try object.requiredString("item")
        metadata = try object.text("metadata")
        seq = try object.requiredInt64("seq")
        time = try object.requiredMoment("time")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("agent", agent)
        writer.field("operation", operation)
        writer.field("item", item)
        writer.field("metadata", metadata)
        writer.field("seq", seq)
        writer.moment("time", time)
    }
}
