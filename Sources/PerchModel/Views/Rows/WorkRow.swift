public import PerchJSON

/// What a piece of work is.
public enum WorkType: String, Choice {
    case call, task
}

/// How a piece of work stands.
public enum WorkState: String, Choice {
    case running, done, failed, abandoned
}

/// A row of `work`: one tool call or task, from its start to its end: what a timeline draws.
public struct WorkRow: RowContent {
    /// The project it belongs to.
    public var project: String
    /// Whether it is a tool call or a task.
    public var type: WorkType = .call
    /// The call's or task's id; a call without one is named by the number of its event.
    public var id: String
    /// The agent that reported it; of a call, the one that made it.
    public var agent: String?
    /// The session it belongs to.
    public var session: String?
    /// The tool's or the task's name.
    public var name: String?
    /// How it stands.
    public var state: WorkState = .running
    /// When it began.
    public var start: Timestamp?
    /// When it ended; nil while it runs.
    public var end: Timestamp?
    /// How long it took. In milliseconds.
    public var duration: Double?
    /// A summary of the call's input.
    public var input: String?
    /// The file or address the call works on.
    public var target: String?
    /// A summary of the call's output.
    public var output: String?
    /// What went wrong.
    public var error: String?
    /// The task this task is part of.
    public var parent: String?
    /// Who gave the task.
    public var from: String?
    /// Who does the task.
    public var to: String?
    /// What is to be done.
    public var action: String?
    /// How far the task is, from 0 to 100.
    public var progress: Double?
    /// The task's own word for how it stands.
    public var status: String?

    /// Creates the row with what it cannot be without.
    public init(project: String, type: WorkType, id: String, agent: String?) {
        self.project = project
        self.type = type
        self.id = id
        self.agent = agent
    }

    /// Its kind.
    public static var kind: RowKind { .work }
    /// Its key within its view.
    public var key: String {
        switch type {
        case .call: RowKey.joined(project, type.rawValue, agent ?? "", id)
        case .task: RowKey.joined(project, type.rawValue, id)
        }
    }
    /// It as a row.
    public var row: Row { .work(self) }
}

extension WorkRow {
    /// Reads it back from what ``writeFields(to:)`` wrote.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ object: JSONObject) throws(JSONError) {
        project = try object.requiredString("project")
        type = try object.requiredChoice("type")
        id = try object.requiredString("id")
        agent = try object.string("agent")
        session = try object.string("session")
        name = try object.string("name")
        state = try object.requiredChoice("state")
        start = try object.moment("start")
        end = try object.moment("end")
        duration = try object.double("duration_ms")
        input = try object.string("input")
        target = try object.string("target")
        output = try object.string("output")
        error = try object.string("error")
        parent = try object.string("parent")
        from = try object.string("from")
        to = try object.string("to")
        action = try object.string("action")
        progress = try object.double("progress")
        status = try object.string("status")
    }

    /// Writes its fields into an object that is already open; absent ones are left out.
    public func writeFields(to writer: inout JSONWriter) {
        writer.field("project", project)
        writer.field("type", type.rawValue)
        writer.field("id", id)
        writer.field("agent", agent)
        writer.field("session", session)
        writer.field("name", name)
        writer.field("state", state.rawValue)
        writer.moment("start", start)
        writer.moment("end", end)
        writer.field("duration_ms", duration)
        writer.field("input", input)
        writer.field("target", target)
        writer.field("output", output)
        writer.field("error", error)
        writer.field("parent", parent)
        writer.field("from", from)
        writer.field("to", to)
        writer.field("action", action)
        writer.field("progress", progress)
        writer.field("status", status)
    }
}
