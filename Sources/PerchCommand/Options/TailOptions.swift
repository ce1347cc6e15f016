public import PerchModel

/// What `perch tail` was asked to do.
public struct TailOptions: Sendable, Equatable {
    /// Which server.
    public var client = ClientOptions()
    /// Which events.
    public var filter = FilterOptions()
    /// Where to begin.
    public var start = Start.last(10)
    /// Whether to write lines of JSON.
    public var json = false

    /// Where to begin.
    public enum Start: Sendable, Equatable {
        /// With the last so many events.
        case last(Int)
        /// Behind this event or time.
        case after(Moment)
    }

    init(_ settings: Settings, token: Secret?) throws(UsageError) {
        client = try ClientOptions(settings, token: token)
        filter = FilterOptions(settings)
        json = try settings.flag("json")
        let last = try settings.whole("last", in: 0...1_000)
        if let after = try settings.moment("after") {
            guard last == nil else { throw UsageError("Give --after or --last, not both.", command: .tail) }
            start = .after(after)
        } else if let last {
            start = .last(last)
        }
    }
}
