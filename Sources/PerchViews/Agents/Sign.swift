import PerchModel

/// What an event says about the agent it names, besides its own content.
struct Sign {
    /// Whether the agent itself is at work; what a watcher says about it is no sign of life.
    let isActivity: Bool
    /// Whether it brings an agent back that had ended; what trails behind an end does not.
    let revives: Bool
    /// The status it implies.
    let status: AgentStatus?

    init(_ body: Body) {
        switch body {
        case .agentPresence, .attentionRaised, .attentionCleared:
            self.init(isActivity: false, revives: false, status: nil)
        case .agentFinished, .toolFinished, .usageAdded, .logWritten, .sessionOutput, .sessionFinished, .threadClosed,
            .collaborationEnded, .activityCompleted, .taskFinished, .other:
            self.init(isActivity: true, revives: false, status: nil)
        case .agentUpdated(let update):
            self.init(isActivity: true, revives: update.status != .completed && update.status != .error, status: nil)
        case .agentStarted:
            self.init(isActivity: true, revives: true, status: .analyzing)
        case .toolStarted, .skillUsed, .taskStarted, .taskUpdated, .activityRecorded, .memoryChanged:
            self.init(isActivity: true, revives: true, status: .processing)
        case .threadOpened, .messageSent, .handoffMade, .collaborationStarted, .decisionRecorded:
            self.init(isActivity: true, revives: true, status: .collaborating)
        case .sessionStarted, .sessionUpdated, .featureChanged, .featureLinked, .syncChanged:
            self.init(isActivity: true, revives: true, status: nil)
        }
    }

    private init(isActivity: Bool, revives: Bool, status: AgentStatus?) {
        self.isActivity = isActivity
        self.revives = revives
        self.status = status
    }
}
