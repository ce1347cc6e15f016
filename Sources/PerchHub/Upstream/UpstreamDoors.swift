public import PerchDialects
public import PerchLog
public import PerchModel

/// What following another server needs of the house.
public struct UpstreamDoors: Sendable {
    /// What listens; each connection has a copy.
    public let listener: any Listener
    /// Takes drafts in, all or none; durable when it returns.
    public let accept: @Sendable (_ drafts: [Draft]) async throws(PerchError) -> Receipt
    /// Says a sentence to whoever runs the server; `isTrouble` tells a trouble from its end.
    public let say: @Sendable (_ sentence: String, _ isTrouble: Bool) -> Void

    /// Names the doors.
    public init(
        listener: any Listener,
        accept: @escaping @Sendable (_ drafts: [Draft]) async throws(PerchError) -> Receipt,
        say: @escaping @Sendable (_ sentence: String, _ isTrouble: Bool) -> Void
    ) {
        self.listener = listener
        self.accept = accept
        self.say = say
    }
}

/// What following a server has come to.
public struct UpstreamCounts: Sendable, Equatable {
    /// Whether it is connected.
    public var isConnected = false
    /// How often it was tried to connect.
    public var tries = 0
    /// Connections that were made.
    public var connections = 0
    /// Events it told of that were new.
    public var events = 0
    /// Events it told of that were known already.
    public var duplicates = 0
    /// Events it told of that the log does not take.
    public var skipped = 0

    /// All events it told of.
    var told: Int { events + duplicates + skipped }
}
