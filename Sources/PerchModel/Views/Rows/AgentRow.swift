public import PerchJSON

/// A row of `agents`: one agent: who it is, whether it is there, what it does and what it has cost.
public struct AgentRow: RowContent {
    /// The project it belongs to.
    public var project: String
    /// Its id within the project.
    public var agent: String
    /// What people call it.
    public var name: String?
    /// Its sub-agent type or job.
    public var role: String?
    /// The department it belongs to.
    public var department: String?
    /// The model it runs on.
    public var model: String?
    /// The agent that spawned it.
    public var parent: String?
    /// The branch or worktree it works on.
    public var branch: String?
    /// The beginning of its task.
    public var promptPreview: String?
    /// The dialect it was first heard of by.
    public var source: String?
    /// Whether it is there.
    public var presence: Presence = .active
    /// Why its presence is what it is, where that was told.
    public var presenceReason: String?
    /// What it is doing.
    public var status: AgentStatus = .idle
    /// The session it last reported in.
    public var session: String?
    /// The feature it is on.
    public var feature: String?
    /// The task it is on.
    public var task: String?
    /// How far it is, from 0 to 100.
    public var progress: Double?
    /// Its last sentence for people.
    public var message: String?
    /// Whatever else it last told of itself.
    public var metadata: JSONText?
    /// The tool it used last.
    public var lastTool: String?
    /// The file or address that tool worked on.
    public var lastTarget: String?
    /// Tool calls of it that have not ended.
    public var running: Int64 = 0
    /// Events it sent.
    public var events: Int64 = 0
    /// Tool calls it made.
    public var tools: Int64 = 0
    /// Tool calls and skills of it that failed.
    public var failures: Int64 = 0
    /// Skills it used.
    public var skills: Int64 = 0
    /// Messages it sent.
    public var messages: Int64 = 0
    /// Tokens it read.
    public var inputTokens: Int64 = 0
    /// Tokens it wrote.
    public var outputTokens: Int64 = 0
    /// Tokens it read from the cache.
    public var cacheReadTokens: Int64 = 0
    /// Tokens it wrote to the cache.
    public var cacheWriteTokens: Int64 = 0
    /// What it has cost. In US dollars.
    public var cost: Double = 0
    /// When it began, or was first heard of.
    public var started: Timestamp?
    /// When it last showed a sign of life.
    public var lastActive: Timestamp?
    /// When it ended; nil while it runs.
    public var finished: Timestamp?
    /// How long it ran. In milliseconds.
    public var duration: Double?
    /// How it ended.
    public var outcome: String?
    /// What went wrong.
    public var error: String?
    /// Why it needs a person, each reason once.
    public var attention: [AttentionReason] = []

    /// Creates the row with what it cannot be without.
    public init(project: String, agent: String) {
        self.project = project
        self.agent = agent
    }

    /// Its kind.
    public static var kind: RowKind { .agent }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, agent) }
    /// It as a row.
    public var row: Row { .agent(self) }
}

extension AgentRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        agent = try object.requiredString("agent")
        name = try object.string("name")
        role = try object.string("role")
        department = try object.string("department")
        model = try object.string("model")
        parent = try object.string("parent")
        branch = try object.string("branch")
        promptPreview = try object.string("prompt_preview")
        source = try object.string("source")
        presence = try object.requiredChoice("presence")
        presenceReason = try object.string("presence_reason")
        status = try object.requiredChoice("status")
        session = try object.string("session")
        feature = try object.string("feature")
        task = try object.string("task")
        progress = try object.double("progress")
        message = try object.string("message")
        metadata = try object.text("metadata")
        lastTool = try object.string("last_tool")
        lastTarget = try object.string("last_target")
        running = try object.int64("running") ?? 0
        events = try object.int64("events") ?? 0
        tools = try object.int64("tools") ?? 0
        failures = try object.int64("failures") ?? 0
        skills = try object.int64("skills") ?? 0
        messages = try object.int64("messages") ?? 0
        inputTokens = try object.int64("input_tokens") ?? 0
        outputTokens = try object.int64("output_tokens") ?? 0
        cacheReadTokens = try object.int64("cache_read_tokens") ?? 0
        cacheWriteTokens = try object.int64("cache_write_tokens") ?? 0
        cost = try object.double("cost_usd") ?? 0
        started = try object.moment("started")
        lastActive = try object.moment("last_active")
        finished = try object.moment("finished")
        duration = try object.double("duration_ms")
        outcome = try object.string("outcome")
        error = try object.string("error")
        attention = try object.choices("attention")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("agent", agent)
        writer.field("name", name)
        writer.field("role", role)
        writer.field("department", department)
        writer.field("model", model)
        writer.field("parent", parent)
        writer.field("branch", branch)
        writer.field("prompt_preview", promptPreview)
        writer.field("source", source)
        writer.field("presence", presence.rawValue)
        writer.field("presence_reason", presenceReason)
        writer.field("status", status.rawValue)
        writer.field("session", session)
        writer.field("feature", feature)
        writer.field("task", task)
        writer.field("progress", progress)
        writer.field("message", message)
        writer.field("metadata", metadata)
        writer.field("last_tool", lastTool)
        writer.field("last_target", lastTarget)
        writer.field("running", running)
        writer.field("events", events)
        writer.field("tools", tools)
        writer.field("failures", failures)
        writer.field("skills", skills)
        writer.field("messages", messages)
        writer.field("input_tokens", inputTokens)
        writer.field("output_tokens", outputTokens)
        writer.field("cache_read_tokens", cacheReadTokens)
        writer.field("cache_write_tokens", cacheWriteTokens)
        writer.field("cost_usd", cost)
        writer.moment("started", started)
        writer.moment("last_active", lastActive)
        writer.moment("finished", finished)
        writer.field("duration_ms", duration)
        writer.field("outcome", outcome)
        writer.field("error", error)
        writer.field("attention", attention.isEmpty ? nil : attention.map(\.rawValue))
    }
}
