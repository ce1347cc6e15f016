import PerchModel

/// Somebody gave work to somebody.
struct TreeEdge: Hashable, Sendable {
    let from: String
    let to: String
}

/// What an event tells of a tree: who is there, how one of them stands, and who gave work to whom.
struct TreeSign {
    /// Whom it is about.
    var agent: String?
    /// What that one is called, where it is told.
    var name: String?
    /// How that one stands; nil where the event does not tell.
    var status: String?
    /// Who gave work to whom.
    var edge: TreeEdge?
    /// What was done, in a word.
    var action: String

    /// Everybody it names.
    var agents: [String] {
        var agents: [String] = []
        for one in [edge?.from, edge?.to, agent] {
            if let one, one.isName, !agents.contains(one) { agents.append(one) }
        }
        return agents
    }

    init(_ event: Event) {
        agent = event.agent
        action = event.body.name
        read(event.body)
    }

    private mutating func read(_ body: Body) {
        switch body {
        case .agentStarted(let start):
            (name, status, action) = (start.name, "running", "agent_started")
            draw(start.parent, agent)
        case .agentUpdated(let update):
            status = update.status.map(ChatWords.word)
            action = update.task ?? update.message ?? "status"
        case .agentFinished(let finish): status = finish.hasFailed ? "error" : "done"
        case .agentPresence(let presence): status = presence.status == .active ? nil : presence.status.rawValue
        case .toolStarted(let start): (status, action) = ("running", start.tool)
        case .taskStarted(let report), .taskUpdated(let report): read(report, "running")
        case .taskFinished(let report): read(report, "done")
        case .threadOpened(let opened):
            action = "delegate"
            draw(opened.parent, opened.child)
        case .messageSent(let message): (agent, action) = (message.from, message.type ?? ChatWords.plainMessage)
        case .handoffMade(let handoff):
            action = handoff.type ?? "handoff"
            draw(handoff.from, handoff.to)
        default: break
        }
    }

    private mutating func read(_ report: TaskReport, _ usual: String) {
        agent = report.to ?? agent
        status = TimelineStatus.word(report.status, else: usual)
        action = report.name ?? report.action ?? "task"
        if !ActionWords.goesUp(report.action) { draw(report.from, report.to) }
    }

    private mutating func draw(_ from: String?, _ to: String?) {
        guard let from, let to, from != to, from.isName, to.isName else { return }
        edge = TreeEdge(from: from, to: to)
    }
}
