import PerchJSON
import PerchModel

extension HtmlGraphDialect {
    /// The queries, watched and asked.
    var queryDoors: [Door] {
        [
            .socket("/ws/query/{query_id}", query),
            .socket("/api/ws/query/{query_id}", query),
            .get("/api/queries", Self.queries),
            .get("/api/query/{query_id}", Self.answer),
            .post("/api/query/{query_id}/invalidate", Self.invalidate),
        ]
    }

    private static func named(_ ask: Ask) throws(PerchError) -> HtmlGraphQuery {
        let id = ask[parameter: "query_id"]
        guard let query = HtmlGraphQuery(rawValue: id) else {
            throw PerchError(.notFound, "Query not found: \(id.prefix(64))")
        }
        return query
    }

    @Sendable private func query(_ ask: Ask) throws(PerchError) -> Reception {
        let query: HtmlGraphQuery
        do { query = try Self.named(ask) } catch {
            return reception(HtmlGraphRefusal(reason: error.message), at: "query", of: ask)
        }
        let subscription = HtmlGraphQuerySubscription(query: query, project: ask.project)
        return reception(
            HtmlGraphClient(subscription, id: ask.newID()), at: "query/" + query.rawValue, of: ask)
    }

    @Sendable private static func queries(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let watchers = Dictionary(grouping: ask.audience.attendees(of: name)) { $0.label }
        return .done(
            .object { writer in
                writer.array("queries") { writer in
                    for query in HtmlGraphQuery.allCases {
                        writer.object { writer in
                            writer.field("query_id", query.rawValue)
                            writer.field("name", query.words.name)
                            writer.field("description", query.words.description)
                            writer.field("subscribers", watchers["query/" + query.rawValue]?.count ?? 0)
                            writer.field("last_execution", ask.now)
                        }
                    }
                }
                writer.field("count", HtmlGraphQuery.allCases.count)
            })
    }

    @Sendable private static func answer(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let query = try named(ask)
        return .survey { picture in
            let (table, seq) = (query.table(from: picture, project: ask.project), picture.seq)
            return HtmlGraphMoment(ask).at(seq) { now in
                let past = query.past(at: now, project: ask.project)
                return HtmlGraphLookup(query: query, now: now, past: past).go(on: table, before: seq + 1, seen: 0)
            }
        }
    }

    @Sendable private static func invalidate(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let query = try named(ask)
        let draft = Draft(
            HtmlGraphInvalidation.body(query), source: name, project: ask.project ?? Draft.defaultProject)
        return .report(
            [draft],
            .object { writer in
                writer.field("status", "success")
                writer.field("message", "Query \(query.rawValue) invalidated")
            })
    }
}

/// A client that is told why it is not served.
struct HtmlGraphRefusal: Conversation {
    let reason: String

    mutating func begin(at now: Timestamp) -> Reaction<[Step]> {
        .done([.close(1008, reason: reason)])
    }
}
