public import PerchJSON

/// A row of `totals`: what one UTC day has cost in a project, or in everything where the project is empty.
public struct DayRow: RowContent {
    /// The project; empty for everything.
    public var project: String
    /// The day, such as `2026-05-02`.
    public var day: String
    /// Tokens read that day.
    public var inputTokens: Int64 = 0
    /// Tokens written that day.
    public var outputTokens: Int64 = 0
    /// Tokens read from caches that day.
    public var cacheReadTokens: Int64 = 0
    /// Tokens written to caches that day.
    public var cacheWriteTokens: Int64 = 0
    /// What the day has cost. In US dollars.
    public var cost: Double = 0

    /// Creates the row with what it cannot be without.
    public init(project: String, day: String) {
        self.project = project
        self.day = day
    }

    /// Its kind.
    public static var kind: RowKind { .day }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, "day", day) }
    /// It as a row.
    public var row: Row { .day(self) }
}

extension DayRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        day = try object.requiredString("day")
        inputTokens = try object.int64("input_tokens") ?? 0
        outputTokens = try object.int64("output_tokens") ?? 0
        cacheReadTokens = try object.int64("cache_read_tokens") ?? 0
        cacheWriteTokens = try object.int64("cache_write_tokens") ?? 0
        cost = try object.double("cost_usd") ?? 0
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("day", day)
        writer.field("input_tokens", inputTokens)
        writer.field("output_tokens", outputTokens)
        writer.field("cache_read_tokens", cacheReadTokens)
        writer.field("cache_write_tokens", cacheWriteTokens)
        writer.field("cost_usd", cost)
    }
}
