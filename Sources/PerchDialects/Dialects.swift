/// The languages that are spoken here; a new one is a folder and a line in this list.
public enum Dialects: Sendable {
    /// All of them, set up as whoever runs the server wants them.
    public static func all(_ settings: DialectSettings = DialectSettings()) -> [any Dialect] {
        [NativeDialect(), KeiDialect(settings.kei), EventBusDialect()]
    }

    /// Their names, in order.
    public static var names: [String] { all().map { type(of: $0).name } }

    /// The one of a name.
    public static func named(_ name: String) -> (any Dialect)? {
        all().first { type(of: $0).name == name }
    }
}

/// What can be set about the dialects, each its own.
public struct DialectSettings: Sendable, Equatable {
    /// kei-graph-stream.
    public var kei = KeiSettings()

    /// Everything as usual.
    public init() {}
}
