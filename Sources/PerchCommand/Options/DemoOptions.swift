/// What `perch demo` was asked to do.
public struct DemoOptions: Sendable, Equatable {
    /// Which server.
    public var client = ClientOptions()
    /// What to make up.
    public var plan = DemoPlan()
    /// The run's name, where one was given.
    public var run: String?
    /// Whether to send all of it at once.
    public var fast = false
    /// Whether to write it instead of sending it.
    public var print = false

    init(_ settings: Settings, token: Secret?) throws(UsageError) {
        client = try ClientOptions(settings, token: token)
        plan.agents = try settings.whole("agents", in: 1...2_000) ?? plan.agents
        plan.rate = try settings.number("rate", in: 0.1...20_000) ?? plan.rate
        plan.seconds = try settings.number("seconds", in: 1...86_400) ?? plan.seconds
        plan.seed = try settings.value("seed", "a whole number, 0 or more") { UInt64($0) } ?? plan.seed
        plan.project = settings.text("project") ?? plan.project
        run = settings.text("run")
        fast = try settings.flag("fast")
        print = try settings.flag("print")
        guard plan.rate * plan.seconds <= 2_000_000 else {
            throw UsageError(
                "That is more than two million events; take a smaller --rate or fewer --seconds.", command: .demo)
        }
    }
}
