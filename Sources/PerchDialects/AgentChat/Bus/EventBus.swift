import PerchJSON
import PerchModel

/// The event stream of the agent chat, port 6102: whatever is broadcast goes to everybody who is connected, and what other doors report
/// goes there in the same words.
struct EventBus: Sendable {
    /// The source of what comes in here: that of the whole agent chat.
    static let source = "agentchat"

    /// What its clients share, by which they are told from others of the agent chat.
    private static let group = "agentchat.bus"
    let seats = Seats(group: EventBus.group, count: 10_000, refusal: "The event stream is full.")

    /// Its doors, Socket.IO's aside.
    var doors: [Door] {
        [
            Door(.post, "/broadcast", scope: .ingest, .answer(broadcast)),
            .get("/events/recent", recent),
            Door(.get, "/health", scope: nil, ports: [.events], .answer(health)),
            .socket("/", ports: [.events], stream),
            .socket("/event-stream", stream),
        ]
    }

    @Sendable private func stream(_ ask: Ask) throws(PerchError) -> Reception {
        Reception(BusConversation(subscription(ask), hasHistory: !ask.isRewound), seats: seats)
    }

    private func subscription(_ ask: Ask) -> BusSubscription {
        BusSubscription(project: ask.project, log: ask.log, flavour: .plain)
    }

    // MARK: Answers

    @Sendable private func broadcast(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        guard let object = try? JSONParser().parse(ask.body).objectValue, !object.isEmpty else {
            return .done(Self.failed("No JSON payload"))
        }
        guard let event = BusEvent(object) else {
            return .done(Self.failed("event_type must be a text of at most \(BusEvent.typeBytes) bytes"))
        }
        try ask.grant.require(event.scope)
        let clients = Self.clients(in: ask.audience)
        return .report(
            [BusDraft.draft(of: event, project: ask.project)],
            .object { writer in
                writer.field("status", "broadcasted")
                writer.field("event_type", event.type)
                writer.field("clients", clients)
            })
    }

    private static func failed(_ sentence: String) -> Answer {
        .object(status: 400) { $0.field("error", sentence) }
    }

    private static func clients(in audience: any Audience) -> Int {
        audience.seated(in: group, of: source)
    }

    @Sendable private func recent(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let limit = ask.query("limit").flatMap { Int($0) } ?? BusHistory.limit
        return BusHistory.read(subscription(ask), limit: min(max(limit, 0), BusHistory.limit)) {
            history throws(PerchError) in
            .done(
                .object { writer in
                    writer.key("events")
                    writer.raw(history.array)
                    writer.field("count", history.envelopes.count)
                })
        }
    }

    /// Who may not watch is told that there is a stream, and not what goes on in it.
    @Sendable private func health(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        guard ask.grant.allows(.read) else { return .done(Self.health(ask) { _ in }) }
        let clients = Self.clients(in: ask.audience)
        return BusHistory.read(subscription(ask)) { history throws(PerchError) in
            .done(
                Self.health(ask) { writer in
                    writer.field("connected_clients", clients)
                    writer.field("buffered_events", history.envelopes.count)
                    writer.field("total_events", history.seq)
                })
        }
    }

    private static func health(_ ask: Ask, _ counts: (inout JSONWriter) -> Void) -> Answer {
        let port = ask.headers["host"].flatMap { $0.split(separator: ":").last }.flatMap { Int($0) } ?? 6102
        return .object { writer in
            writer.field("status", "ok")
            writer.field("service", "event_stream")
            writer.field("port", port)
            counts(&writer)
            writer.field("timestamp", ask.now.withOffset)
        }
    }
}
