import PerchJSON
import PerchModel

/// What one client of the bus is told, and in which clothes.
struct BusSubscription: Subscription {
    /// How an envelope is said.
    enum Flavour: Hashable {
        /// As it is.
        case plain
        /// As the event `event` of Socket.IO, in a message of Engine.IO.
        case socketIO

        func message(_ envelope: [UInt8], seq: Seq) -> Message {
            switch self {
            case .plain: Message(envelope, seq: seq)
            case .socketIO: Message(SocketIOPacket.event("event", envelope), seq: seq)
            }
        }
    }

    let project: String?
    let log: String
    let flavour: Flavour

    func makeEncoder(from picture: some Picture) -> any FeedEncoder {
        var runs = ThreadRuns(.all)
        runs.learn(from: picture, project: project)
        var messages = ToldMessages()
        messages.learn(from: picture, project: project)
        return BusEncoder(self, runs: runs, messages: messages)
    }

    /// Which events of the log may be told.
    var filter: EventFilter { EventFilter(kinds: BusWords.kinds, project: project) }
}

/// Tells each event in its envelope, at once.
struct BusEncoder: FeedEncoder {
    private let flavour: BusSubscription.Flavour
    private let filter: EventFilter
    private let envelope: BusEnvelope
    private var runs: ThreadRuns
    private var messages: ToldMessages
    private var waiting: [Message] = []

    init(_ subscription: BusSubscription, runs: ThreadRuns, messages: ToldMessages) {
        flavour = subscription.flavour
        filter = subscription.filter
        envelope = BusEnvelope(log: subscription.log)
        self.runs = runs
        self.messages = messages
    }

    var readsRows: Bool { false }

    var due: Timestamp? { waiting.isEmpty ? nil : .earliest }

    mutating func absorb(_ feed: Feed) {
        for event in feed.batch.events where filter.matchesFields(of: event) {
            runs.learn(event)
            guard !messages.repeats(event), let text = envelope.text(of: event, runs: runs) else { continue }
            waiting.append(flavour.message(text, seq: event.seq))
        }
    }

    mutating func flush(at now: Timestamp, _ emit: (Message) -> Void) {
        for message in waiting { emit(message) }
        waiting.removeAll(keepingCapacity: true)
    }
}
