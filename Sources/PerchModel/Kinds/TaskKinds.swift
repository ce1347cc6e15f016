// What is to be done.

public import PerchJSON

/// `task.*`: a task began, moved on or ended; the three kinds carry the same fields.
public struct TaskReport: Payload {
    /// The task's id.
    public var task: String
    /// What it is called.
    public var name: String?
    /// Who gave it.
    public var from: String?
    /// Who does it.
    public var to: String?
    /// What is to be done.
    public var action: String?
    /// The task it is part of.
    public var parent: String?
    /// How far it is, from 0 to 100.
    public var progress: Double?
    /// How it stands.
    public var status: String?

    /// Creates the payload from its fields.
    public init(
        task: String, name: String? = nil, from: String? = nil, to: String? = nil, action: String? = nil,
        parent: String? = nil, progress: Double? = nil, status: String? = nil
    ) {
        self.task = task
        self.name = name
        self.from = from
        self.to = to
        self.action = action
        self.parent = parent
        self.progress = progress
        self.status = status
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("task", .string, required: true, "The task's id."),
        FieldSpec("name", .string, "What it is called."),
        FieldSpec("from", .string, "Who gave it."),
        FieldSpec("to", .string, "Who does it."),
        FieldSpec("action", .string, "What is to be done."),
        FieldSpec("parent", .string, "The task it is part of."),
        FieldSpec("progress", .number, "How far it is, from 0 to 100."),
        FieldSpec("status", .string, "How it stands."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        task = try data.requiredString("task")
        name = try data.string("name")
        from = try data.string("from")
        to = try data.string("to")
        action = try data.string("action")
        parent = try data.string("parent")
        progress = try data.double("progress")
        status = try data.string("status")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("task", task)
        writer.field("name", name)
        writer.field("from", from)
        writer.field("to", to)
        writer.field("action", action)
        writer.field("parent", parent)
        writer.field("progress", progress)
        writer.field("status", status)
    }
}

/// `feature.changed`: a feature, track or spike changed.
public struct FeatureChanged: Payload {
    /// The feature's id.
    public var feature: String
    /// `feature`, `track` or `spike`.
    public var type: String?
    /// Its title.
    public var title: String?
    /// How it stands.
    public var status: String?
    /// What it is about.
    public var description: String?
    /// Its tags.
    public var tags: [String]?
    /// How urgent it is.
    public var priority: String?

    /// Creates the payload from its fields.
    public init(
        feature: String, type: String? = nil, title: String? = nil, status: String? = nil,
        description: String? = nil, tags: [String]? = nil, priority: String? = nil
    ) {
        self.feature = feature
        self.type = type
        self.title = title
        self.status = status
        self.description = description
        self.tags = tags
        self.priority = priority
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("feature", .string, required: true, "The feature's id."),
        FieldSpec("type", .string, "`feature`, `track` or `spike`."),
        FieldSpec("title", .string, "Its title."),
        FieldSpec("status", .string, "How it stands."),
        FieldSpec("description", .string, "What it is about."),
        FieldSpec("tags", .strings, "Its tags."),
        FieldSpec("priority", .string, "How urgent it is."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        feature = try data.requiredString("feature")
        type = try data.string("type")
        title = try data.string("title")
        status = try data.string("status")
        description = try data.string("description")
        tags = try data.strings("tags")
        priority = try data.string("priority")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("feature", feature)
        writer.field("type", type)
        writer.field("title", title)
        writer.field("status", status)
        writer.field("description", description)
        writer.field("tags", tags)
        writer.field("priority", priority)
    }
}

/// `feature.linked`: two features were linked.
public struct FeatureLinked: Payload {
    /// The feature's id.
    public var feature: String
    /// The feature it is linked to.
    public var linked: String
    /// What kind of link it is.
    public var link: String?

    /// Creates the payload from its fields.
    public init(feature: String, linked: String, link: String? = nil) {
        self.feature = feature
        self.linked = linked
        self.link = link
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("feature", .string, required: true, "The feature's id."),
        FieldSpec("linked", .string, required: true, "The feature it is linked to."),
        FieldSpec("link", .string, "What kind of link it is."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        feature = try data.requiredString("feature")
        linked = try data.requiredString("linked")
        link = try data.string("link")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("feature", feature)
        writer.field("linked", linked)
        writer.field("link", link)
    }
}

/// `sync.changed`: a synchronisation moved on.
public struct SyncChanged: Payload {
    /// How it stands.
    public var status: String
    /// What it does, such as `push` or `pull`.
    public var operation: String?
    /// How many files changed.
    public var filesChanged: Int64?
    /// The files in conflict.
    public var conflicts: [String]?
    /// A sentence for people.
    public var message: String?
    /// How it is set up, where that is what changed.
    public var config: JSONText?

    /// Creates the payload from its fields.
    public init(
        status: String, operation: String? = nil, filesChanged: Int64? = nil, conflicts: [String]? = nil,
        message: String? = nil, config: JSONText? = nil
    ) {
        self.status = status
        self.operation = operation
        self.filesChanged = filesChanged
        self.conflicts = conflicts
        self.message = message
        self.config = config
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("status", .string, required: true, "How it stands."),
        FieldSpec("operation", .string, "What it does, such as `push` or `pull`."),
        FieldSpec("files_changed", .integer, "How many files changed."),
        FieldSpec("conflicts", .strings, "The files in conflict."),
        FieldSpec("message", .string, "A sentence for people."),
        FieldSpec("config", .any, "How it is set up, where that is what changed."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        status = try data.requiredString("status")
        operation = try data.string("operation")
        filesChanged = try data.int64("files_changed")
        conflicts = try data.strings("conflicts")
        message = try data.string("message")
        config = try data.text("config")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("status", status)
        writer.field("operation", operation)
        writer.field("files_changed", filesChanged)
        writer.field("conflicts", conflicts)
        writer.field("message", message)
        writer.field("config", config)
    }
}
