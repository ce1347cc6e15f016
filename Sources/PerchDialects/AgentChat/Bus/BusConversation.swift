import PerchJSON
import PerchModel

/// One client of the bus by a plain WebSocket: each message is an envelope.
struct BusConversation: Conversation {
    private let subscription: BusSubscription
    /// Who watches the past is told nothing that was not yet.
    private let hasHistory: Bool

    init(_ subscription: BusSubscription, hasHistory: Bool) {
        self.subscription = subscription
        self.hasHistory = hasHistory
    }

    mutating func begin(at now: Timestamp) -> Reaction<[Step]> {
        let subscription = subscription
        return BusHistory.read(subscription, limit: hasHistory ? BusHistory.limit : 0) { history throws(PerchError) in
            .done([
                Self.say("connected", BusGreeting.data(history, at: now), at: now),
                .resume(subscription, after: history.seq, subscription.filter),
            ])
        }
    }

    mutating func hear(_ text: [UInt8], at now: Timestamp) -> Reaction<[Step]> {
        switch Self.word(of: text) {
        case "ping": .done([Self.say("pong", BusGreeting.pong(at: now), at: now)])
        case "request_history" where hasHistory:
            BusHistory.read(subscription) { history throws(PerchError) in .done([Self.tell(history, at: now)]) }
        default: .done([])
        }
    }

    /// What a client wants: a word, or an object with it as its type.
    private static func word(of text: [UInt8]) -> String? {
        if text == Array("ping".utf8) { return "ping" }
        guard let object = try? JSONParser().parse(text).objectValue else { return nil }
        return (object["type"] ?? object["event_type"])?.stringValue
    }

    private static func tell(_ history: BusHistory, at now: Timestamp) -> Step {
        var writer = JSONWriter(reserving: 4 << 10)
        writer.object { writer in
            writer.key("events")
            writer.raw(history.array)
            writer.field("count", history.envelopes.count)
        }
        return say("event_history", writer.text, at: now)
    }

    private static func say(_ type: String, _ data: JSONText, at now: Timestamp) -> Step {
        .say(BusEnvelope.text(of: BusEvent(type, data: data), at: now))
    }
}

/// What a client of the bus is told when it comes, and answered when it asks whether somebody is there.
enum BusGreeting {
    static func data(_ history: BusHistory, at now: Timestamp) -> JSONText {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("status", "connected")
            writer.field("server_time", now.withOffset)
            writer.field("buffered_events", history.envelopes.count)
        }
        return writer.text
    }

    static func pong(at now: Timestamp) -> JSONText {
        var writer = JSONWriter()
        writer.object { $0.field("timestamp", now.withOffset) }
        return writer.text
    }
}
