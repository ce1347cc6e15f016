public import PerchModel

/// What is to be done about a request or a client's message, step by step, until there is an outcome.
///
/// A dialect only says what it needs; the server looks, appends and reads on its behalf. So dialects stay pure, and a test can take
/// every step by hand.
public indirect enum Reaction<Outcome: Sendable>: Sendable {
    /// What comes of it.
    case done(Outcome)
    /// Looks at the world, which has every event this reaction reported before. What looks must be quick.
    case look(@Sendable (any Picture) throws(PerchError) -> Reaction<Outcome>)
    /// The same for what looks at many rows: it is given a copy, and nobody waits for it but who asked.
    case survey(@Sendable (any Picture) throws(PerchError) -> Reaction<Outcome>)
    /// Appends events, all of them or none, and goes on once they are durable.
    case report([Draft], then: @Sendable () throws(PerchError) -> Reaction<Outcome>)
    /// Reads events of the log, as many as the query's limit where there are so many and they are not too large for it.
    case recall(EventQuery, then: @Sendable (Recalled) throws(PerchError) -> Reaction<Outcome>)
    /// Counts one against a ration and goes on while there is some left; else the outcome is a refusal (`rate_limited`).
    case spend(Ration, then: @Sendable () throws(PerchError) -> Reaction<Outcome>)
}

/// Events as they were read from the log.
public struct Recalled: Sendable {
    /// The events with their lines, in the order that was asked for.
    public var batch: Batch
    /// Where to go on; nil at the end.
    public var next: Seq?

    /// Events of their parts.
    public init(_ batch: Batch, next: Seq?) {
        self.batch = batch
        self.next = next
    }
}

/// So much of something in a stretch of time.
public struct Ration: Sendable, Equatable {
    /// What shares it.
    public var key: String
    /// How often.
    public var count: Int
    /// In how many seconds.
    public var seconds: Int

    /// A ration of its parts.
    public init(_ key: String, count: Int, seconds: Int) {
        self.key = key
        self.count = count
        self.seconds = seconds
    }
}

extension Reaction {
    /// Appends events and is done.
    public static func report(_ drafts: [Draft], _ outcome: Outcome) -> Reaction {
        .report(drafts) { .done(outcome) }
    }

    /// Appends events and is done once the world has them, so that whoever was answered and asks next finds them there.
    public static func reportSeen(_ drafts: [Draft], _ outcome: Outcome) -> Reaction {
        .report(drafts) { .look { _ in .done(outcome) } }
    }
}
