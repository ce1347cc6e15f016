public import PerchJSON

extension Body {
    /// Reads the payload of a known kind.
    ///
    /// - Throws: `JSONError` naming the field that is missing or of a wrong type.
    public init(_ kind: Kind, _ data: JSONObject) throws(JSONError) {
        switch kind {
        case .agentStarted: self = .agentStarted(try AgentStarted(data))
        case .agentUpdated: self = .agentUpdated(try AgentUpdated(data))
        case .agentFinished: self = .agentFinished(try AgentFinished(data))
        case .agentPresence: self = .agentPresence(try AgentPresence(data))
        case .toolStarted: self = .toolStarted(try ToolStarted(data))
        case .toolFinished: self = .toolFinished(try ToolFinished(data))
        case .skillUsed: self = .skillUsed(try SkillUsed(data))
        case .usageAdded: self = .usageAdded(try UsageAdded(data))
        case .sessionStarted: self = .sessionStarted(try SessionStarted(data))
        case .sessionUpdated: self = .sessionUpdated(try SessionUpdated(data))
        case .sessionOutput: self = .sessionOutput(try SessionOutput(data))
        case .sessionFinished: self = .sessionFinished(try SessionFinished(data))
        case .logWritten: self = .logWritten(try LogWritten(data))
        case .threadOpened: self = .threadOpened(try ThreadOpened(data))
        case .messageSent: self = .messageSent(try MessageSent(data))
        case .threadClosed: self = .threadClosed(try ThreadClosed(data))
        case .handoffMade: self = .handoffMade(try HandoffMade(data))
        case .collaborationStarted: self = .collaborationStarted(try CollaborationStarted(data))
        case .collaborationEnded: self = .collaborationEnded(try CollaborationEnded(data))
        case .decisionRecorded: self = .decisionRecorded(try DecisionRecorded(data))
        case .activityRecorded: self = .activityRecorded(try ActivityRecorded(data))
        case .activityCompleted: self = .activityCompleted(try ActivityCompleted(data))
        case .memoryChanged: self = .memoryChanged(try MemoryChanged(data))
        case .taskStarted: self = .taskStarted(try TaskReport(data))
        case .taskUpdated: self = .taskUpdated(try TaskReport(data))
        case .taskFinished: self = .taskFinished(try TaskReport(data))
        case .featureChanged: self = .featureChanged(try FeatureChanged(data))
        case .featureLinked: self = .featureLinked(try FeatureLinked(data))
        case .syncChanged: self = .syncChanged(try SyncChanged(data))
        case .attentionRaised: self = .attentionRaised(try AttentionRaised(data))
        case .attentionCleared: self = .attentionCleared(try AttentionCleared(data))
        }
    }

    /// Writes the payload as one JSON object.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .agentStarted(let payload): payload.writeObject(to: &writer)
        case .agentUpdated(let payload): payload.writeObject(to: &writer)
        case .agentFinished(let payload): payload.writeObject(to: &writer)
        case .agentPresence(let payload): payload.writeObject(to: &writer)
        case .toolStarted(let payload): payload.writeObject(to: &writer)
        case .toolFinished(let payload): payload.writeObject(to: &writer)
        case .skillUsed(let payload): payload.writeObject(to: &writer)
        case .usageAdded(let payload): payload.writeObject(to: &writer)
        case .sessionStarted(let payload): payload.writeObject(to: &writer)
        case .sessionUpdated(let payload): payload.writeObject(to: &writer)
        case .sessionOutput(let payload): payload.writeObject(to: &writer)
        case .sessionFinished(let payload): payload.writeObject(to: &writer)
        case .logWritten(let payload): payload.writeObject(to: &writer)
        case .threadOpened(let payload): payload.writeObject(to: &writer)
        case .messageSent(let payload): payload.writeObject(to: &writer)
        case .threadClosed(let payload): payload.writeObject(to: &writer)
        case .handoffMade(let payload): payload.writeObject(to: &writer)
        case .collaborationStarted(let payload): payload.writeObject(to: &writer)
        case .collaborationEnded(let payload): payload.writeObject(to: &writer)
        case .decisionRecorded(let payload): payload.writeObject(to: &writer)
        case .activityRecorded(let payload): payload.writeObject(to: &writer)
        case .activityCompleted(let payload): payload.writeObject(to: &writer)
        case .memoryChanged(let payload): payload.writeObject(to: &writer)
        case .taskStarted(let payload): payload.writeObject(to: &writer)
        case .taskUpdated(let payload): payload.writeObject(to: &writer)
        case .taskFinished(let payload): payload.writeObject(to: &writer)
        case .featureChanged(let payload): payload.writeObject(to: &writer)
        case .featureLinked(let payload): payload.writeObject(to: &writer)
        case .syncChanged(let payload): payload.writeObject(to: &writer)
        case .attentionRaised(let payload): payload.writeObject(to: &writer)
        case .attentionCleared(let payload): payload.writeObject(to: &writer)
        case .other(_, let data): writer.raw(data)
        }
    }
}

extension Kind {
    /// The fields of this kind's `data`, for the documents and the schema.
    public var fields: [FieldSpec] {
        switch self {
        case .agentStarted: AgentStarted.fields
        case .agentUpdated: AgentUpdated.fields
        case .agentFinished: AgentFinished.fields
        case .agentPresence: AgentPresence.fields
        case .toolStarted: ToolStarted.fields
        case .toolFinished: ToolFinished.fields
        case .skillUsed: SkillUsed.fields
        case .usageAdded: UsageAdded.fields
        case .sessionStarted: SessionStarted.fields
        case .sessionUpdated: SessionUpdated.fields
        case .sessionOutput: SessionOutput.fields
        case .sessionFinished: SessionFinished.fields
        case .logWritten: LogWritten.fields
        case .threadOpened: ThreadOpened.fields
        case .messageSent: MessageSent.fields
        case .threadClosed: ThreadClosed.fields
        case .handoffMade: HandoffMade.fields
        case .collaborationStarted: CollaborationStarted.fields
        case .collaborationEnded: CollaborationEnded.fields
        case .decisionRecorded: DecisionRecorded.fields
        case .activityRecorded: ActivityRecorded.fields
        case .activityCompleted: ActivityCompleted.fields
        case .memoryChanged: MemoryChanged.fields
        case .taskStarted: TaskReport.fields
        case .taskUpdated: TaskReport.fields
        case .taskFinished: TaskReport.fields
        case .featureChanged: FeatureChanged.fields
        case .featureLinked: FeatureLinked.fields
        case .syncChanged: SyncChanged.fields
        case .attentionRaised: AttentionRaised.fields
        case .attentionCleared: AttentionCleared.fields
        }
    }
}
