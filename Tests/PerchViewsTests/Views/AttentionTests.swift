import PerchModel
import PerchViews
import Testing

@Suite struct `The attention view` {
    private let waiting = Told(
        1, "a", .attentionRaised(AttentionRaised(reason: .waiting, detail: "may it run rm?")), session: "s")

    @Test func `A reason stands since it was first raised, with the latest detail`() {
        let world = World(
            waiting, Told(2, "a", .attentionRaised(AttentionRaised(reason: .waiting, detail: "may it run mv?"))),
            Told(3, "a", .attentionRaised(AttentionRaised(reason: .budget))))
        let row = world.attention("web/waiting/a")
        #expect(row?.since == .at(1))
        #expect(row?.seq == 1)
        #expect(row?.session == "s")
        #expect(row?.detail == "may it run mv?")
        #expect(world.agent("web/a")?.attention == [.waiting, .budget])
        #expect(world.agent("web/a")?.status == .waiting)
        #expect(world.total("web/total")?.waiting == 2)
    }

    @Test func `The next activity ends a wait, and nothing else`() {
        var world = World(waiting, Told(2, "a", .attentionRaised(AttentionRaised(reason: .budget))))
        world.tell([Told(3, "a", .agentPresence(AgentPresence(status: .idle)))])
        #expect(world.keys(of: .attention) == ["web/waiting/a", "web/budget/a"])
        world.tell([Told(4, "a", .toolStarted(ToolStarted(tool: "Bash")))])
        #expect(world.keys(of: .attention) == ["web/budget/a"])
        #expect(world.agent("web/a")?.status == .processing)
        world.tell([Told(5, "a", .agentFinished(AgentFinished()))])
        #expect(world.keys(of: .attention) == [])
        #expect(world.agent("web/a")?.attention == [])
        #expect(world.total("web/total")?.waiting == 0)
    }

    @Test func `A reason is cleared by its own event, also one of no agent`() {
        var world = World(Told(1, nil, .attentionRaised(AttentionRaised(reason: .conflict, detail: "a.txt"))))
        #expect(world.attention("web/conflict/")?.detail == "a.txt")
        world.tell([Told(2, nil, .attentionCleared(AttentionCleared(reason: .conflict)))])
        #expect(world.keys(of: .attention) == [])
        #expect(world.total("web/total")?.waiting == 0)
    }
}
