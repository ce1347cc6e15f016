// What agents report of their own life.

public import PerchJSON

/// `agent.started`: an agent began: by itself, or spawned by another.
public struct AgentStarted: Payload {
    /// What people call it.
    public var name: String?
    /// The sub-agent type or job, such as `researcher`.
    public var role: String?
    /// The id of the agent that spawned it.
    public var parent: String?
    /// The model it runs on.
    public var model: String?
    /// The department it belongs to.
    public var department: String?
    /// The tool call that spawned it.
    public var call: String?
    /// The beginning of its task.
    public var promptPreview: String?
    /// The branch or worktree it works on.
    public var branch: String?

    /// Creates the payload from its fields.
    public init(
        name: String? = nil, role: String? = nil, parent: String? = nil, model: String? = nil,
        department: String? = nil, call: String? = nil, promptPreview: String? = nil, branch: String? = nil
    ) {
        self.name = name
        self.role = role
        self.parent = parent
        self.model = model
        self.department = department
        self.call = call
        self.promptPreview = promptPreview
        self.branch = branch
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("name", .string, "What people call it."),
        FieldSpec("role", .string, "The sub-agent type or job, such as `researcher`."),
        FieldSpec("parent", .string, "The id of the agent that spawned it."),
        FieldSpec("model", .string, "The model it runs on."),
        FieldSpec("department", .string, "The department it belongs to."),
        FieldSpec("call", .string, "The tool call that spawned it."),
        FieldSpec("prompt_preview", .string, "The beginning of its task."),
        FieldSpec("branch", .string, "The branch or worktree it works on."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        name = try data.string("name")
        role = try data.string("role")
        parent = try data.string("parent")
        model = try data.string("model")
        department = try data.string("department")
        call = try data.string("call")
        promptPreview = try data.string("prompt_preview")
        branch = try data.string("branch")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("name", name)
        writer.field("role", role)
        writer.field("parent", parent)
        writer.field("model", model)
        writer.field("department", department)
        writer.field("call", call)
        writer.field("prompt_preview", promptPreview)
        writer.field("branch", branch)
    }
}

/// `agent.updated`: an agent says how it is doing.
public struct AgentUpdated: Payload {
    /// What it is doing now.
    public var status: AgentStatus?
    /// How far it is, from 0 to 100.
    public var progress: Double?
    /// A sentence for people.
    public var message: String?
    /// The task it is on.
    public var task: String?
    /// The feature it is on.
    public var feature: String?
    /// Whatever else the sender tells.
    public var metadata: JSONText?

    /// Creates the payload from its fields.
    public init(
        status: AgentStatus? = nil, progress: Double? = nil, message: String? = nil, task: String? = nil,
        feature: String? = nil, metadata: JSONText? = nil
    ) {
        self.status = status
        self.progress = progress
        self.message = message
        self.task = task
        self.feature = feature
        self.metadata = metadata
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("status", .choice(AgentStatus.names), "What it is doing now."),
        FieldSpec("progress", .number, "How far it is, from 0 to 100."),
        FieldSpec("message", .string, "A sentence for people."),
        FieldSpec("task", .string, "The task it is on."),
        FieldSpec("feature", .string, "The feature it is on."),
        FieldSpec("metadata", .any, "Whatever else the sender tells."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        status = try data.choice("status")
        progress = try data.double("progress")
        message = try data.string("message")
        task = try data.string("task")
        feature = try data.string("feature")
        metadata = try data.text("metadata")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("status", status?.rawValue)
        writer.field("progress", progress)
        writer.field("message", message)
        writer.field("task", task)
        writer.field("feature", feature)
        writer.field("metadata", metadata)
    }
}

/// `agent.finished`: an agent ended.
public struct AgentFinished: Payload {
    /// How it ended, such as `done` or `error`.
    public var outcome: String?
    /// How long it ran. In milliseconds.
    public var duration: Double?
    /// How many tools it used.
    public var toolCount: Int64?
    /// What it cost in all. In US dollars.
    public var cost: Double?
    /// What went wrong.
    public var error: String?

    /// Creates the payload from its fields.
    public init(
        outcome: String? = nil, duration: Double? = nil, toolCount: Int64? = nil, cost: Double? = nil,
        error: String? = nil
    ) {
        self.outcome = outcome
        self.duration = duration
        self.toolCount = toolCount
        self.cost = cost
        self.error = error
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("outcome", .string, "How it ended, such as `done` or `error`."),
        FieldSpec("duration_ms", .number, "How long it ran."),
        FieldSpec("tool_count", .integer, "How many tools it used."),
        FieldSpec("cost_usd", .number, "What it cost in all."),
        FieldSpec("error", .string, "What went wrong."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        outcome = try data.string("outcome")
        duration = try data.double("duration_ms")
        toolCount = try data.int64("tool_count")
        cost = try data.double("cost_usd")
        error = try data.string("error")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("outcome", outcome)
        writer.field("duration_ms", duration)
        writer.field("tool_count", toolCount)
        writer.field("cost_usd", cost)
        writer.field("error", error)
    }
}

/// `agent.presence`: an agent's presence changed, by the watcher or by its own word.
public struct AgentPresence: Payload {
    /// The presence it has now.
    public var status: Presence
    /// Why it changed.
    public var reason: String?

    /// Creates the payload from its fields.
    public init(status: Presence, reason: String? = nil) {
        self.status = status
        self.reason = reason
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("status", .choice(Presence.names), required: true, "The presence it has now."),
        FieldSpec("reason", .string, "Why it changed."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        status = try data.requiredChoice("status")
        reason = try data.string("reason")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("status", status.rawValue)
        writer.field("reason", reason)
    }
}
