/// The twelve kinds of activities.
enum DaenaActivityType: String, CaseIterable, Sendable {
    case agentStarted = "agent_started"
    case agentCompleted = "agent_completed"
    case memoryWrite = "memory_write"
    case memoryRead = "memory_read"
    case councilDebate = "council_debate"
    case councilSynthesis = "council_synthesis"
    case decisionMade = "decision_made"
    case taskAssigned = "task_assigned"
    case taskCompleted = "task_completed"
    case messageSent = "message_sent"
    case collaborationStarted = "collaboration_started"
    case collaborationEnded = "collaboration_ended"
}

/// The frames that tell what happens.
enum DaenaFrameType: String, CaseIterable, Sendable {
    case activity = "agent_activity"
    case activityCompleted = "activity_completed"
    case status = "agent_status_update"
    case memory = "memory_update"
    case collaborationStarted = "collaboration_started"
    case collaborationEnded = "collaboration_ended"
    case decision = "decision_recorded"
}

/// What a client subscribed to: frames by their type, and those about activities by the activity's type as well.
struct DaenaFilter: Hashable, Sendable {
    /// The names that mean something; nil lets everything through.
    private let names: Set<String>?

    /// Of no names: everything. Names that mean nothing let nothing through.
    init(_ names: [String]) {
        self.names = names.isEmpty ? nil : Self.known.intersection(names)
    }

    /// Whether a frame passes; `activity` is the type of the activity it is about.
    func passes(_ frame: DaenaFrameType, activity: String? = nil) -> Bool {
        guard let names else { return true }
        return names.contains(frame.rawValue) || activity.map(names.contains) == true
    }

    private static let known = Set(
        DaenaActivityType.allCases.map(\.rawValue) + DaenaFrameType.allCases.map(\.rawValue))
}
