public import PerchDialects

/// What is told and how: clients of equal shape read the same frames.
public struct Shape: Sendable, Hashable {
    let key: AnyHashableSendable
    let framing: Framing
    let makeEncoder: @Sendable () -> any FeedEncoder

    /// A shape. `key` must tell apart whatever `makeEncoder` tells apart.
    public init(
        _ key: some Hashable & Sendable, _ framing: Framing, _ makeEncoder: @escaping @Sendable () -> any FeedEncoder
    ) {
        self.key = AnyHashableSendable(key)
        self.framing = framing
        self.makeEncoder = makeEncoder
    }

    /// Shapes are equal when they tell the same in the same framing.
    public static func == (left: Shape, right: Shape) -> Bool {
        left.key == right.key && left.framing == right.framing
    }

    /// Feeds what ``==(_:_:)`` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(key)
        hasher.combine(framing)
    }
}

/// A hashable value of any type that may cross threads.
struct AnyHashableSendable: Hashable, Sendable {
    private let value: any Hashable & Sendable

    init(_ value: some Hashable & Sendable) {
        self.value = value
    }

    static func == (left: Self, right: Self) -> Bool {
        AnyHashable(left.value) == AnyHashable(right.value)
    }

    func hash(into hasher: inout Hasher) {
        value.hash(into: &hasher)
    }
}
