public import PerchDialects

/// What is told and how: clients of equal shape read the same frames.
public struct Shape: Sendable, Hashable {
    let subscription: any Subscription
    let framing: Framing

    /// A shape of a subscription in a framing.
    public init(_ subscription: any Subscription, _ framing: Framing) {
        self.subscription = subscription
        self.framing = framing
    }

    /// Shapes are equal when they tell the same in the same framing.
    public static func == (left: Shape, right: Shape) -> Bool {
        left.framing == right.framing && AnyHashable(left.subscription) == AnyHashable(right.subscription)
    }

    /// Feeds what ``==(_:_:)`` compares.
    public func hash(into hasher: inout Hasher) {
        subscription.hash(into: &hasher)
        hasher.combine(framing)
    }
}
