import PerchJSON
import PerchModel

extension HtmlGraphDialect {
    /// Events as they happen, and what was sent to whom.
    var eventDoors: [Door] {
        [
            .socket("/ws/events", allEvents),
            .socket("/ws/events/{session_id}", sessionEvents),
            .get("/api/websocket-metrics", Self.metrics),
        ]
    }

    /// One event a message, those of the last day first.
    @Sendable private func allEvents(_ ask: Ask) throws(PerchError) -> Reception {
        let day = ask.now.advanced(by: -86_400_000_000)
        return try events(ask, session: nil, since: try Self.since(ask) ?? day, batch: 1)
    }

    /// A session's events in batches.
    @Sendable private func sessionEvents(_ ask: Ask) throws(PerchError) -> Reception {
        try events(ask, session: ask[parameter: "session_id"], since: try Self.since(ask), batch: 50)
    }

    private func events(
        _ ask: Ask, session: String?, since: Timestamp?, batch: Int
    ) throws(PerchError) -> Reception {
        _ = try Self.number(ask, "poll_interval", in: 0...86_400_000)
        let stream = HtmlGraphStream(
            project: ask.project, session: session, filter: try HtmlGraphFilter(ask.query("filter")),
            batch: try Self.number(ask, "batch_size", in: 1...1000) ?? batch)
        let client = HtmlGraphStreamClient(
            stream, since: since, id: ask.newID(), isReplay: ask.isRewound)
        return reception(client, at: "events", of: ask)
    }

    private static func since(_ ask: Ask) throws(PerchError) -> Timestamp? {
        guard let text = ask.query("since") else { return nil }
        // A plus that was not escaped arrives as a space.
        let plus = text.split(separator: " ").joined(separator: "+")
        guard let since = Timestamp(iso8601: text) ?? Timestamp(iso8601: plus) else {
            throw PerchError(.invalidParameter, "\"since\" must be a time in ISO 8601.", parameter: "since")
        }
        return since
    }

    /// A whole number of the query.
    static func number(_ ask: Ask, _ name: String, in range: ClosedRange<Int>) throws(PerchError) -> Int? {
        guard let text = ask.query(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw PerchError(
                .invalidParameter,
                "\"\(name)\" must be a whole number from \(range.lowerBound) to \(range.upperBound).",
                parameter: name)
        }
        return number
    }

    @Sendable private static func metrics(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let present = ask.audience.attendees(of: name)
        let totals = ask.audience.totals(of: name)
        let sessions = Dictionary(grouping: present) { $0.group ?? "" }
        return .done(
            .object { writer in
                writer.field("active_sessions", sessions.count)
                writer.field("total_connected_clients", present.count)
                writer.field("total_connections", totals.clients)
                writer.field("total_events_broadcast", totals.messages)
                writer.field("total_bytes_sent", totals.bytes)
                writer.object("sessions") { writer in
                    for (session, clients) in sessions.sorted(by: { $0.key < $1.key }) {
                        writer.key(session)
                        write(clients, at: ask.now, to: &writer)
                    }
                }
            })
    }

    private static func write(_ clients: [Attendee], at now: Timestamp, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("connected_clients", clients.count)
            writer.field("total_events_sent", clients.reduce(0) { $0 + $1.messages })
            writer.field("total_bytes_sent", clients.reduce(0) { $0 + $1.bytes })
            let since = clients.map(\.since).min() ?? now
            writer.field("uptime_seconds", Double(now.microseconds - since.microseconds) / 1_000_000)
        }
    }
}
