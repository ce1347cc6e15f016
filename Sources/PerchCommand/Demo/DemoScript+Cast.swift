import PerchModel

/// Who takes part, and how they come and go.
extension DemoScript {
    /// One team for every six agents; the first agents lead them.
    mutating func castAgents() {
        let count = max(1, min(plan.agents, budget / 10))
        let leads = max(1, (count + 5) / 6)
        for index in 0..<count {
            agents.append(cast(index, of: count, leads: leads))
            if index < leads {
                let session = agents[index].session
                let prefix = ["web", "api", "data", "core", "docs", "ops"][index % 6]
                let query = DemoWords.queries[(index + random.below(3)) % DemoWords.queries.count]
                teams.append(DemoTeam(lead: index, session: session, query: query, featurePrefix: prefix))
            }
            teams[index % leads].members.append(index)
        }
    }

    private mutating func cast(_ index: Int, of count: Int, leads: Int) -> DemoAgent {
        let team = index % leads
        let job =
            index < leads ? DemoWords.leadJob : DemoWords.jobs[(index - leads + random.below(2)) % DemoWords.jobs.count]
        let name = DemoWords.names[index % DemoWords.names.count]
        let again = index / DemoWords.names.count
        let tag = again == 0 ? "" : "-\(again + 1)"
        let part = Double(index - leads + 1) / Double(max(1, count - leads))
        return DemoAgent(
            id: "\(name.lowercased())\(tag)-\(plan.run)", name: name + tag, role: job.role, department: job.department,
            model: random.pick(DemoModel.all), session: "session-\(team + 1)-\(plan.run)", team: team,
            branch: "\(job.role)/\(name.lowercased())",
            spawnsAt: index < leads ? 0 : 0.01 + 0.3 * part, endsAt: index < leads ? 2 : 0.7 + 0.25 * random.unit())
    }

    /// A lead begins the team's session.
    mutating func openTeam(_ team: Int) {
        let lead = teams[team].lead
        agents[lead].now = Double(team) * 0.7
        let agent = agents[lead]
        agents[lead].life = .alive
        say(lead, after: 0, .sessionStarted(SessionStarted(query: teams[team].query)))
        say(
            lead, after: 0.1,
            .agentStarted(
                AgentStarted(
                    name: agent.name, role: agent.role, model: agent.model.name, department: agent.department,
                    promptPreview: teams[team].query, branch: "main")))
        advancePhase(team)
        openFeature(by: lead)
    }

    /// Spawns whose time has come, and lets go whose work is done.
    mutating func spawnAndRetire() {
        for index in agents.indices {
            if agents[index].life == .unborn, progress >= agents[index].spawnsAt { spawn(index) }
            if agents[index].life == .alive, progress >= agents[index].endsAt { retire(index) }
        }
    }

    private mutating func spawn(_ index: Int) {
        let lead = teams[agents[index].team].lead
        let call = id("call")
        let task = random.pick(DemoWords.tasks)
        say(
            lead, after: 0.3,
            .toolStarted(ToolStarted(tool: "Task", call: call, input: "\(agents[index].role): \(task)")))
        agents[index].life = .alive
        agents[index].now = agents[lead].now
        agents[index].spawnCall = call
        let agent = agents[index]
        say(
            index, after: 0.2,
            .agentStarted(
                AgentStarted(
                    name: agent.name, role: agent.role, parent: agents[lead].id, model: agent.model.name,
                    department: agent.department, call: call, promptPreview: task, branch: agent.branch)))
        assign(task, to: index, from: lead)
    }

    /// An agent ends what it has open, says how it went, and its lead takes note.
    mutating func retire(_ index: Int) {
        endOpenThings(of: index)
        let failed = random.chance(0.06)
        let agent = agents[index]
        say(
            index, after: 0.2,
            .agentFinished(
                AgentFinished(
                    outcome: failed ? "error" : "done", cost: DemoModel.rounded(agent.cost),
                    error: failed ? "gave up after three attempts" : nil)))
        agents[index].life = .gone
        guard let call = agent.spawnCall else { return }
        let lead = teams[agent.team].lead
        meet(lead, index)
        say(
            lead, after: 0.1,
            .toolFinished(
                ToolFinished(
                    call: call, ok: !failed, output: failed ? nil : "\(agent.name) reports: done",
                    error: failed ? "sub-agent failed" : nil)))
    }

    /// Ends everything: members first, then leads and their sessions.
    mutating func closeAll() {
        for index in agents.indices where agents[index].life == .alive && agents[index].spawnCall != nil {
            retire(index)
        }
        for team in teams.indices {
            let lead = teams[team].lead
            agents[lead].now = teams[team].members.map { agents[$0].now }.max() ?? agents[lead].now
            endCollaboration(of: team, by: lead)
            retire(lead)
            say(lead, after: 0.2, .sessionUpdated(SessionUpdated(phase: "done", progress: 100)))
            say(lead, after: 0.1, .sessionFinished(SessionFinished(ok: true)))
        }
    }

    private mutating func endOpenThings(of index: Int) {
        if let reason = agents[index].attention {
            say(index, after: 0.2, .attentionCleared(AttentionCleared(reason: reason, detail: "went on by itself")))
            agents[index].attention = nil
        }
        if let activity = agents[index].activity {
            say(index, after: 0.1, .activityCompleted(ActivityCompleted(activity: activity, success: true)))
            agents[index].activity = nil
        }
        if agents[index].task != nil { finishTask(of: index) }
    }
}
