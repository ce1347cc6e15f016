public import PerchModel

/// What a client asks to be told. Those who ask the same read the same messages, made by one encoder.
public protocol Subscription: Hashable, Sendable {
    /// An encoder that has told nothing yet and begins with the world as this picture shows it.
    func makeEncoder(from picture: some Picture) -> any FeedEncoder

    /// What a client that joins now is told first, so that it knows the world its encoder goes on from.
    func greeting(from picture: some Picture, at now: Timestamp) -> [Message]

    /// What of the log the encoder has to know besides the picture, where it tells of more than a picture shows.
    func past(at now: Timestamp) -> Past?
}

extension Subscription {
    /// Nothing.
    public func greeting(from picture: some Picture, at now: Timestamp) -> [Message] { [] }
    /// Nothing.
    public func past(at now: Timestamp) -> Past? { nil }
}

/// A stretch of the log, up to where a picture stands.
public struct Past: Sendable, Equatable {
    /// Which of its events.
    public var filter: EventFilter
    /// From when on they were received.
    public var since: Timestamp
    /// At most so many, the latest.
    public var limit: Int

    /// A stretch of its parts.
    public init(_ filter: EventFilter, since: Timestamp, limit: Int) {
        self.filter = filter
        self.since = since
        self.limit = limit
    }
}
