public import PerchJSON

/// Whether a session runs.
public enum SessionState: String, Choice {
    case active, finished
}

/// A row of `sessions`: one session.
public struct SessionRow: RowContent {
    /// The project it belongs to.
    public var project: String
    /// Its id.
    public var session: String
    /// What was asked of it.
    public var query: String?
    /// Whether it runs.
    public var state: SessionState = .active
    /// The phase it is in.
    public var phase: String?
    /// How far it is, from 0 to 100.
    public var progress: Double?
    /// Whether it succeeded.
    public var ok: Bool?
    /// What went wrong.
    public var error: String?
    /// The first agents that reported in it.
    public var agents: [String] = []
    /// How many agents have reported in it.
    public var agentCount: Int64 = 0
    /// Events in it.
    public var events: Int64 = 0
    /// Tool calls in it.
    public var tools: Int64 = 0
    /// Outputs it has had.
    public var outputs: Int64 = 0
    /// Lines its log has had.
    public var logs: Int64 = 0
    /// When it began, or was first heard of.
    public var started: Timestamp?
    /// When something last happened in it.
    public var lastActive: Timestamp?
    /// When it ended; nil while it runs.
    public var finished: Timestamp?

    /// Creates the row with what it cannot be without.
    public init(project: String, session: String) {
        self.project = project
        self.session = session
    }

    /// Its kind.
    public static var kind: RowKind { .session }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, "session", session) }
    /// It as a row.
    public var row: Row { .session(self) }
}

extension SessionRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        session = try object.requiredString("session")
        query = try object.string("query")
        state = try object.requiredChoice("state")
        phase = try object.string("phase")
        progress = try object.double("progress")
        ok = try object.bool("ok")
        error = try object.string("error")
        agents = try object.strings("agents") ?? []
        agentCount = try object.int64("agent_count") ?? 0
        events = try object.int64("events") ?? 0
        tools = try object.int64("tools") ?? 0
        outputs = try object.int64("outputs") ?? 0
        logs = try object.int64("logs") ?? 0
        started = try object.moment("started")
        lastActive = try object.moment("last_active")
        finished = try object.moment("finished")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("session", session)
        writer.field("query", query)
        writer.field("state", state.rawValue)
        writer.field("phase", phase)
        writer.field("progress", progress)
        writer.field("ok", ok)
        writer.field("error", error)
        writer.field("agents", agents.isEmpty ? nil : agents)
        writer.field("agent_count", agentCount)
        writer.field("events", events)
        writer.field("tools", tools)
        writer.field("outputs", outputs)
        writer.field("logs", logs)
        writer.moment("started", started)
        writer.moment("last_active", lastActive)
        writer.moment("finished", finished)
    }
}
