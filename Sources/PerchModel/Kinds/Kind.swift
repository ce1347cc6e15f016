/// The closed list of kinds an event can be of; any other name travels as `Body.other`.
public enum Kind: String, Sendable, CaseIterable, Hashable {
    /// See ``AgentStarted``.
    case agentStarted = "agent.started"
    /// See ``AgentUpdated``.
    case agentUpdated = "agent.updated"
    /// See ``AgentFinished``.
    case agentFinished = "agent.finished"
    /// See ``AgentPresence``.
    case agentPresence = "agent.presence"
    /// See ``ToolStarted``.
    case toolStarted = "tool.started"
    /// See ``ToolFinished``.
    case toolFinished = "tool.finished"
    /// See ``SkillUsed``.
    case skillUsed = "skill.used"
    /// See ``UsageAdded``.
    case usageAdded = "usage.added"
    /// See ``SessionStarted``.
    case sessionStarted = "session.started"
    /// See ``SessionUpdated``.
    case sessionUpdated = "session.updated"
    /// See ``SessionOutput``.
    case sessionOutput = "session.output"
    /// See ``SessionFinished``.
    case sessionFinished = "session.finished"
    /// See ``LogWritten``.
    case logWritten = "log.written"
    /// See ``ThreadOpened``.
    case threadOpened = "thread.opened"
    /// See ``MessageSent``.
    case messageSent = "message.sent"
    /// See ``ThreadClosed``.
    case threadClosed = "thread.closed"
    /// See ``HandoffMade``.
    case handoffMade = "handoff.made"
    /// See ``CollaborationStarted``.
    case collaborationStarted = "collaboration.started"
    /// See ``CollaborationEnded``.
    case collaborationEnded = "collaboration.ended"
    /// See ``DecisionRecorded``.
    case decisionRecorded = "decision.recorded"
    /// See ``ActivityRecorded``.
    case activityRecorded = "activity.recorded"
    /// See ``ActivityCompleted``.
    case activityCompleted = "activity.completed"
    /// See ``MemoryChanged``.
    case memoryChanged = "memory.changed"
    /// See ``TaskReport``.
    case taskStarted = "task.started"
    /// See ``TaskReport``.
    case taskUpdated = "task.updated"
    /// See ``TaskReport``.
    case taskFinished = "task.finished"
    /// See ``FeatureChanged``.
    case featureChanged = "feature.changed"
    /// See ``FeatureLinked``.
    case featureLinked = "feature.linked"
    /// See ``SyncChanged``.
    case syncChanged = "sync.changed"
    /// See ``AttentionRaised``.
    case attentionRaised = "attention.raised"
    /// See ``AttentionCleared``.
    case attentionCleared = "attention.cleared"
}
