public import PerchJSON

/// Whether a node runs.
public enum NodeState: String, Choice {
    case alive, done
}

/// A row of `graph`: one agent as a node of the graph; its edge is its parent.
public struct NodeRow: RowContent {
    /// The project it belongs to.
    public var project: String
    /// Its id within the project.
    public var agent: String
    /// The agent that spawned it.
    public var parent: String?
    /// What people call it.
    public var name: String?
    /// Its sub-agent type or job.
    public var role: String?
    /// The model it runs on.
    public var model: String?
    /// The branch or worktree it works on.
    public var branch: String?
    /// The beginning of its task.
    public var promptPreview: String?
    /// The tool call that spawned it.
    public var call: String?
    /// The session it began in.
    public var session: String?
    /// Whether it runs.
    public var state: NodeState = .alive
    /// How it ended.
    public var outcome: String?
    /// When it began, or was first heard of.
    public var spawned: Timestamp?
    /// When it ended; nil while it is alive.
    public var ended: Timestamp?
    /// How long it ran. In milliseconds.
    public var duration: Double?
    /// Tool calls it made.
    public var tools: Int64 = 0
    /// Skills it used.
    public var skills: Int64 = 0
    /// The tool it used last.
    public var lastTool: String?
    /// When it did.
    public var lastToolAt: Timestamp?

    /// Creates the row with what it cannot be without.
    public init(project: String, agent: String) {
        self.project = project
        self.agent = agent
    }

    /// Its kind.
    public static var kind: RowKind { .node }
    /// Its key within its view.
    public var key: String { RowKey.joined(project, agent) }
    /// It as a row.
    public var row: Row { .node(self) }
}

extension NodeRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        agent = try object.requiredString("agent")
        parent = try object.string("parent")
        name = try object.string("name")
        role = try object.string("role")
        model = try object.string("model")
        branch = try object.string("branch")
        promptPreview = try object.string("prompt_preview")
        call = try object.string("call")
        session = try object.string("session")
        state = try object.requiredChoice("state")
        outcome = try object.string("outcome")
        spawned = try object.moment("spawned")
        ended = try object.moment("ended")
        duration = try object.double("duration_ms")
        tools = try object.int64("tools") ?? 0
        skills = try object.int64("skills") ?? 0
        lastTool = try object.string("last_tool")
        lastToolAt = try object.moment("last_tool_at")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("agent", agent)
        writer.field("parent", parent)
        writer.field("name", name)
        writer.field("role", role)
        writer.field("model", model)
        writer.field("branch", branch)
        writer.field("prompt_preview", promptPreview)
        writer.field("call", call)
        writer.field("session", session)
        writer.field("state", state.rawValue)
        writer.field("outcome", outcome)
        writer.moment("spawned", spawned)
        writer.moment("ended", ended)
        writer.field("duration_ms", duration)
        writer.field("tools", tools)
        writer.field("skills", skills)
        writer.field("last_tool", lastTool)
        writer.moment("last_tool_at", lastToolAt)
    }
}
