public import PerchJSON

/// A field whose value is one of a closed list of words.
public protocol Choice: RawRepresentable, CaseIterable, Sendable, Hashable where RawValue == String {}

extension Choice {
    /// All the words, in order.
    public static var names: [String] { allCases.map(\.rawValue) }
}

/// What an agent says it is doing.
public enum AgentStatus: String, Choice {
    case idle, analyzing, processing, collaborating, waiting, completed, error
}

/// Whether an agent is there.
public enum Presence: String, Choice {
    case active, idle, offline
}

/// Why an agent needs a person.
public enum AttentionReason: String, Choice {
    case waiting, stalled, looping, failing, conflict, budget
}

extension JSONObject {
    /// A word out of a closed list, or nil where the field is absent or null.
    ///
    /// - Throws: `JSONError` naming the field and the words it may hold.
    public func choice<T: Choice>(_ key: StaticString) throws(JSONError) -> T? {
        guard let word = try string(key) else { return nil }
        guard let value = T(rawValue: word) else {
            throw .wrongType(field: "\(key)", expected: "one of " + T.names.joined(separator: ", "))
        }
        return value
    }

    /// A word out of a closed list that must be there.
    ///
    /// - Throws: `JSONError` naming the field that is missing or the words it may hold.
    public func requiredChoice<T: Choice>(_ key: StaticString) throws(JSONError) -> T {
        guard let value: T = try choice(key) else { throw .missing(field: "\(key)") }
        return value
    }
}
