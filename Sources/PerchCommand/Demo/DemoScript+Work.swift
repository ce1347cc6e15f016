import PerchModel

/// Tools, skills, usage, and what an agent says of itself.
extension DemoScript {
    mutating func useTool(by agent: Int) {
        let (call, output) = startTool(by: agent, after: 0.2)
        finishTool(call, by: agent, after: random.time(around: 1.1), output: output)
        if random.chance(0.3) { addUsage(of: agent, after: 0.1) }
    }

    /// Two calls at once, as agents do when they look around.
    mutating func useToolsTogether(by agent: Int) {
        let first = startTool(by: agent, after: 0.2)
        let second = startTool(by: agent, after: 0.05)
        finishTool(second.call, by: agent, after: random.time(around: 0.8), output: second.output)
        finishTool(first.call, by: agent, after: random.time(around: 0.5), output: first.output)
    }

    mutating func failTool(by agent: Int) {
        let call = id("call")
        let (command, error) = random.pick(DemoWords.failures)
        say(agent, after: 0.2, .toolStarted(ToolStarted(tool: "Bash", call: call, input: command)))
        say(agent, after: random.time(around: 1.5), .toolFinished(ToolFinished(call: call, ok: false, error: error)))
    }

    private mutating func startTool(by agent: Int, after beats: Double) -> (call: String, output: String) {
        let tool = random.pick(DemoWords.tools)
        let call = id("call")
        let file = random.pick(DemoWords.files)
        let (input, outputs) = random.pick(tool.calls)
        say(
            agent, after: beats,
            .toolStarted(
                ToolStarted(
                    tool: tool.name, call: call, input: input.isEmpty ? file : input,
                    target: tool.touchesFile ? file : nil)))
        return (call, random.pick(outputs))
    }

    private mutating func finishTool(_ call: String, by agent: Int, after beats: Double, output: String) {
        say(agent, after: beats, .toolFinished(ToolFinished(call: call, ok: true, output: output)))
    }

    mutating func useSkill(by agent: Int) {
        let skill = random.pick(DemoWords.skills)
        say(agent, after: 0.3, .skillUsed(SkillUsed(skill: skill, ok: random.chance(0.95))))
    }

    mutating func addUsage(of agent: Int, after beats: Double) {
        let model = agents[agent].model
        let input = Int64(random.whole(400...9_000))
        let output = Int64(random.whole(60...1_800))
        let cached = Int64(random.whole(0...40)) * 1_000
        let cost = model.cost(input: input, output: output, cached: cached)
        agents[agent].cost += cost
        say(
            agent, after: beats,
            .usageAdded(
                UsageAdded(
                    model: model.name, inputTokens: input, outputTokens: output, cacheReadTokens: cached,
                    cacheWriteTokens: random.chance(0.3) ? Int64(random.whole(1...6)) * 512 : 0, cost: cost)))
    }

    mutating func tellStatus(of agent: Int) {
        let status = random.pick([AgentStatus.analyzing, .processing, .processing, .collaborating, .waiting])
        say(
            agent, after: 0.2,
            .agentUpdated(
                AgentUpdated(
                    status: status, progress: (min(progress, 0.97) * 100).rounded(),
                    message: random.pick(DemoWords.thoughts),
                    task: agents[agent].task, feature: teams[agents[agent].team].lastFeature)))
    }

    mutating func rest(_ agent: Int) {
        say(agent, after: 0.4, .agentPresence(AgentPresence(status: .idle, reason: "waits for the next task")))
        say(agent, after: 2.5, .agentPresence(AgentPresence(status: .active, reason: "back to work")))
    }

    mutating func raiseAttention(of agent: Int) -> Bool {
        guard agents[agent].attention == nil else { return false }
        let (reason, detail) = random.pick(DemoWords.attention)
        agents[agent].attention = reason
        say(agent, after: 0.3, .attentionRaised(AttentionRaised(reason: reason, detail: detail)))
        agents[agent].now += 1.5
        return true
    }

    mutating func clearAttention(of agent: Int) -> Bool {
        guard let reason = agents[agent].attention else { return false }
        agents[agent].attention = nil
        say(
            agent, after: 0.8,
            .attentionCleared(AttentionCleared(reason: reason, detail: random.pick(DemoWords.relief))))
        return true
    }
}
