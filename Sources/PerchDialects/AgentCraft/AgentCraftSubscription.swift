import PerchModel

/// What one client of the tracking socket is told.
struct AgentCraftSubscription: Subscription {
    /// Whose logs are streamed.
    enum Logs: Hashable, Sendable {
        case none, all
        case session(String)

        /// Whether an event's entry is streamed.
        func holds(_ event: Event) -> Bool {
            switch self {
            case .none: false
            case .all: true
            case .session(let session): event.session == session
            }
        }
    }

    let flavour: AgentCraftFlavour
    let project: String?
    var logs = Logs.none

    init(flavour: AgentCraftFlavour, project: String?) {
        self.flavour = flavour
        self.project = project
    }

    func makeEncoder(from picture: some Picture) -> any FeedEncoder {
        AgentCraftEncoder(
            self, scene: AgentCraftScene(picture, project: project, keepsOutputs: flavour == .source))
    }

    /// The sessions that run.
    func greeting(from picture: some Picture, at now: Timestamp) -> [Message] {
        let scene = AgentCraftScene(listing: picture, project: project)
        return [Message(AgentCraftFrames.activeSessions(scene, at: now))]
    }
}
