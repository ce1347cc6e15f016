import PerchModel

/// The last envelopes that were told, and up to which event of the log they reach.
struct BusHistory: Sendable {
    /// The envelopes, the oldest first.
    private(set) var envelopes: [[UInt8]] = []
    /// The last event of the log when it was looked at; what comes after it is not in.
    private(set) var seq: Seq = 0
    private var size = 0

    /// So many are kept for those who come.
    static let limit = 100
    /// The events that are read at once, and how often, before it is given up to find as many as are wanted.
    private static let page = (events: 200, bytes: 1 << 20, rounds: 5)
    /// With so many bytes it is long enough.
    private static let bytes = 1 << 20

    /// `[…]`
    var array: [UInt8] {
        var array: [UInt8] = []
        array.reserveCapacity(size + envelopes.count + 2)
        // Whole envelopes at a time: a joined sequence goes byte by byte, and the world waits meanwhile.
        for envelope in envelopes {
            array.append(UInt8(ascii: array.isEmpty ? "[" : ","))
            array.append(contentsOf: envelope)
        }
        if array.isEmpty { array.append(UInt8(ascii: "[")) }
        array.append(UInt8(ascii: "]"))
        return array
    }

    /// Reads the history out of the log, at most so many envelopes of it, and goes on.
    static func read<Outcome>(
        _ subscription: BusSubscription, limit: Int = limit,
        then: @escaping @Sendable (BusHistory) throws(PerchError) -> Reaction<Outcome>
    ) -> Reaction<Outcome> {
        .look { picture throws(PerchError) in
            var history = BusHistory()
            history.seq = picture.seq
            guard limit > 0 else { return try then(history) }
            return recall(subscription, history, before: picture.seq + 1, limit, round: 1, then: then)
        }
    }

    private static func recall<Outcome>(
        _ subscription: BusSubscription, _ history: BusHistory, before: Seq, _ limit: Int, round: Int,
        then: @escaping @Sendable (BusHistory) throws(PerchError) -> Reaction<Outcome>
    ) -> Reaction<Outcome> {
        let query = EventQuery(
            before: before, limit: page.events, maxBytes: page.bytes, newestFirst: true, filter: subscription.filter)
        return .recall(query) { recalled throws(PerchError) in
            .look { picture throws(PerchError) in
                var history = history
                history.add(recalled.batch.events, subscription, in: picture, limit)
                guard let next = recalled.next, !history.isLongEnough(limit), round < page.rounds else {
                    history.envelopes.reverse()
                    return try then(history)
                }
                return recall(subscription, history, before: next, limit, round: round + 1, then: then)
            }
        }
    }

    /// Adds what is told of events, the newest first.
    private mutating func add(
        _ events: [Event], _ subscription: BusSubscription, in picture: any Picture, _ limit: Int
    ) {
        var runs = ThreadRuns(.all)
        runs.learn(about: events, in: picture)
        var messages = ToldMessages()
        messages.learn(about: events, in: picture)
        let envelope = BusEnvelope(log: subscription.log)
        for event in events where !isLongEnough(limit) {
            guard !messages.repeats(event), let text = envelope.text(of: event, runs: runs) else { continue }
            envelopes.append(text)
            size += text.count
        }
    }

    private func isLongEnough(_ limit: Int) -> Bool { envelopes.count >= limit || size >= Self.bytes }
}
