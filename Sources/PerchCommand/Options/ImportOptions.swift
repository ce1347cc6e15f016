/// What `perch import` was asked to do.
public struct ImportOptions: Sendable, Equatable {
    /// Which server.
    public var client = ClientOptions()
    /// Files in their order; `-` is the standard input.
    public var files: [String]

    init(_ settings: Settings, token: Secret?, arguments: [String]) throws(UsageError) {
        client = try ClientOptions(settings, token: token)
        files = arguments.isEmpty ? ["-"] : arguments
        guard files.count(where: { $0 == "-" }) <= 1 else {
            throw UsageError("The standard input can be read once only.", command: .importEvents)
        }
    }
}
