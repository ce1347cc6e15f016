import PerchDialects
import PerchHub
import PerchJSON
import PerchLog
import PerchModel
import PerchNet
import PerchSystem

/// What those who run the server ask it: is it well, what does it count, what does it speak.
struct OperationsRoutes: Sendable {
    let log: any EventReading
    let projector: Projector
    let metrics: Metrics
    let audience: any Audience
    let dialects: [String]
    let started: Timestamp

    var routes: [Route] {
        [
            Route(.get, "/health", scope: nil, health),
            Route(.get, "/metrics", scope: .read, counts),
            Route(.get, "/openapi.json", scope: .read, openAPI),
        ]
    }

    @Sendable private func health(_ request: Request, _ visit: Visit) async throws(PerchError) -> Response {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("status", "ok")
            writer.field("service", "perch")
            writer.field("version", PerchVersion.current)
            writer.field("log", log.identity)
            writer.field("seq", log.last)
            writer.field("uptime_seconds", (Timestamp.now.microseconds - started.microseconds) / 1_000_000)
        }
        return .json(writer.bytes)
    }

    @Sendable private func counts(_ request: Request, _ visit: Visit) async throws(PerchError) -> Response {
        var page = metrics.page
        page.add(
            "dialect_clients", .gauge, "Clients of foreign systems connected, by system.", by: "dialect",
            dialects.map { ($0, audience.count(of: $0)) })
        page.add(
            "dialect_messages_total", .counter, "Messages sent to clients of foreign systems, by system.",
            by: "dialect",
            dialects.map { ($0, audience.totals(of: $0).messages) })
        page.add("log_seq", .gauge, "The number of the last durable event.", Int(log.last))
        page.add("projected_seq", .gauge, "The number of the last event viewers were told of.", Int(projector.seq))
        return Response(contentType: "text/plain; version=0.0.4; charset=utf-8", body: .bytes(Array(page.text.utf8)))
    }

    @Sendable private func openAPI(_ request: Request, _ visit: Visit) async throws(PerchError) -> Response {
        .json(OpenAPI.document)
    }
}
