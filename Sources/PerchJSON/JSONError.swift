/// Why a text was refused, or why a value in it could not be read as what was asked for.
///
/// Its message is one plain sentence that says what and where, and never repeats any of the data.
public struct JSONError: Error, Equatable, Sendable {
    /// The kinds of refusal; the raw value is for machines.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case tooLarge = "too_large"
        case tooDeep = "too_deep"
        case invalidUTF8 = "invalid_utf8"
        case malformed = "malformed_json"
        case numberOutOfRange = "number_out_of_range"
        case wrongType = "wrong_type"
        case missing = "missing_field"
    }

    /// The kind of refusal.
    public let code: Code
    /// What is wrong, as the end of a sentence: "must be a string".
    public let reason: String
    /// The path of the field that is wrong, such as `data.tool`, when the text itself is sound.
    public let field: String?
    /// The offset of the offending byte from the start of the text, when the text itself is not sound.
    public let offset: Int?

    /// An error with these parts.
    public init(code: Code, reason: String, field: String? = nil, offset: Int? = nil) {
        self.code = code
        self.reason = reason
        self.field = field
        self.offset = offset
    }

    /// A value of another type than the one asked for; `expected` reads like "a string".
    public static func wrongType(field: String?, expected: String) -> JSONError {
        JSONError(code: .wrongType, reason: "must be \(expected)", field: field)
    }

    /// A required field that is absent or null.
    public static func missing(field: String) -> JSONError {
        JSONError(code: .missing, reason: "is required", field: field)
    }

    /// One plain sentence without any of the data.
    public var message: String {
        if let field { return "The field \"\(field)\" \(reason)." }
        guard let offset else { return "The value \(reason)." }
        return "The text \(reason), at byte \(offset)."
    }

    /// The same error seen from one object or array further out: `tool` inside `data` becomes `data.tool`.
    public func inside(_ parent: String) -> JSONError {
        let path = field.map { $0.hasPrefix("[") ? parent + $0 : "\(parent).\($0)" } ?? parent
        return JSONError(code: code, reason: reason, field: path, offset: offset)
    }
}

extension JSONError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
