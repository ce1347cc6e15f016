import PerchModel

/// The agent chat of an HMI: conversations between parent and child agents, told as server-sent events, and what its timeline asks for.
public struct AgentChatDialect: Dialect {
    /// `agentchat`
    public static let name = EventBus.source

    let settings: AgentChatSettings

    /// The dialect, set up.
    public init(_ settings: AgentChatSettings = AgentChatSettings()) {
        self.settings = settings
    }

    /// The streams, the conversations, what the sequencer asks for, and the event stream of a port of its own.
    public var doors: [Door] {
        let bus = EventBus()
        return streamDoors + threadDoors + sequencerDoors + bus.doors + SocketIODoors(seats: bus.seats).doors
    }

    /// Follows other event streams.
    public func listener(to target: String, scheme: String, log: String) -> (any Listener)? {
        EventBus.listener(to: target, scheme: scheme, log: log)
    }
}

/// What can be set about the agent chat.
public struct AgentChatSettings: Sendable, Equatable {
    /// Milliseconds of silence after which a stream says that it is still there.
    public var pingMilliseconds = 15_000
    /// Milliseconds a client is told to wait before it comes back.
    public var retryMilliseconds = 3000

    /// Everything as in the original.
    public init() {}
}

extension Timestamp {
    /// As the agent chat writes moments: `2026-05-02T13:00:00.123456+00:00`.
    var withOffset: String { String(description.dropLast()) + "+00:00" }
    /// Seconds since 1970, as a timeline counts.
    var epochSeconds: Double { Double(microseconds) / 1_000_000 }
}
