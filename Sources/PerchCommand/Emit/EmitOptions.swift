/// What `perch emit` was asked to do.
public struct EmitOptions: Sendable, Equatable {
    /// What to send.
    public enum Source: Sendable, Equatable {
        /// This event, as its JSON.
        case event([UInt8])
        /// What the standard input holds.
        case standardInput
    }

    /// Which server.
    public var client = ClientOptions()
    /// What to send.
    public var source: Source
    /// A known kind that the event's unknown one is probably meant to be.
    public private(set) var likelyKind: String?

    init(_ settings: Settings, token: Secret?, arguments: [String]) throws(UsageError) {
        client = try ClientOptions(settings, token: token)
        guard let kind = arguments.first else {
            throw UsageError("perch emit needs the kind of the event, or - for the standard input.", command: .emit)
        }
        if kind == "-" {
            guard arguments.count == 1 else {
                throw UsageError("With - the events come from the standard input, without fields.", command: .emit)
            }
            source = .standardInput
        } else {
            source = .event(try EventArguments(settings, arguments).json)
            likelyKind = EventArguments.likelyKind(for: kind)
        }
    }
}
