/// What a made-up run shall be like.
public struct DemoPlan: Sendable, Equatable {
    /// How many agents take part.
    public var agents = 12
    /// How many events a second, about.
    public var rate = 10.0
    /// How long it takes.
    public var seconds = 60.0
    /// What makes this run differ from others.
    public var seed: UInt64 = 1
    /// The project the agents work in.
    public var project = "demo"
    /// What keeps this run's agents apart from those of another.
    public var run = "demo"
    /// What keeps the events apart where the same run is sent again; nil where they are to be known as sent already.
    public var take: String?

    /// The defaults.
    public init() {}
}
