import PerchModel
import PerchViews
import Testing

@Suite struct `The agents view` {
    @Test func `An agent is known from the first event that names it, also as a parent`() {
        let world = World(
            Told(1, "a1", .agentStarted(AgentStarted(name: "Nora", role: "researcher", parent: "main", model: "opus"))),
            Told(2, nil, .logWritten(LogWritten(message: "no agent"))))
        #expect(world.keys(of: .agents) == ["web/a1", "web/main"])
        let nora = world.agent("web/a1")
        #expect(nora?.name == "Nora")
        #expect(nora?.parent == "main")
        #expect(nora?.presence == .active)
        #expect(nora?.status == .analyzing)
        #expect(nora?.started == .at(1))
        #expect(world.agent("web/main")?.events == 0)
    }

    @Test func `Tool calls are counted once, by their start or by an end without one`() {
        let world = World(
            Told(1, "a1", .toolStarted(ToolStarted(tool: "Bash", call: "c1", target: "/tmp"))),
            Told(1, "a1", .toolStarted(ToolStarted(tool: "Bash", call: "c1", target: "/tmp"))),
            Told(2, "a1", .toolStarted(ToolStarted(tool: "Read", call: "c2", target: "a.swift"))),
            Told(3, "a1", .toolFinished(ToolFinished(call: "c1", ok: false))),
            Told(4, "a1", .toolFinished(ToolFinished(call: "c1", ok: false))),
            Told(5, "a1", .toolFinished(ToolFinished(call: "lost", ok: true))))
        let row = world.agent("web/a1")
        #expect(row?.tools == 3)
        #expect(row?.running == 1)
        #expect(row?.failures == 1)
        #expect(row?.lastTool == "Read")
        #expect(row?.lastTarget == "a.swift")
        #expect(row?.events == 6)
        #expect(row?.status == .processing)
    }

    @Test(arguments: [(1.0, 3.0), (5.0, 5.0), (nil, 3.0)])
    func `The total an agent ends with counts only by what is above the sum`(total: Double?, cost: Double) {
        let world = World(
            Told(1, "a1", .usageAdded(UsageAdded(model: "opus", inputTokens: 10, outputTokens: 5, cost: 1))),
            Told(2, "a1", .usageAdded(UsageAdded(inputTokens: 1, cacheReadTokens: 7, cost: 2))),
            Told(3, "a1", .agentFinished(AgentFinished(outcome: "done", cost: total))))
        let row = world.agent("web/a1")
        #expect(row?.cost == cost)
        #expect(row?.inputTokens == 11)
        #expect(row?.outputTokens == 5)
        #expect(row?.cacheReadTokens == 7)
        #expect(row?.model == "opus")
        #expect(world.total("web/total")?.cost == cost)
        #expect(world.day("web/day/2026-05-02")?.cost == cost)
    }

    @Test func `Only presence events make an agent idle or offline, and any sign of life active again`() {
        var world = World(
            Told(1, "a1", .toolStarted(ToolStarted(tool: "Bash", call: "c1"))),
            Told(301, "a1", .agentPresence(AgentPresence(status: .idle, reason: "silent for 5 min"))))
        #expect(world.agent("web/a1")?.presence == .idle)
        #expect(world.agent("web/a1")?.status == .idle)
        #expect(world.agent("web/a1")?.lastActive == .at(1))
        #expect(world.agent("web/a1")?.presenceReason == "silent for 5 min")
        world.tell([Told(400, "a1", .toolFinished(ToolFinished(call: "c1")))])
        #expect(world.agent("web/a1")?.presence == .active)
        #expect(world.agent("web/a1")?.presenceReason == nil)
        #expect(world.agent("web/a1")?.lastActive == .at(400))
    }

    @Test func `An end is offline with an outcome; what trails behind does not bring it back, new work does`() {
        var world = World(
            Told(1, "a1", .agentStarted(AgentStarted())),
            Told(9, "a1", .agentFinished(AgentFinished(outcome: "fail", error: "boom"))),
            Told(10, "a1", .usageAdded(UsageAdded(inputTokens: 3))),
            Told(11, "a1", .agentPresence(AgentPresence(status: .idle))))
        #expect(world.agent("web/a1")?.presence == .offline)
        #expect(world.agent("web/a1")?.status == .error)
        #expect(world.agent("web/a1")?.outcome == "fail")
        #expect(world.agent("web/a1")?.duration == 8_000)
        #expect(world.agent("web/a1")?.inputTokens == 3)
        world.tell([Told(12, "a1", .toolStarted(ToolStarted(tool: "Bash")))])
        #expect(world.agent("web/a1")?.presence == .active)
        #expect(world.agent("web/a1")?.status == .processing)
        #expect(world.agent("web/a1")?.finished == nil)
        #expect(world.agent("web/a1")?.outcome == nil)
    }

    @Test func `What an agent says of itself stands until it says otherwise`() {
        let world = World(
            Told(1, "a1", .agentUpdated(AgentUpdated(status: .collaborating, progress: 40, message: "hi", task: "t"))),
            Told(2, "a1", .agentUpdated(AgentUpdated(progress: 400))), Told(3, "a1", .skillUsed(SkillUsed(skill: "x"))))
        let row = world.agent("web/a1")
        #expect(row?.status == .processing)
        #expect(row?.progress == 100)
        #expect(row?.message == "hi")
        #expect(row?.task == "t")
        #expect(row?.skills == 1)
    }

    @Test func `Agents of two projects are two, whatever they are called`() {
        let world = World(
            Told(1, "c", .skillUsed(SkillUsed(skill: "x")), project: "a/b"),
            Told(2, "b/c", .skillUsed(SkillUsed(skill: "x")), project: "a"))
        #expect(world.keys(of: .agents) == ["a%2Fb/c", "a/b/c"])
        #expect(world.agent("a%2Fb/c")?.project == "a/b")
        #expect(world.agent("a/b/c")?.agent == "b/c")
    }
}
