/// The event stream by itself.
public struct EventBusDialect: Dialect {
    /// `agentchat`
    public static let name = EventBus.source

    /// Its doors.
    public var doors: [Door] { EventBus().doors }

    /// Follows other event streams.
    public func listener(to target: String, scheme: String, log: String) -> (any Listener)? {
        EventBus.listener(to: target, scheme: scheme, log: log)
    }

    /// A dialect.
    public init() {}
}
