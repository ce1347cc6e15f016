// How agents work together.

public import PerchJSON

/// `handoff.made`: work passed from one agent to another.
public struct HandoffMade: Payload {
    /// Who hands over, by id or name.
    public var from: String
    /// Who takes over, by id or name.
    public var to: String
    /// What kind of hand-off it is.
    public var type: String?
    /// Why.
    public var reason: String?

    /// Creates the payload from its fields.
    public init(from: String, to: String, type: String? = nil, reason: String? = nil) {
        self.from = from
        self.to = to
        self.type = type
        self.reason = reason
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("from", .string, required: true, "Who hands over, by id or name."),
        FieldSpec("to", .string, required: true, "Who takes over, by id or name."),
        FieldSpec("type", .string, "What kind of hand-off it is."),
        FieldSpec("reason", .string, "Why."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        from = try data.requiredString("from")
        to = try data.requiredString("to")
        type = try data.string("type")
        reason = try data.string("reason")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("from", from)
        writer.field("to", to)
        writer.field("type", type)
        writer.field("reason", reason)
    }
}

/// `collaboration.started`: agents began to work together.
public struct CollaborationStarted: Payload {
    /// The collaboration's id.
    public var collaboration: String
    /// Who takes part.
    public var participants: [String]?
    /// What kind it is.
    public var type: String?

    /// Creates the payload from its fields.
    public init(collaboration: String, participants: [String]? = nil, type: String? = nil) {
        self.collaboration = collaboration
        self.participants = participants
        self.type = type
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("collaboration", .string, required: true, "The collaboration's id."),
        FieldSpec("participants", .strings, "Who takes part."),
        FieldSpec("type", .string, "What kind it is."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        collaboration = try data.requiredString("collaboration")
        participants = try data.strings("participants")
        type = try data.string("type")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("collaboration", collaboration)
        writer.field("participants", participants)
        writer.field("type", type)
    }
}

/// `collaboration.ended`: a collaboration ended.
public struct CollaborationEnded: Payload {
    /// The collaboration's id.
    public var collaboration: String

    /// Creates the payload from its fields.
    public init(collaboration: String) {
        self.collaboration = collaboration
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("collaboration", .string, required: true, "The collaboration's id.")
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        collaboration = try data.requiredString("collaboration")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("collaboration", collaboration)
    }
}

/// `decision.recorded`: a decision was taken.
public struct DecisionRecorded: Payload {
    /// The collaboration it was taken in.
    public var collaboration: String?
    /// What was decided.
    public var decision: String
    /// Whatever else the sender tells.
    public var metadata: JSONText?

    /// Creates the payload from its fields.
    public init(decision: String, collaboration: String? = nil, metadata: JSONText? = nil) {
        self.collaboration = collaboration
        self.decision = decision
        self.metadata = metadata
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("collaboration", .string, "The collaboration it was taken in."),
        FieldSpec("decision", .string, required: true, "What was decided."),
        FieldSpec("metadata", .any, "Whatever else the sender tells."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        collaboration = try data.string("collaboration")
        decision = try data.requiredString("decision")
        metadata = try data.text("metadata")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("collaboration", collaboration)
        writer.field("decision", decision)
        writer.field("metadata", metadata)
    }
}

/// `activity.recorded`: an agent did something worth telling.
public struct ActivityRecorded: Payload {
    /// The activity's id.
    public var activity: String?
    /// Its type.
    public var type: String
    /// The department it belongs to.
    public var department: String?
    /// The other agents it concerns.
    public var related: [String]?
    /// Whatever else the sender tells.
    public var metadata: JSONText?

    /// Creates the payload from its fields.
    public init(
        type: String, activity: String? = nil, department: String? = nil, related: [String]? = nil,
        metadata: JSONText? = nil
    ) {
        self.activity = activity
        self.type = type
        self.department = department
        self.related = related
        self.metadata = metadata
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("activity", .string, "The activity's id."),
        FieldSpec("type", .string, required: true, "Its type."),
        FieldSpec("department", .string, "The department it belongs to."),
        FieldSpec("related", .strings, "The other agents it concerns."),
        FieldSpec("metadata", .any, "Whatever else the sender tells."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        activity = try data.string("activity")
        type = try data.requiredString("type")
        department = try data.string("department")
        related = try data.strings("related")
        metadata = try data.text("metadata")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("activity", activity)
        writer.field("type", type)
        writer.field("department", department)
        writer.field("related", related)
        writer.field("metadata", metadata)
    }
}

/// `activity.completed`: an activity ended.
public struct ActivityCompleted: Payload {
    /// The activity's id.
    public var activity: String
    /// Whether it succeeded.
    public var success: Bool?

    /// Creates the payload from its fields.
    public init(activity: String, success: Bool? = nil) {
        self.activity = activity
        self.success = success
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("activity", .string, required: true, "The activity's id."),
        FieldSpec("success", .boolean, "Whether it succeeded."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        activity = try data.requiredString("activity")
        success = try data.bool("success")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("activity", activity)
        writer.field("success", success)
    }
}

/// `memory.changed`: a memory was read, written or deleted.
public struct MemoryChanged: Payload {
    /// What was done: `read`, `write` or `delete`.
    public var operation: String
    /// The item it was done to.
    public var item: String
    /// Whatever else the sender tells.
    public var metadata: JSONText?

    /// Creates the payload from its fields.
    public init(operation: String, item: String, metadata: JSONText? = nil) {
        self.operation = operation
        self.item = item
        self.metadata = metadata
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("operation", .string, required: true, "What was done: `read`, `write` or `delete`."),
        FieldSpec("item", .string, required: true, "The item it was done to."),
        FieldSpec("metadata", .any, "Whatever else the sender tells."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        operation = try data.requiredString("operation")
        item = try data.requiredString("item")
        metadata = try data.text("metadata")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("operation", operation)
        writer.field("item", item)
        writer.field("metadata", metadata)
    }
}
