public import PerchModel

/// Who is connected, for dialects that tell their clients of each other.
public protocol Audience: Sendable {
    /// The clients of a dialect that are connected now, in the order in which they came.
    func attendees(of dialect: String) -> [Attendee]
    /// How many they are, which is quicker to know than who they are.
    func count(of dialect: String) -> Int
    /// What a dialect's clients were sent since the server started, those who left included.
    func totals(of dialect: String) -> AudienceTotals
    /// How many clients of a dialect share the seats of one of its groups, which is quicker to know as well.
    func seated(in group: String, of dialect: String) -> Int
}

extension Audience {
    /// As many as are listed.
    public func count(of dialect: String) -> Int { attendees(of: dialect).count }

    /// Those of the clients who do.
    public func seated(in group: String, of dialect: String) -> Int {
        attendees(of: dialect).count { $0.group == group }
    }
}

/// A client that is connected.
public struct Attendee: Sendable, Equatable {
    /// What it calls itself, where it does.
    public var label: String?
    /// What it shares its seats with, where they are counted.
    public var group: String?
    /// Since when.
    public var since: Timestamp
    /// How many messages it was sent.
    public var messages: Int
    /// How many bytes they were.
    public var bytes: Int

    /// A client of its parts.
    public init(label: String?, group: String?, since: Timestamp, messages: Int, bytes: Int) {
        self.label = label
        self.group = group
        self.since = since
        self.messages = messages
        self.bytes = bytes
    }
}

/// Sums over all clients of a dialect.
public struct AudienceTotals: Sendable, Equatable {
    /// Clients that ever connected.
    public var clients = 0
    /// Messages sent to them.
    public var messages = 0
    /// Bytes of these messages.
    public var bytes = 0

    /// Nothing yet.
    public init() {}
}
