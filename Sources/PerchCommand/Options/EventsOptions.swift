public import PerchModel

/// What `perch events` was asked to do.
public struct EventsOptions: Sendable, Equatable {
    /// Which server.
    public var client = ClientOptions()
    /// Which events.
    public var filter = FilterOptions()
    /// Only events behind this event or time.
    public var after: Moment?
    /// Only events before this event or time.
    public var before: Moment?
    /// At most so many; nil for all there are.
    public var limit: Int? = 100
    /// Whether the newest come first.
    public var newestFirst = false
    /// The file to write to; nil for the standard output.
    public var output: String?

    init(_ settings: Settings, token: Secret?) throws(UsageError) {
        client = try ClientOptions(settings, token: token)
        filter = FilterOptions(settings)
        after = try settings.moment("after")
        before = try settings.moment("before")
        newestFirst = try settings.flag("newest-first")
        output = settings.text("output")
        let given = try settings.whole("limit", in: 1...1_000_000_000)
        if try settings.flag("all") {
            guard given == nil else { throw UsageError("Give --limit or --all, not both.", command: .events) }
            limit = nil
        } else if let given {
            limit = given
        }
    }
}
