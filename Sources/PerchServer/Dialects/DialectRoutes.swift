import PerchDialects
import PerchHub
import PerchLog
import PerchModel
import PerchNet
import PerchSystem

/// Makes routes of the dialects' doors.
struct DialectRoutes: Sendable {
    let dialects: [any Dialect]
    let service: DialectService
    let polls: Polls

    var routes: [Route] {
        dialects.flatMap { dialect in dialect.doors.map { route(of: $0, in: dialect) } }
    }

    private func route(of door: Door, in dialect: any Dialect) -> Route {
        let name = type(of: dialect).name
        var route = Route(HTTPMethod(door.method), door.path, scope: door.scope) {
            request, visit throws(PerchError) in try await answer(request, visit, door, name)
        }
        route.ports = door.ports
        route.accept = door.accept
        route.bodyBytes = door.bodyBytes
        route.isKept = door.keeper != nil
        // A conversation neither begins nor loses what it has to say by a request that cannot have it.
        if case .polling = door.use { route.answersHead = false }
        route.refusal = { Response(dialect.refusal($0, at: .now)) }
        return route
    }

    private func answer(
        _ request: Request, _ visit: Visit, _ door: Door, _ dialect: String
    ) async throws(PerchError) -> Response {
        let ask = try ask(request, visit, door)
        switch door.use {
        case .answer(let use): return try await answer(ask, use)
        case .socket(let receive):
            guard request.wantsWebSocket else {
                throw PerchError(.upgradeRequired, "This path speaks WebSocket.")
            }
            return try socket(ask, receive(ask), dialect)
        case .events(let receive): return try events(ask, receive(ask), dialect)
        case .polling(let use):
            return try await poll(
                ask, use(ask), dialect, visit, wantsWebSocket: request.wantsWebSocket)
        }
    }

    private func answer(
        _ ask: Ask, _ use: @Sendable (Ask) throws(PerchError) -> Reaction<Answer>
    ) async throws(PerchError) -> Response {
        Response(try await service.clerk.carryOut(try use(ask), for: ask.grant, at: ask.moment))
    }

    func socket(_ ask: Ask, _ reception: Reception, _ dialect: String) throws(PerchError) -> Response {
        let visitor = try visitor(ask, reception, dialect)
        let service = service
        return Response(
            body: .webSocket(
                WebSocketStart(
                    subprotocols: ["bearer"], messageBytes: reception.messageBytes,
                    allowsDeflate: service.allowsDeflate, bufferedBytes: Self.ownBytes
                ) { DialectSocketClient($0, reception, service, visitor) }))
    }

    private func events(_ ask: Ask, _ reception: Reception, _ dialect: String) throws(PerchError) -> Response {
        let visitor = try visitor(ask, reception, dialect)
        let service = service
        return Response(
            body: .events(
                EventStreamStart(
                    headers: reception.headers.map { (name: $0.key, value: $0.value) },
                    retryMilliseconds: reception.retryMilliseconds, keepAliveMilliseconds: 60_000,
                    bufferedBytes: Self.ownBytes
                ) { DialectEventsClient($0, reception, service, visitor) }))
    }

    func visitor(_ ask: Ask, _ reception: Reception, _ dialect: String) throws(PerchError) -> Visitor {
        Visitor(dialect: dialect, grant: ask.grant, rewind: reception.rewinds ? try ask.rewind() : nil)
    }

    private func ask(_ request: Request, _ visit: Visit, _ door: Door) throws(PerchError) -> Ask {
        let now = Timestamp.now
        var ask = Ask(
            parameters: visit.parameters, query: request.target.queryItems.map { ($0.name, $0.value) },
            headers: Dictionary(request.headers.all.map { ($0.name.lowercased(), $0.value) }) { first, _ in first },
            body: request.body, peer: request.peer.host, port: visit.port, now: now,
            started: service.started, stamp: service.stamps.next(at: now),
            newID: { RandomID.uuid() }, grant: visit.grant, audience: service.attendance,
            log: service.hub.log.identity)
        if let keeper = door.keeper { ask.grant = try keeper(ask) }
        ask.moment = try ask.pastReader().moment("at")
        return ask
    }

    /// What a client is told for itself waits in its own buffer until it is taken.
    private static let ownBytes = 32 << 20
}

extension Ask {
    /// The moment it asks about and the pace of `?speed=`.
    fileprivate func rewind() throws(PerchError) -> Rewind? {
        let speed = try pastReader().double("speed", in: LiveCommand.speeds)
        return moment.map { Rewind(moment: $0, speed: speed ?? 1) }
    }

    /// Reads `?at=` and `?speed=`, which every door understands.
    fileprivate func pastReader() throws(PerchError) -> QueryReader {
        try QueryReader(query.filter { ["at", "speed"].contains($0.name) }, allowing: ["at", "speed"])
    }
}

extension HTTPMethod {
    fileprivate init(_ method: Door.Method) {
        switch method {
        case .get: self = .get
        case .post: self = .post
        case .delete: self = .delete
        }
    }
}

extension Response {
    /// A dialect's answer.
    init(_ answer: Answer) {
        self.init(
            status: HTTPStatus(answer.status), contentType: answer.contentType,
            headers: answer.headers.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) },
            body: .bytes(answer.body))
    }
}
