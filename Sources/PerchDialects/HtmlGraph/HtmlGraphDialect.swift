import PerchJSON
public import PerchModel

/// HtmlGraph: presence, features that are broadcast, queries that answer again by themselves, and how a synchronisation stands.
public struct HtmlGraphDialect: Dialect {
    /// `htmlgraph`
    public static let name = "htmlgraph"

    let settings: HtmlGraphSettings

    /// The dialect, set up.
    public init(_ settings: HtmlGraphSettings = HtmlGraphSettings()) {
        self.settings = settings
    }

    /// Its sockets, and its doors by what they are about.
    public var doors: [Door] {
        presenceDoors + broadcastDoors + eventDoors + queryDoors + syncDoors + statusDoors
    }

    /// A refusal as clients of its web framework read it: a sentence, or where a field is wrong a list that names it.
    public func refusal(_ error: PerchError, at now: Timestamp) -> Answer {
        .object(status: error.code.status) { writer in
            writer.key("error")
            error.writeDetails(to: &writer)
            guard error.code == .unprocessable, let field = error.parameter else {
                return writer.field("detail", error.message)
            }
            writer.array("detail") { writer in HtmlGraphFault.write(field, error.message, to: &writer) }
        }
    }

    /// Lets a client of a socket in, where its dashboard session has a seat left.
    func reception(_ conversation: any Conversation, at door: String, of ask: Ask) -> Reception {
        let session = ask.query("session") ?? ask.query("session_id") ?? ask.peer
        let limit = settings.clientsPerSession
        let seats = Seats(
            group: session, count: limit == 0 ? .max : limit,
            refusal: "At most \(limit) client\(limit == 1 ? "" : "s") per session.")
        return Reception(conversation, label: door, seats: seats)
    }
}
