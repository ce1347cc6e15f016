public import PerchModel

/// What a group of clients that see the same is told: feeds in, messages out.
///
/// One encoder serves every client of its shape, so a message is made once however many read it. It never reads a clock: the time
/// is given to it, which in a replay is the time of the past.
public protocol FeedEncoder: Sendable {
    /// Whether it looks at the rows of a feed; where nobody does, none are made.
    var readsRows: Bool { get }

    /// When it wants to be flushed next, asked after every feed and every flush: nil while it has nothing to tell, a moment that has
    /// passed for at once.
    var due: Timestamp? { get }

    /// Takes a feed in.
    mutating func absorb(_ feed: Feed)

    /// Makes the messages of what may be told now. It may be called before something is due: a replay does so at every step.
    mutating func flush(at now: Timestamp, _ emit: (Message) -> Void)

    /// Takes in what the log has of the subscription's past, in its order. It may come after events that are newer.
    mutating func absorb(past: [Event])

    /// What a client that joins now is told first, where only the encoder knows it; nil for the subscription's greeting.
    func greeting(at now: Timestamp) -> [Message]?
}

extension FeedEncoder {
    /// Leaves it.
    public mutating func absorb(past: [Event]) {}
    /// The subscription's.
    public func greeting(at now: Timestamp) -> [Message]? { nil }
}
