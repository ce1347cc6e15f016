import PerchJSON
public import PerchModel

/// AgentCraft: a WebSocket that tells what agents and sessions do, and HTTP doors to ask and to report.
public struct AgentCraftDialect: Dialect {
    /// `agentcraft`
    public static let name = "agentcraft"

    private let settings: AgentCraftSettings

    /// The dialect, set up.
    public init(_ settings: AgentCraftSettings = AgentCraftSettings()) {
        self.settings = settings
    }

    /// The document's path and the source's, the doors that are asked, and those that are reported to.
    public var doors: [Door] {
        Self.sockets.map { tracking($0.path, $0.flavour) } + AgentCraftPages.doors + AgentCraftReports.doors
    }

    /// The envelope of its REST interface, with the refusal as Perch tells it everywhere beside.
    public func refusal(_ error: PerchError, at now: Timestamp) -> Answer {
        .object(status: error.code.status) { writer in
            writer.field("detail", error.message)
            writer.field("status_code", error.code.status)
            writer.field("error_type", error.code.rawValue)
            writer.field("timestamp", now)
            writer.key("error")
            error.writeDetails(to: &writer)
        }
    }

    static let sockets: [(path: String, flavour: AgentCraftFlavour)] = [
        ("/ws/agent-tracking/{client_id}", .document), ("/api/ws/agent-tracking/{client_id}", .source),
    ]

    private func tracking(_ path: String, _ flavour: AgentCraftFlavour) -> Door {
        let isStrict = settings.strictIDs
        return .socket(path) { ask throws(PerchError) in
            let client = ask[parameter: "client_id"]
            guard AgentCraftClientID.isValid(client, isStrict: isStrict) else {
                return Reception(AgentCraftRefusal(), rewinds: false)
            }
            let subscription = AgentCraftSubscription(flavour: flavour, project: ask.project)
            return Reception(AgentCraftConversation(subscription), label: client)
        }
    }
}

/// What can be set about AgentCraft.
public struct AgentCraftSettings: Sendable, Equatable {
    /// Whether client ids must be as the document's example of a check has them.
    public var strictIDs = false

    /// Lenient, as AgentCraft itself is.
    public init() {}
}

/// Which of the two descriptions of AgentCraft a client was written from.
enum AgentCraftFlavour: Sendable {
    /// The document's.
    case document
    /// The source's: all that the document has, and the frames that the server really sent.
    case source
}
