import PerchDialects
import PerchHub
import PerchLog
import PerchModel
import PerchNet

/// What a client of `/v1/stream` asked for, read and checked before anything is opened.
struct StreamRequest: Sendable {
    /// Which events it wants.
    let subscription: StreamSubscription
    /// Where it begins.
    var start: Start

    enum Start: Sendable, Equatable {
        /// With what comes next.
        case now
        /// After this event.
        case after(Moment)
        /// In the past, played at a speed.
        case replay(Moment, speed: Double)
    }

    /// The log that the client means, if it says so.
    let log: String?

    /// The parameters.
    static let names = QueryReader.filterNames.union(["after", "at", "log", "speed", "token"])

    init(_ request: Request) throws(PerchError) {
        let query = try QueryReader(request, allowing: Self.names)
        subscription = StreamSubscription(try query.filter())
        log = query.text("log")
        start = try Self.start(query, lastEventID: request.headers["last-event-id"])
    }

    /// What the client had last wins over what its address says: a browser reconnects with the address it began with.
    private static func start(_ query: QueryReader, lastEventID: String?) throws(PerchError) -> Start {
        let speed = try query.double("speed", in: LiveCommand.speeds)
        if let id = lastEventID, !id.isEmpty {
            guard let seq = Seq(id), seq >= 0 else {
                throw PerchError(
                    .invalidParameter, "The header \"Last-Event-ID\" must be a seq.", parameter: "last-event-id")
            }
            return .after(.seq(seq))
        }
        let after = try query.moment("after")
        if let at = try query.moment("at") {
            guard after == nil else {
                throw PerchError(
                    .invalidParameter, "The parameters \"after\" and \"at\" do not go together.", parameter: "after")
            }
            return .replay(at, speed: speed ?? 1)
        }
        if speed != nil {
            throw PerchError(.invalidParameter, "The parameter \"speed\" goes with \"at\".", parameter: "speed")
        }
        return after.map(Start.after) ?? .now
    }
}
