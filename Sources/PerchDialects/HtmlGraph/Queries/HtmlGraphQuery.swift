import PerchModel

/// The six questions that HtmlGraph keeps answered.
enum HtmlGraphQuery: String, Sendable, CaseIterable {
    case featuresByStatus = "features_by_status"
    case agentWorkload = "agent_workload"
    case recentActivity = "recent_activity"
    case blockedFeatures = "blocked_features"
    case costTrends = "cost_trends"
    case activeSessions = "active_sessions"

    /// What people call it, and what it answers.
    var words: (name: String, description: String) {
        switch self {
        case .featuresByStatus: ("Features by Status", "How many features have each status.")
        case .agentWorkload: ("Agent Workload", "Each agent's sessions and events in the last hour.")
        case .recentActivity: ("Recent Activity", "The last 20 tool calls.")
        case .blockedFeatures: ("Blocked Features", "The features that are blocked.")
        case .costTrends: ("Cost Trends", "The tokens of each hour of the last day.")
        case .activeSessions: ("Active Sessions", "The sessions that run.")
        }
    }

    /// What of the log its answer is made of; nil where the picture has it all.
    func past(at now: Timestamp, project: String?) -> Past? {
        switch self {
        case .featuresByStatus, .blockedFeatures, .activeSessions: nil
        case .agentWorkload:
            Past(EventFilter(project: project), since: HtmlGraphWorkload.start(at: now), limit: 20_000)
        case .recentActivity:
            Past(
                EventFilter(kinds: ["tool.started", "skill.used"], project: project), since: .earliest,
                limit: HtmlGraphActivity.count)
        case .costTrends:
            Past(
                EventFilter(kinds: ["usage.added"], project: project), since: HtmlGraphCosts.start(at: now),
                limit: 20_000)
        }
    }

    /// What its answer is made from, as far as the picture has it.
    func table(from picture: some Picture, project: String?) -> any HtmlGraphTable {
        switch self {
        case .featuresByStatus: HtmlGraphFeatures(.counted, from: picture, project: project)
        case .blockedFeatures: HtmlGraphFeatures(.blocked, from: picture, project: project)
        case .activeSessions: HtmlGraphSessions(from: picture, project: project)
        case .agentWorkload: HtmlGraphWorkload()
        case .recentActivity: HtmlGraphActivity()
        case .costTrends: HtmlGraphCosts()
        }
    }
}
