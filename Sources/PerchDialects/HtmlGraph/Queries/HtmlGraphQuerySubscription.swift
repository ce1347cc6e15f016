import PerchJSON
import PerchModel

/// What a client of `/ws/query/{query_id}` sees: the answer, and the new one whenever an event touched it.
struct HtmlGraphQuerySubscription: Subscription {
    let query: HtmlGraphQuery
    let project: String?

    func makeEncoder(from picture: some Picture) -> any FeedEncoder {
        HtmlGraphQueryEncoder(self, query.table(from: picture, project: project))
    }

    func past(at now: Timestamp) -> Past? { query.past(at: now, project: project) }
}

/// Keeps an answer, and tells it anew a few times a second at most.
struct HtmlGraphQueryEncoder: FeedEncoder {
    private let wanted: HtmlGraphQuerySubscription
    private var table: any HtmlGraphTable
    private var isTouched = false
    private var isForced = false
    private var seq: Seq = 0
    private var told = Timestamp.earliest
    private var last: HtmlGraphRows?

    /// Microseconds between two answers.
    private static let pause: Int64 = 250_000

    init(_ wanted: HtmlGraphQuerySubscription, _ table: any HtmlGraphTable) {
        self.wanted = wanted
        self.table = table
    }

    var readsRows: Bool { table.readsRows }

    var due: Timestamp? { isTouched ? told.advanced(by: Self.pause) : nil }

    mutating func absorb(_ feed: Feed) {
        seq = feed.seq
        for event in feed.batch.events {
            if HtmlGraphInvalidation.query(of: event) == wanted.query { (isTouched, isForced) = (true, true) }
            guard isWanted(event.project), table.absorb(event) else { continue }
            isTouched = true
        }
        guard table.readsRows else { return }
        for patch in feed.patches where isWanted(RowKey.project(of: patch.key)) && table.absorb(patch) {
            isTouched = true
        }
    }

    private func isWanted(_ project: String) -> Bool { wanted.project == nil || wanted.project == project }

    mutating func absorb(past: [Event]) {
        for event in past { _ = table.absorb(event) }
    }

    func greeting(at now: Timestamp) -> [Message]? {
        [Message(HtmlGraphRows(table, at: now).frame("query_state", wanted.query, at: now))]
    }

    mutating func flush(at now: Timestamp, _ emit: (Message) -> Void) {
        guard let due, due <= now else { return }
        let rows = HtmlGraphRows(table, at: now)
        if rows != last || isForced { emit(Message(rows.frame("query_update", wanted.query, at: now), seq: seq)) }
        (isTouched, isForced, told, last) = (false, false, now, rows)
    }
}

/// That somebody wants an answer to be told anew, which is an event of a name of its own.
enum HtmlGraphInvalidation {
    private static let kind = "htmlgraph.invalidated"

    static func body(_ query: HtmlGraphQuery) -> Body {
        var writer = JSONWriter()
        writer.object { $0.field("query", query.rawValue) }
        return .other(name: kind, data: writer.text)
    }

    static func query(of event: Event) -> HtmlGraphQuery? {
        guard case .other(kind, let data) = event.body else { return nil }
        let word = try? JSONParser().parse(data.bytes).objectValue?["query"]?.stringValue
        return word.flatMap(HtmlGraphQuery.init)
    }
}
