public import PerchModel

/// What one `/v1/stream` client wants to see.
public struct StreamSubscription: Subscription {
    /// Which events.
    public let filter: EventFilter

    /// Creates a subscription.
    public init(_ filter: EventFilter) {
        self.filter = filter
    }

    /// Tells the events that pass.
    public func makeEncoder(from picture: some Picture) -> any FeedEncoder { StreamEncoder(filter: filter) }
}
