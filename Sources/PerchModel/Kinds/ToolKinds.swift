// What agents do.

public import PerchJSON

/// `tool.started`: a tool call began.
public struct ToolStarted: Payload {
    /// The tool's name.
    public var tool: String
    /// The call's id, to pair its end.
    public var call: String?
    /// A summary of its input.
    public var input: String?
    /// The file or address it works on.
    public var target: String?

    /// Creates the payload from its fields.
    public init(tool: String, call: String? = nil, input: String? = nil, target: String? = nil) {
        self.tool = tool
        self.call = call
        self.input = input
        self.target = target
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("tool", .string, required: true, "The tool's name."),
        FieldSpec("call", .string, "The call's id, to pair its end."),
        FieldSpec("input", .string, "A summary of its input."),
        FieldSpec("target", .string, "The file or address it works on."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        tool = try data.requiredString("tool")
        call = try data.string("call")
        input = try data.string("input")
        target = try data.string("target")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("tool", tool)
        writer.field("call", call)
        writer.field("input", input)
        writer.field("target", target)
    }
}

/// `tool.finished`: a tool call ended.
public struct ToolFinished: Payload {
    /// The id its start had.
    public var call: String
    /// Whether it succeeded.
    public var ok: Bool?
    /// How long it took. In milliseconds.
    public var duration: Double?
    /// A summary of its output.
    public var output: String?
    /// What went wrong.
    public var error: String?

    /// Creates the payload from its fields.
    public init(call: String, ok: Bool? = nil, duration: Double? = nil, output: String? = nil, error: String? = nil) {
        self.call = call
        self.ok = ok
        self.duration = duration
        self.output = output
        self.error = error
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("call", .string, required: true, "The id its start had."),
        FieldSpec("ok", .boolean, "Whether it succeeded."),
        FieldSpec("duration_ms", .number, "How long it took."),
        FieldSpec("output", .string, "A summary of its output."),
        FieldSpec("error", .string, "What went wrong."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        call = try data.requiredString("call")
        ok = try data.bool("ok")
        duration = try data.double("duration_ms")
        output = try data.string("output")
        error = try data.string("error")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("call", call)
        writer.field("ok", ok)
        writer.field("duration_ms", duration)
        writer.field("output", output)
        writer.field("error", error)
    }
}

/// `skill.used`: a skill was used.
public struct SkillUsed: Payload {
    /// The skill's name.
    public var skill: String
    /// Whether it succeeded.
    public var ok: Bool?
    /// The tool call it ran in.
    public var call: String?

    /// Creates the payload from its fields.
    public init(skill: String, ok: Bool? = nil, call: String? = nil) {
        self.skill = skill
        self.ok = ok
        self.call = call
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("skill", .string, required: true, "The skill's name."),
        FieldSpec("ok", .boolean, "Whether it succeeded."),
        FieldSpec("call", .string, "The tool call it ran in."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        skill = try data.requiredString("skill")
        ok = try data.bool("ok")
        call = try data.string("call")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("skill", skill)
        writer.field("ok", ok)
        writer.field("call", call)
    }
}

/// `usage.added`: tokens were spent.
public struct UsageAdded: Payload {
    /// The model that was paid for.
    public var model: String?
    /// Tokens read.
    public var inputTokens: Int64?
    /// Tokens written.
    public var outputTokens: Int64?
    /// Tokens read from the cache.
    public var cacheReadTokens: Int64?
    /// Tokens written to the cache.
    public var cacheWriteTokens: Int64?
    /// What it cost. In US dollars.
    public var cost: Double?

    /// Creates the payload from its fields.
    public init(
        model: String? = nil, inputTokens: Int64? = nil, outputTokens: Int64? = nil,
        cacheReadTokens: Int64? = nil, cacheWriteTokens: Int64? = nil, cost: Double? = nil
    ) {
        self.model = model
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.cacheReadTokens = cacheReadTokens
        self.cacheWriteTokens = cacheWriteTokens
        self.cost = cost
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("model", .string, "The model that was paid for."),
        FieldSpec("input_tokens", .integer, "Tokens read."),
        FieldSpec("output_tokens", .integer, "Tokens written."),
        FieldSpec("cache_read_tokens", .integer, "Tokens read from the cache."),
        FieldSpec("cache_write_tokens", .integer, "Tokens written to the cache."),
        FieldSpec("cost_usd", .number, "What it cost."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        model = try data.string("model")
        inputTokens = try data.int64("input_tokens")
        outputTokens = try data.int64("output_tokens")
        cacheReadTokens = try data.int64("cache_read_tokens")
        cacheWriteTokens = try data.int64("cache_write_tokens")
        cost = try data.double("cost_usd")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("model", model)
        writer.field("input_tokens", inputTokens)
        writer.field("output_tokens", outputTokens)
        writer.field("cache_read_tokens", cacheReadTokens)
        writer.field("cache_write_tokens", cacheWriteTokens)
        writer.field("cost_usd", cost)
    }
}
