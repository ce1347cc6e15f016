public import PerchModel

/// What a client asks to be told. Those who ask the same read the same messages, made by one encoder.
public protocol Subscription: Hashable, Sendable {
    /// An encoder that has told nothing yet and begins with the world as this picture shows it.
    func makeEncoder(from picture: some Picture) -> any FeedEncoder

    /// What a client that joins now is told first, so that it knows the world its encoder goes on from.
    func greeting(from picture: some Picture, at now: Timestamp) -> [Message]
}

extension Subscription {
    /// Nothing.
    public func greeting(from picture: some Picture, at now: Timestamp) -> [Message] { [] }
}
