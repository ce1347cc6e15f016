public import PerchJSON

/// What happened: one case a kind, each with its typed payload, and `other` for what no kind names.
///
/// The list is closed on purpose: a new kind makes the compiler list every decision that is to be taken for it.
public enum Body: Sendable, Equatable {
    /// `agent.started`
    case agentStarted(AgentStarted)
    /// `agent.updated`
    case agentUpdated(AgentUpdated)
    /// `agent.finished`
    case agentFinished(AgentFinished)
    /// `agent.presence`
    case agentPresence(AgentPresence)
    /// `tool.started`
    case toolStarted(ToolStarted)
    /// `tool.finished`
    case toolFinished(ToolFinished)
    /// `skill.used`
    case skillUsed(SkillUsed)
    /// `usage.added`
    case usageAdded(UsageAdded)
    /// `session.started`
    case sessionStarted(SessionStarted)
    /// `session.updated`
    case sessionUpdated(SessionUpdated)
    /// `session.output`
    case sessionOutput(SessionOutput)
    /// `session.finished`
    case sessionFinished(SessionFinished)
    /// `log.written`
    case logWritten(LogWritten)
    /// `thread.opened`
    case threadOpened(ThreadOpened)
    /// `message.sent`
    case messageSent(MessageSent)
    /// `thread.closed`
    case threadClosed(ThreadClosed)
    /// `handoff.made`
    case handoffMade(HandoffMade)
    /// `collaboration.started`
    case collaborationStarted(CollaborationStarted)
    /// `collaboration.ended`
    case collaborationEnded(CollaborationEnded)
    /// `decision.recorded`
    case decisionRecorded(DecisionRecorded)
    /// `activity.recorded`
    case activityRecorded(ActivityRecorded)
    /// `activity.completed`
    case activityCompleted(ActivityCompleted)
    /// `memory.changed`
    case memoryChanged(MemoryChanged)
    /// `task.started`
    case taskStarted(TaskReport)
    /// `task.updated`
    case taskUpdated(TaskReport)
    /// `task.finished`
    case taskFinished(TaskReport)
    /// `feature.changed`
    case featureChanged(FeatureChanged)
    /// `feature.linked`
    case featureLinked(FeatureLinked)
    /// `sync.changed`
    case syncChanged(SyncChanged)
    /// `attention.raised`
    case attentionRaised(AttentionRaised)
    /// `attention.cleared`
    case attentionCleared(AttentionCleared)
    /// A kind this version does not know, with the sender's own data.
    case other(name: String, data: JSONText)
}

extension Body {
    /// The kind, or nil for `other`.
    public var kind: Kind? {
        switch self {
        case .agentStarted: .agentStarted
        case .agentUpdated: .agentUpdated
        case .agentFinished: .agentFinished
        case .agentPresence: .agentPresence
        case .toolStarted: .toolStarted
        case .toolFinished: .toolFinished
        case .skillUsed: .skillUsed
        case .usageAdded: .usageAdded
        case .sessionStarted: .sessionStarted
        case .sessionUpdated: .sessionUpdated
        case .sessionOutput: .sessionOutput
        case .sessionFinished: .sessionFinished
        case .logWritten: .logWritten
        case .threadOpened: .threadOpened
        case .messageSent: .messageSent
        case .threadClosed: .threadClosed
        case .handoffMade: .handoffMade
        case .collaborationStarted: .collaborationStarted
        case .collaborationEnded: .collaborationEnded
        case .decisionRecorded: .decisionRecorded
        case .activityRecorded: .activityRecorded
        case .activityCompleted: .activityCompleted
        case .memoryChanged: .memoryChanged
        case .taskStarted: .taskStarted
        case .taskUpdated: .taskUpdated
        case .taskFinished: .taskFinished
        case .featureChanged: .featureChanged
        case .featureLinked: .featureLinked
        case .syncChanged: .syncChanged
        case .attentionRaised: .attentionRaised
        case .attentionCleared: .attentionCleared
        case .other: nil
        }
    }

    /// The kind's name as it stands on the wire.
    public var name: String {
        if case .other(let name, _) = self { return name }
        return kind?.rawValue ?? ""
    }
}
