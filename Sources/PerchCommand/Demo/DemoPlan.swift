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
    /// What keeps this run's ids apart from those of another.
    public var run = "demo"

    /// The defaults.
    public init() {}
}
