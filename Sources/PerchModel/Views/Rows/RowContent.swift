public import PerchJSON

/// What a row of one kind holds: a plain value that knows its key and reads and writes itself.
public protocol RowContent: Sendable, Equatable {
    /// The kind.
    static var kind: RowKind { get }
    /// The project it belongs to; empty where it is about all of them.
    var project: String { get }
    /// Its key within its view.
    var key: String { get }
    /// It as a row.
    var row: Row { get }
    /// Reads it back from what ``writeFields(to:)`` wrote; nothing is lost on the way.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    init(_ object: JSONObject) throws(JSONError)
    /// Writes its fields into an object that is already open; absent ones are left out.
    func writeFields(to writer: inout JSONWriter)
}

extension RowContent {
    /// Writes it as an object whose first member, `row`, tells the kind.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("row", Self.kind.rawValue)
            writeFields(to: &writer)
        }
    }
}
