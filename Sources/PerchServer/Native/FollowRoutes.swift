import PerchDialects
import PerchHub
import PerchLog
import PerchModel
import PerchNet

/// `/v1/stream` and `/v1/live`: where clients follow.
struct FollowRoutes: Sendable {
    let hub: Hub
    let metrics: Metrics
    let allowsDeflate: Bool
    let seats: ReplaySeats

    var routes: [Route] {
        [
            Route(.get, "/v1/stream", scope: .read, stream),
            Route(.get, "/v1/live", scope: .read, live),
        ]
    }

    @Sendable private func stream(_ request: Request, _ visit: Visit) async throws(PerchError) -> Response {
        var wanted = try StreamRequest(request)
        try hub.log.require(wanted.log)
        var headers = [(name: "perch-log", value: hub.log.identity)]
        if case .after(let moment) = wanted.start {
            // Said once and for all: a client that had more than the log has goes on from the log's end as it is now.
            let seq = try await hub.archive.seq(of: moment)
            wanted.start = .after(.seq(seq))
            headers.append((name: "last-event-id", value: String(seq)))
        }
        return Response(body: request.wantsWebSocket ? socket(wanted) : events(wanted, headers))
    }

    private func socket(_ wanted: StreamRequest) -> Response.Body {
        let (hub, metrics, seats) = (hub, metrics, seats)
        return .webSocket(
            WebSocketStart(subprotocols: ["bearer"], allowsDeflate: allowsDeflate, bufferedBytes: Self.ownBytes) {
                StreamSocketClient($0, wanted, hub: hub, metrics: metrics, seats: seats)
            })
    }

    private func events(_ wanted: StreamRequest, _ headers: [(name: String, value: String)]) -> Response.Body {
        let (hub, metrics, seats) = (hub, metrics, seats)
        return .events(
            EventStreamStart(headers: headers, retryMilliseconds: 1000, bufferedBytes: Self.ownBytes) {
                StreamEventsClient($0, wanted, hub: hub, metrics: metrics, seats: seats)
            })
    }

    @Sendable private func live(_ request: Request, _ visit: Visit) async throws(PerchError) -> Response {
        guard request.wantsWebSocket else {
            throw PerchError(.upgradeRequired, "This path speaks WebSocket; /v1/stream speaks server-sent events.")
        }
        let query = try QueryReader(request, allowing: Self.names)
        let speed = try query.double("speed", in: LiveCommand.speeds) ?? 1
        let start = try query.moment("at").map { (moment: $0, speed: speed) }
        let (hub, metrics, seats) = (hub, metrics, seats)
        return Response(
            body: .webSocket(
                WebSocketStart(subprotocols: ["bearer"], allowsDeflate: allowsDeflate, bufferedBytes: Self.ownBytes) {
                    LiveClient($0, start: start, hub: hub, metrics: metrics, seats: seats)
                }))
    }

    /// The parameters of `/v1/live`.
    static let names: Set<String> = ["at", "speed", "token"]

    /// A snapshot of a big world, or one event as large as a body may be, waits in the client's own buffer until it is taken.
    private static let ownBytes = 32 << 20
}

extension Request {
    /// Whether a WebSocket is asked for; an upgrade to anything else is passed over (RFC 9110 7.8).
    var wantsWebSocket: Bool {
        headers.list("upgrade").contains { $0.lowercased() == "websocket" }
    }
}
