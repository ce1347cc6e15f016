public import PerchJSON

/// A row of `totals`: the sums over a project, or over everything where the project is empty.
public struct TotalsRow: RowContent {
    /// The project; empty for everything.
    public var project: String
    /// Agents known now.
    public var agents: Int64 = 0
    /// Of them, active ones.
    public var active: Int64 = 0
    /// Of them, idle ones.
    public var idle: Int64 = 0
    /// Of them, offline ones.
    public var offline: Int64 = 0
    /// Of them, ended ones.
    public var finished: Int64 = 0
    /// Active ones that are analyzing, processing or collaborating.
    public var working: Int64 = 0
    /// Reasons for attention that stand now.
    public var waiting: Int64 = 0
    /// Sessions known now.
    public var sessions: Int64 = 0
    /// Of them, running ones.
    public var openSessions: Int64 = 0
    /// Events so far.
    public var events: Int64 = 0
    /// Of them, events of unknown kinds.
    public var unknown: Int64 = 0
    /// Tool calls so far.
    public var tools: Int64 = 0
    /// Of them and of skills, failed ones.
    public var failures: Int64 = 0
    /// Skills used so far.
    public var skills: Int64 = 0
    /// Messages sent so far.
    public var messages: Int64 = 0
    /// Tokens read so far.
    public var inputTokens: Int64 = 0
    /// Tokens written so far.
    public var outputTokens: Int64 = 0
    /// Tokens read from caches so far.
    public var cacheReadTokens: Int64 = 0
    /// Tokens written to caches so far.
    public var cacheWriteTokens: Int64 = 0
    /// What it has cost so far. In US dollars.
    public var cost: Double = 0
    /// The time of the latest event.
    public var lastEvent: Timestamp?

    /// Creates the row with what it cannot be without.
    public init(project: String) {
        self.project = project
    }

    /// Its kind.
    public static var kind: RowKind { .total }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, "total") }
    /// It as a row.
    public var row: Row { .total(self) }
}

extension TotalsRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        agents = try object.int64("agents") ?? 0
        active = try object.int64("active") ?? 0
        idle = try object.int64("idle") ?? 0
        offline = try object.int64("offline") ?? 0
        finished = try object.int64("finished") ?? 0
        working = try object.int64("working") ?? 0
        waiting = try object.int64("waiting") ?? 0
        sessions = try object.int64("sessions") ?? 0
        openSessions = try object.int64("open_sessions") ?? 0
        events = try object.int64("events") ?? 0
        unknown = try object.int64("unknown") ?? 0
        tools = try object.int64("tools") ?? 0
        failures = try object.int64("failures") ?? 0
        skills = try object.int64("skills") ?? 0
        messages = try object.int64("messages") ?? 0
        inputTokens = try object.int64("input_tokens") ?? 0
        outputTokens = try object.int64("output_tokens") ?? 0
        cacheReadTokens = try object.int64("cache_read_tokens") ?? 0
        cacheWriteTokens = try object.int64("cache_write_tokens") ?? 0
        cost = try object.double("cost_usd") ?? 0
        lastEvent = try object.moment("last_event")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("agents", agents)
        writer.field("active", active)
        writer.field("idle", idle)
        writer.field("offline", offline)
        writer.field("finished", finished)
        writer.field("working", working)
        writer.field("waiting", waiting)
        writer.field("sessions", sessions)
        writer.field("open_sessions", openSessions)
        writer.field("events", events)
        writer.field("unknown", unknown)
        writer.field("tools", tools)
        writer.field("failures", failures)
        writer.field("skills", skills)
        writer.field("messages", messages)
        writer.field("input_tokens", inputTokens)
        writer.field("output_tokens", outputTokens)
        writer.field("cache_read_tokens", cacheReadTokens)
        writer.field("cache_write_tokens", cacheWriteTokens)
        writer.field("cost_usd", cost)
        writer.moment("last_event", lastEvent)
    }
}
