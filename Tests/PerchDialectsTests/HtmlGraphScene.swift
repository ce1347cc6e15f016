import PerchDialects
import PerchJSON
import PerchModel
import PerchTesting

/// The doors of HtmlGraph and a world of a few rows, with whatever is asked for carried out by hand.
struct HtmlGraphScene {
    /// What the world has.
    var rows: [Row] = []
    /// The query that is asked.
    var queryID = "x"
    /// What was reported.
    private(set) var reported: [Draft] = []

    static let now = Timestamp(microseconds: 1_777_726_900_000_000)

    /// Asks at a door; the path's parameters are `x` each.
    mutating func ask(
        _ method: Door.Method, _ path: String, _ body: [UInt8] = [], query: [(name: String, value: String)] = []
    ) throws(PerchError) -> Answer {
        guard case .answer(let use) = try door(method, path).use else { throw PerchError(.notFound, path) }
        return try carryOut(use(ask(path, body, query)))
    }

    /// What a client of a socket is told.
    mutating func encoder(
        _ path: String, query: [(name: String, value: String)] = []
    ) throws(PerchError) -> any FeedEncoder {
        for case .follow(let subscription) in try steps(path, query) {
            return subscription.makeEncoder(from: Shown(rows: rows))
        }
        for case .resume(let subscription, _, _) in try steps(path, query) {
            return subscription.makeEncoder(from: Shown(rows: rows))
        }
        throw PerchError(.notFound, path)
    }

    /// What is done about a client that comes, or says something.
    mutating func steps(
        _ path: String, _ query: [(name: String, value: String)] = [], hearing text: [UInt8]? = nil
    ) throws(PerchError) -> [Step] {
        guard case .socket(let receive) = try door(.get, path).use else { throw PerchError(.notFound, path) }
        var conversation = try receive(ask(path, [], query)).conversation
        return try carryOut(text.map { conversation.hear($0, at: Self.now) } ?? conversation.begin(at: Self.now))
    }

    private func door(_ method: Door.Method, _ path: String) throws(PerchError) -> Door {
        guard let door = HtmlGraphDialect().doors.first(where: { $0.method == method && $0.path == path }) else {
            throw PerchError(.notFound, path)
        }
        return door
    }

    private func ask(_ path: String, _ body: [UInt8], _ query: [(name: String, value: String)]) -> Ask {
        let parameters = ["id": "x", "agent_id": "x", "session_id": "x", "query_id": queryID]
        return Ask(
            parameters: parameters, query: query,
            headers: ["x-agent-id": "a", "x-session-id": "s"], body: body, now: Self.now, stamp: 1,
            newID: { "id" }, grant: .everything, audience: Nobody())
    }

    private mutating func carryOut<Outcome>(_ reaction: Reaction<Outcome>) throws(PerchError) -> Outcome {
        switch reaction {
        case .done(let outcome): return outcome
        case .look(let next), .survey(let next): return try carryOut(next(Shown(rows: rows)))
        case .report(let drafts, let next):
            reported += drafts
            for draft in drafts { try draft.checkNames() }
            return try carryOut(next())
        case .recall(_, let next): return try carryOut(next(Recalled(Batch.of([]), next: nil)))
        case .spend(_, let next): return try carryOut(next())
        }
    }
}

/// Rows as a picture shows them.
private struct Shown: Picture {
    let rows: [Row]
    var seq: Seq { 0 }

    func forEachRow(of view: ViewName, project: String?, _ visit: (String, Row) -> Void) {
        for row in rows where row.view == view && (project == nil || project == row.project) { visit(row.key, row) }
    }

    func forEachRow(ofKind kind: RowKind, project: String?, _ visit: (Row) -> Void) {
        for row in rows where row.kind == kind && (project == nil || project == row.project) { visit(row) }
    }

    func row(ofKind kind: RowKind, _ key: String) -> Row? { rows.first { $0.kind == kind && $0.key == key } }
}

/// An empty house.
private struct Nobody: Audience {
    func attendees(of dialect: String) -> [Attendee] { [] }
    func totals(of dialect: String) -> AudienceTotals { AudienceTotals() }
}

extension FeedEncoder {
    /// What it tells of events and rows at a moment.
    mutating func messages(
        of events: [Event] = [], _ patches: [Patch] = [], at now: Timestamp = HtmlGraphScene.now
    ) throws -> [JSONObject] {
        var lines = EncodedLines()
        for _ in events { lines.append { _ in } }
        absorb(Feed(seq: events.last?.seq ?? 1, batch: Batch(events: events, lines: lines), patches: patches))
        var texts: [[UInt8]] = []
        flush(at: now) { texts.append(Array($0.bytes)) }
        return try texts.map { try JSONParser().parse($0).object() }
    }
}

extension JSONObject {
    /// The names of its fields, in their order.
    var names: [String] { map(\.key) }
}
