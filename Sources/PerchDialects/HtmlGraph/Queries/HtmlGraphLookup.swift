import PerchModel

/// Answers a query once, of the picture and of what the log has besides.
struct HtmlGraphLookup: Sendable {
    let query: HtmlGraphQuery
    let now: Timestamp
    let past: Past?

    private static let stride = 1000

    /// Reads back page after page, as far as the answer reaches.
    func go(on table: any HtmlGraphTable, before seq: Seq, seen: Int) -> Reaction<Answer> {
        guard let past, seen < past.limit else { return .done(answer(table)) }
        let limit = min(Self.stride, past.limit - seen)
        let page = EventQuery(before: seq, limit: limit, newestFirst: true, filter: past.filter)
        return .recall(page) { recalled in
            var table = table
            let events = recalled.batch.events
            let wanted = events.prefix { $0.received >= past.since }
            for event in wanted { _ = table.absorb(event) }
            guard let next = recalled.next, wanted.count == events.count else { return .done(answer(table)) }
            return go(on: table, before: next, seen: seen + events.count)
        }
    }

    private func answer(_ table: any HtmlGraphTable) -> Answer {
        Answer(
            contentType: "application/json",
            body: HtmlGraphRows(table, at: now).frame("query_state", query, at: now))
    }
}

/// The moment that is asked about: now, or one of the past.
struct HtmlGraphMoment: Sendable {
    private let now: Timestamp
    private let at: Moment?

    init(_ ask: Ask) {
        now = ask.now
        at = ask.moment
    }

    /// Goes on with the moment; where it is named by an event, that event is looked up.
    func at(
        _ seq: Seq, _ next: @escaping @Sendable (Timestamp) -> Reaction<Answer>
    ) -> Reaction<Answer> {
        switch at {
        case nil: next(now)
        case .time(let time)?: next(time)
        case .seq?:
            .recall(EventQuery(before: seq + 1, limit: 1, newestFirst: true)) { recalled in
                next(recalled.batch.events.first?.received ?? .earliest)
            }
        }
    }
}
