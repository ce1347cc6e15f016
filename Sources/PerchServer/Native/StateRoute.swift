import PerchDialects
import PerchHub
import PerchLog
import PerchModel
import PerchNet
import PerchViews

/// `GET /v1/state`: the world, now or at any moment of the past.
struct StateRoute: Sendable {
    let log: any EventReading
    let archive: Archive
    let projector: Projector

    var routes: [Route] { [Route(.get, "/v1/state", scope: .read, get)] }

    /// The parameters.
    static let names: Set<String> = ["at", "views", "project", "token"]

    @Sendable private func get(_ request: Request, _ visit: Visit) async throws(PerchError) -> Response {
        let query = try QueryReader(request, allowing: Self.names)
        let wanted = try query.subscription()
        let moment = try query.moment("at")
        let world =
            if let moment { try await archive.world(at: try await archive.seq(of: moment)) } else {
                await projector.currentWorld()
            }
        let time = try await log.moment(of: world.seq)
        return .json(try await apart { () async throws(PerchError) in Snapshot.state(world, wanted, at: time) })
    }
}
