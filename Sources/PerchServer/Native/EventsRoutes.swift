import PerchDialects
import PerchHub
import PerchJSON
import PerchLog
import PerchModel
import PerchNet

/// `/v1/events`: where events come in and where the log is asked.
struct EventsRoutes: Sendable {
    let door: FrontDoor
    let log: any EventReading
    let archive: Archive
    let metrics: Metrics
    /// The most bytes of a body; the door before this one has refused longer ones.
    let bodyBytes: Int

    var routes: [Route] {
        [
            posting,
            Route(.get, "/v1/events", scope: .read, get),
        ]
    }

    // MARK: POST

    private var posting: Route {
        var route = Route(.post, "/v1/events", scope: .ingest, post)
        route.bodyBytes = nil
        return route
    }

    @Sendable private func post(_ request: Request, _ visit: Visit) async throws(PerchError) -> Response {
        _ = try QueryReader(request, allowing: ["token"])
        guard request.body.count > Self.shortBytes else { return try await take(request, visit.grant) }
        return try await apart { () async throws(PerchError) in try await take(request, visit.grant) }
    }

    /// A longer body is read apart from the loop, whose other clients would have to wait for it.
    private static let shortBytes = 256 << 10

    private func take(_ request: Request, _ grant: Grant) async throws(PerchError) -> Response {
        let drafts = try drafts(of: request)
        guard !drafts.isEmpty else { return .json(Answers.accepted(0, first: nil, last: nil, duplicates: 0)) }
        let receipt = try await door.accept(drafts, from: grant)
        metrics.count(accepted: receipt.accepted, duplicates: receipt.duplicates)
        return .json(
            Answers.accepted(
                receipt.accepted, first: receipt.first, last: receipt.last, duplicates: receipt.duplicates))
    }

    private func drafts(of request: Request) throws(PerchError) -> [Draft] {
        if let coding = request.headers["content-encoding"], coding.lowercased() != "identity" {
            throw PerchError(.unsupportedMediaType, "Bodies are not compressed here; send it without Content-Encoding.")
        }
        let parser = JSONParser(limits: JSONLimits(maxBytes: bodyBytes))
        if Self.isLines(request.headers["content-type"]) {
            return try NativeDialect().drafts(ndjson: request.body, parser: parser)
        }
        guard !request.body.isEmpty else {
            throw PerchError(
                .invalidJSON, "The body is empty; send an event such as {\"kind\":\"agent.started\",\"agent\":\"a1\"}.")
        }
        return try NativeDialect().drafts(json: request.body, parser: parser)
    }

    private static func isLines(_ type: String?) -> Bool {
        guard let type = type?.lowercased().prefix(while: { $0 != ";" && $0 != " " }) else { return false }
        return ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"]
            .contains(String(type))
    }

    // MARK: GET

    /// The parameters.
    static let names = QueryReader.filterNames.union(["after", "before", "limit", "log", "order", "token"])

    @Sendable private func get(_ request: Request, _ visit: Visit) async throws(PerchError) -> Response {
        let query = try QueryReader(request, allowing: Self.names)
        try log.require(query.text("log"))
        let page = try await log.page(try await question(query))
        var response =
            Self.wantsLines(request)
            ? Response(contentType: "application/x-ndjson", body: .bytes(page.lines.bytes)) : .json(Answers.page(page))
        response.headers.append((name: "perch-log", value: log.identity))
        if let next = page.next { response.headers.append((name: "perch-next", value: String(next))) }
        return response
    }

    private func question(_ query: QueryReader) async throws(PerchError) -> EventQuery {
        var question = EventQuery(filter: try query.filter())
        question.limit = try query.int("limit", in: 1...10_000) ?? 100
        question.newestFirst = try query.choice("order", of: ["oldest", "newest"]) == "newest"
        if let after = try query.moment("after") { question.after = try await archive.seq(of: after) }
        switch try query.moment("before") {
        case .seq(let seq): question.before = seq
        case .time(let time): question.before = try await log.seq(at: time.advanced(by: -1)) + 1
        case nil: break
        }
        return question
    }

    private static func wantsLines(_ request: Request) -> Bool {
        (request.headers["accept"] ?? "").lowercased().contains("ndjson")
    }
}

extension EventReading {
    /// Refuses a client that counts in another log's numbers, because what it has and what comes next do not belong together.
    ///
    /// - Throws: `PerchError` (`history_lost`).
    func require(_ wanted: String?) throws(PerchError) {
        guard let wanted, wanted != identity else { return }
        throw PerchError(
            .historyLost, "That log is gone: this one began anew. Forget what you have and start over.",
            parameter: "log")
    }
}
