import PerchModel
import PerchViews
import Testing

@Suite struct `The graph view` {
    @Test func `A child hangs under its parent, counts its tools and dies with an outcome`() {
        let world = World(
            Told(1, "kid", .agentStarted(AgentStarted(role: "researcher", parent: "main", model: "haiku", call: "c0"))),
            Told(2, "kid", .toolStarted(ToolStarted(tool: "Bash", call: "c1"))),
            Told(3, "kid", .toolStarted(ToolStarted(tool: "Read", call: "c2"))),
            Told(6, "kid", .agentFinished(AgentFinished(outcome: "functional", toolCount: 5))))
        let kid = world.node("web/kid")
        #expect(kid?.parent == "main")
        #expect(kid?.call == "c0")
        #expect(kid?.model == "haiku")
        #expect(kid?.state == .done)
        #expect(kid?.outcome == "functional")
        #expect(kid?.tools == 5)
        #expect(kid?.lastTool == "Read")
        #expect(kid?.lastToolAt == .at(3))
        #expect(kid?.spawned == .at(1))
        #expect(kid?.ended == .at(6))
        #expect(kid?.duration == 5_000)
        #expect(world.node("web/main")?.state == .alive)
    }

    @Test func `An agent that goes silent for good is done without an outcome, and alive when it comes back`() {
        var world = World(
            Told(1, "a1", .agentStarted(AgentStarted())),
            Told(1_801, "a1", .agentPresence(AgentPresence(status: .offline))))
        #expect(world.node("web/a1")?.state == .done)
        #expect(world.node("web/a1")?.outcome == nil)
        #expect(world.node("web/a1")?.ended == .at(1_801))
        world.tell([Told(1_900, "a1", .usageAdded(UsageAdded(inputTokens: 1)))])
        #expect(world.node("web/a1")?.state == .alive)
        #expect(world.node("web/a1")?.ended == nil)
    }

    @Test func `No agent becomes its own ancestor`() {
        let world = World(
            Told(1, "a", .agentStarted(AgentStarted(parent: "a"))),
            Told(2, "b", .agentStarted(AgentStarted(parent: "a"))),
            Told(3, "c", .agentStarted(AgentStarted(parent: "b"))),
            Told(4, "a", .agentStarted(AgentStarted(parent: "c"))))
        #expect(world.node("web/a")?.parent == nil)
        #expect(world.node("web/b")?.parent == "a")
        #expect(world.node("web/c")?.parent == "b")
    }
}
