/// The languages that are spoken here; a new one is a folder and a line in this list.
public enum Dialects: Sendable {
    /// All of them.
    public static let all: [any Dialect] = [NativeDialect()]

    /// Their names, in order.
    public static var names: [String] { all.map { type(of: $0).name } }

    /// The one of a name.
    public static func named(_ name: String) -> (any Dialect)? {
        all.first { type(of: $0).name == name }
    }
}
