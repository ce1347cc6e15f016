public import PerchJSON

/// What an event of one kind carries in `data`: a plain value that reads and writes itself.
public protocol Payload: Sendable, Equatable {
    /// The fields, in the order they are written; the documents and the schema are made from them.
    static var fields: [FieldSpec] { get }
    /// Reads the payload.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    init(_ data: JSONObject) throws(JSONError)
    /// Writes the fields into an object that is already open; absent ones are left out.
    func write(to writer: inout JSONWriter)
}

extension Payload {
    /// Writes the payload as an object of its own.
    public func writeObject(to writer: inout JSONWriter) {
        writer.object { write(to: &$0) }
    }
}

/// One field of a payload, as the documents and the schema tell it.
public struct FieldSpec: Sendable, Equatable {
    /// The types a field can have.
    public enum Shape: Sendable, Equatable {
        case string, number, integer, boolean, strings, any
        case choice([String])
    }

    /// The name on the wire.
    public let name: String
    /// Its type.
    public let shape: Shape
    /// Whether an event without it is refused.
    public let required: Bool
    /// What it tells, in a sentence.
    public let meaning: String

    /// Describes a field.
    public init(_ name: String, _ shape: Shape, required: Bool = false, _ meaning: String) {
        self.name = name
        self.shape = shape
        self.required = required
        self.meaning = meaning
    }
}
