// When a person is needed.

public import PerchJSON

/// `attention.raised`: an agent needs a person.
public struct AttentionRaised: Payload {
    /// Why.
    public var reason: AttentionReason
    /// What exactly, in a sentence.
    public var detail: String?

    /// Creates the payload from its fields.
    public init(reason: AttentionReason, detail: String? = nil) {
        self.reason = reason
        self.detail = detail
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("reason", .choice(AttentionReason.names), required: true, "Why."),
        FieldSpec("detail", .string, "What exactly, in a sentence."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        reason = try data.requiredChoice("reason")
        detail = try data.string("detail")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("reason", reason.rawValue)
        writer.field("detail", detail)
    }
}

/// `attention.cleared`: an agent no longer needs a person.
public struct AttentionCleared: Payload {
    /// Which reason no longer holds.
    public var reason: AttentionReason
    /// What became of it.
    public var detail: String?

    /// Creates the payload from its fields.
    public init(reason: AttentionReason, detail: String? = nil) {
        self.reason = reason
        self.detail = detail
    }

    /// The fields of `data`, in the order they are written.
    public static let fields: [FieldSpec] = [
        FieldSpec("reason", .choice(AttentionReason.names), required: true, "Which reason no longer holds."),
        FieldSpec("detail", .string, "What became of it."),
    ]

    /// Reads the fields out of `data`.
    public init(_ data: JSONObject) throws(JSONError) {
        reason = try data.requiredChoice("reason")
        detail = try data.string("detail")
    }

    /// Writes the fields that are there.
    public func write(to writer: inout JSONWriter) {
        writer.field("reason", reason.rawValue)
        writer.field("detail", detail)
    }
}
