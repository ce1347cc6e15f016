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

    var routes: [Route] {
        [
            Route(.get, "/v1/stream", stream),
            Route(.get, "/v1/live", live),
        ]
    }

    @Sendable private func stream(_ request: Request) async throws(PerchError) -> Response {
        let wanted = try StreamRequest(request)
        let (hub, metrics) = (hub, metrics)
        if request.headers["upgrade"] != nil {
            return Response(
                body: .webSocket(
                    WebSocketStart(allowsDeflate: allowsDeflate) {
                        StreamSocketClient($0, wanted, hub: hub, metrics: metrics)
                    }))
        }
        return Response(
            body: .events(
                EventStreamStart(headers: try await headers(for: wanted), retryMilliseconds: 1000) {
                    StreamEventsClient($0, wanted, hub: hub, metrics: metrics)
                }))
    }

    /// Says from where the stream really goes on; a client that had more than the log has is told so.
    private func headers(for wanted: StreamRequest) async throws(PerchError) -> [(name: String, value: String)] {
        var headers = [(name: "cache-control", value: "no-cache"), (name: "x-accel-buffering", value: "no")]
        if case .after(let moment) = wanted.start {
            headers.append((name: "last-event-id", value: String(try await hub.archive.seq(of: moment))))
        }
        return headers
    }

    @Sendable private func live(_ request: Request) async throws(PerchError) -> Response {
        guard request.headers["upgrade"] != nil else {
            throw PerchError(.upgradeRequired, "This path speaks WebSocket; /v1/stream speaks server-sent events.")
        }
        let query = QueryReader(request)
        try query.allow(["at", "speed", "token"])
        let speed = try query.double("speed", in: LiveCommand.speeds) ?? 1
        let start = try query.moment("at").map { (moment: $0, speed: speed) }
        let (hub, metrics) = (hub, metrics)
        return Response(
            body: .webSocket(
                WebSocketStart(allowsDeflate: allowsDeflate, bufferedBytes: Self.snapshotBytes) {
                    LiveClient($0, start: start, hub: hub, metrics: metrics)
                }))
    }

    /// A snapshot of a big world waits in the client's own buffer until it is taken.
    private static let snapshotBytes = 32 << 20
}
