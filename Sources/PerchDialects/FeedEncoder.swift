public import PerchModel

/// What a group of clients that see the same is told: feeds in, messages out.
///
/// One encoder serves every client of its shape, so a message is made once however many read it.
public protocol FeedEncoder: Sendable {
    /// When messages are made of what was taken in.
    var pace: Pace { get }

    /// Whether it looks at the rows of a feed; where nobody does, none are made.
    var readsRows: Bool { get }

    /// Takes a feed in.
    mutating func absorb(_ feed: Feed)

    /// Makes the messages of all that was taken in since the last time, each with the number of the last event it tells of.
    mutating func flush(_ emit: (_ seq: Seq, _ message: ArraySlice<UInt8>) -> Void)
}

/// When an encoder is flushed.
public enum Pace: Sendable, Equatable {
    /// After every feed.
    case immediate
    /// At once when it was quiet, and no sooner than this after the flush before.
    case conflated(milliseconds: UInt64)
}
