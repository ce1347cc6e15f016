import PerchModel

/// A small scene that an agent can play.
enum DemoCard: Int, CaseIterable {
    case tool, tools, failure, skill, usage, status, chat, task, feature, link, sync, memory, activity, collaboration
    case decision, handoff, attention, relief, presence, phase, output, log

    /// How often each scene is in the deck.
    private var count: Int {
        switch self {
        case .tool: 18
        case .tools: 4
        case .usage, .status: 4
        case .skill, .chat, .task, .output, .log: 2
        default: 1
        }
    }

    static let deck: [DemoCard] = allCases.flatMap { Array(repeating: $0, count: $0.count) }
}

extension DemoScript {
    /// Plays a scene; false when this agent cannot play it now, and nothing has happened.
    mutating func play(_ card: DemoCard, by agent: Int) -> Bool {
        switch card {
        case .tool: useTool(by: agent)
        case .tools: useToolsTogether(by: agent)
        case .failure: failTool(by: agent)
        case .skill: useSkill(by: agent)
        case .usage: addUsage(of: agent, after: 0.2)
        case .status: tellStatus(of: agent)
        case .chat: return chat(agent)
        case .task: return workOnTask(of: agent)
        case .feature: moveFeature(by: agent)
        case .link: return linkFeatures(by: agent)
        case .sync: synchronise(by: agent)
        case .memory: remember(by: agent)
        case .activity: recordActivity(by: agent)
        case .collaboration: return collaborate(agent)
        case .decision: return decide(agent)
        case .handoff: return handOver(agent)
        case .attention: return raiseAttention(of: agent)
        case .relief: return clearAttention(of: agent)
        case .presence: rest(agent)
        case .phase: return movePhase(by: agent)
        case .output: writeOutput(by: agent)
        case .log: writeLog(by: agent)
        }
        return true
    }
}
