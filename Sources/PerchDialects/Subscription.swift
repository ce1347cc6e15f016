/// What a client asks to be told. Those who ask the same read the same messages, made by one encoder.
public protocol Subscription: Hashable, Sendable {
    /// An encoder that has told nothing yet.
    func makeEncoder() -> any FeedEncoder
}
