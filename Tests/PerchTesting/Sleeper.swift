public import PerchNet

/// Somebody who reads a channel and is not woken by its news.
public final class Sleeper: ChannelWaker {
    /// One is enough.
    public static let one = Sleeper()

    /// Sleeps on.
    public func wake(_ subscription: ChannelSubscription) {}
}
