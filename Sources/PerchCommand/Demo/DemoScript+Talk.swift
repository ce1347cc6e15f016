import PerchJSON
import PerchModel

/// Chats, collaborations, decisions, hand-offs, activities and memory.
extension DemoScript {
    /// A thread from its opening to its end: questions and answers.
    mutating func chat(_ agent: Int) -> Bool {
        guard let other = partner(of: agent) else { return false }
        meet(agent, other)
        let (thread, talk) = (id("thread"), random.pick(DemoWords.talks))
        let (one, two) = (agents[agent].id, agents[other].id)
        say(
            agent, after: 0.2,
            .threadOpened(ThreadOpened(thread: thread, run: agents[agent].session, parent: one, child: two)))
        for (index, line) in talk.lines.enumerated() {
            let asks = index % 2 == 0
            meet(agent, other)
            let message = MessageSent(
                thread: thread, from: asks ? one : two, to: asks ? two : one, content: line, message: id("message"),
                type: asks ? "question" : "answer")
            say(asks ? agent : other, after: random.time(around: 0.9), .messageSent(message))
        }
        meet(agent, other)
        say(agent, after: 0.3, .threadClosed(ThreadClosed(thread: thread, status: "completed", result: talk.result)))
        return true
    }

    /// The team begins to work together, or is done with it.
    mutating func collaborate(_ agent: Int) -> Bool {
        let team = agents[agent].team
        if teams[team].collaboration != nil {
            endCollaboration(of: team, by: agent)
            return true
        }
        let present = teams[team].members.filter { agents[$0].life == .alive }
        guard present.count > 1 else { return false }
        let collaboration = id("collaboration")
        teams[team].collaboration = collaboration
        let type = random.pick(["review", "pairing", "brainstorm", "incident"])
        say(
            agent, after: 0.2,
            .collaborationStarted(
                CollaborationStarted(
                    collaboration: collaboration, participants: present.prefix(5).map { agents[$0].id }, type: type)))
        say(agent, after: 0.8, decision(of: team))
        return true
    }

    mutating func endCollaboration(of team: Int, by agent: Int) {
        guard let collaboration = teams[team].collaboration else { return }
        teams[team].collaboration = nil
        // Who ends it may stand earlier in time than who began it.
        agents[agent].now = teams[team].members.map { agents[$0].now }.max() ?? agents[agent].now
        say(agent, after: 0.3, .collaborationEnded(CollaborationEnded(collaboration: collaboration)))
    }

    mutating func decide(_ agent: Int) -> Bool {
        guard teams[agents[agent].team].collaboration != nil else { return false }
        let team = agents[agent].team
        agents[agent].now = teams[team].members.map { agents[$0].now }.max() ?? agents[agent].now
        say(agent, after: 0.4, decision(of: team))
        return true
    }

    private mutating func decision(of team: Int) -> Body {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("confidence", Double(random.whole(60...99)) / 100)
            writer.field("votes", random.whole(2...5))
        }
        return .decisionRecorded(
            DecisionRecorded(
                decision: random.pick(DemoWords.decisions), collaboration: teams[team].collaboration,
                metadata: writer.text))
    }

    mutating func handOver(_ agent: Int) -> Bool {
        guard let other = partner(of: agent) else { return false }
        meet(agent, other)
        let (type, reason) = random.pick(DemoWords.handoffs)
        say(
            agent, after: 0.3,
            .handoffMade(HandoffMade(from: agents[agent].id, to: agents[other].id, type: type, reason: reason)))
        say(
            other, after: 0.5,
            .agentUpdated(AgentUpdated(status: .processing, message: "takes over: \(reason)", task: agents[other].task))
        )
        return true
    }

    /// Records an activity, or completes the one that is open.
    mutating func recordActivity(by agent: Int) {
        if let open = agents[agent].activity { return completeActivity(open, of: agent) }
        let activity = id("activity")
        agents[agent].activity = activity
        let related = partner(of: agent).map { [agents[$0].id] }
        say(
            agent, after: 0.2,
            .activityRecorded(
                ActivityRecorded(
                    type: random.pick(DemoWords.activities), activity: activity, department: agents[agent].department,
                    related: related)))
        if random.chance(0.7) { completeActivity(activity, of: agent) }
    }

    private mutating func completeActivity(_ activity: String, of agent: Int) {
        agents[agent].activity = nil
        say(agent, after: 1, .activityCompleted(ActivityCompleted(activity: activity, success: random.chance(0.93))))
    }

    mutating func remember(by agent: Int) {
        let item = random.pick(DemoWords.memories)
        let operation = random.pick(["create", "create", "update", "read", "delete"])
        say(agent, after: 0.2, .memoryChanged(MemoryChanged(operation: operation, item: item)))
    }
}
