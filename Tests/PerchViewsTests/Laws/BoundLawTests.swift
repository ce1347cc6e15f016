import PerchJSON
import PerchModel
import PerchTesting
import PerchViews
import Testing

/// Nothing grows without end, and nothing that was let go of is spoken of any more.
@Suite struct `Bounds of the world` {
    @Test(arguments: [71, 72] as [UInt64])
    func `No table ever holds more than its limit`(seed: UInt64) {
        let limits = Limits.tight
        var world = World(limits: limits)
        for event in Run.flooded.events(seed, 2_500) {
            world.fold([event])
            #expect(world.count(of: .agents) <= limits.agents)
            #expect(world.count(of: .graph) <= limits.agents)
            #expect(world.count(of: .work) <= limits.work)
            #expect(world.count(of: .chat) <= limits.threads + limits.messages)
            #expect(world.count(of: .sessions) <= limits.sessions + limits.outputs + limits.logs)
            #expect(
                world.count(of: .collaboration) <= limits.activities + limits.collaborations + limits.decisions
                    + limits.memories + limits.handoffs)
            #expect(world.count(of: .features) <= limits.features + limits.projects)
            #expect(world.count(of: .attention) <= limits.attention)
        }
        var ended = 0
        for case .agent(let row) in world.rows(of: .agents).map(\.row) where row.presence == .offline { ended += 1 }
        #expect(ended <= limits.endedAgents)
    }

    @Test func `What ended longest ago goes first, then what has been silent longest`() {
        var limits = Limits()
        limits.agents = 3
        var world = World(
            limits: limits,
            Told(1, "old", .skillUsed(SkillUsed(skill: "x"))), Told(2, "busy", .skillUsed(SkillUsed(skill: "x"))),
            Told(3, "done", .agentFinished(AgentFinished())), Told(4, "old", .skillUsed(SkillUsed(skill: "x"))),
            Told(5, "new", .skillUsed(SkillUsed(skill: "x"))))
        #expect(world.keys(of: .agents) == ["web/old", "web/busy", "web/new"])
        world.tell([Told(6, "newer", .skillUsed(SkillUsed(skill: "x")))])
        #expect(world.keys(of: .agents) == ["web/old", "web/new", "web/newer"])
    }

    @Test func `Long messages are let go of by their bytes`() {
        var limits = Limits()
        limits.messageBytes = 150_000
        var world = World(limits: limits)
        let long = String(repeating: "x", count: 60_000)
        world.tell(
            (1...5).map {
                Told(
                    Double($0), "a",
                    .messageSent(MessageSent(thread: "t", from: "a", to: "b", content: long, message: "m\($0)")))
            })
        #expect(world.keys(of: .chat) == ["web/thread/t", "web/message/m4", "web/message/m5"])
        #expect(world.thread("web/thread/t")?.messages == 5)
    }

    @Test(arguments: [81, 82] as [UInt64])
    func `Reasons for attention and running calls are told of only while they stand`(seed: UInt64) {
        let world = World(folding: Run.flooded.events(seed, 4_000), limits: .tight)
        var running: [String: Int64] = [:]
        for case .work(let row) in world.rows(of: .work).map(\.row) where row.state == .running && row.type == .call {
            running[RowKey.joined(row.project, row.agent ?? ""), default: 0] += 1
        }
        var reasons = 0
        for case .agent(let row) in world.rows(of: .agents).map(\.row) {
            #expect(row.running == running[row.key, default: 0])
            for reason in row.attention {
                reasons += 1
                #expect(world.row(.attention, RowKey.joined(row.project, reason.rawValue, row.agent)) != nil)
            }
        }
        let ofNone = world.keys(of: .attention).filter { $0.hasSuffix("/") }.count
        #expect(world.count(of: .attention) == reasons + ofNone)
    }

    @Test func `An unknown kind changes nothing but counters and signs of life`() {
        var world = World(folding: Run.usual.events(91, 800))
        let before = world.picture
        world.tell([Told(1_000_000, "agent-1", .other(name: "new.kind", data: .emptyObject), project: "project-1")])
        let after = world.picture
        for view in ViewName.allCases where ![.agents, .graph, .totals].contains(view) {
            #expect(after[view] == before[view])
        }
        #expect(world.total("/total")?.unknown ?? 0 > 0)
    }

    @Test(arguments: [101, 102, 103] as [UInt64])
    func `It does not matter in which order independent agents report`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let first = Self.story(of: "a"), second = Self.story(of: "b")
        var (left, right) = (first[...], second[...])
        var mixed: [Told] = []
        while let next = random.once(in: 2) ? left.popFirst() ?? right.popFirst() : right.popFirst() ?? left.popFirst()
        {
            mixed.append(next)
        }
        var apart = World()
        apart.tell(first + second)
        var together = World()
        together.tell(mixed)
        #expect(apart.picture == together.picture)
    }

    /// What one agent does, told with ids of its own. Nothing in it shows the numbers of events.
    private static func story(of agent: String) -> [Told] {
        [
            Told(1, agent, .agentStarted(AgentStarted(name: agent, parent: "main-\(agent)")), session: agent),
            Told(2, agent, .toolStarted(ToolStarted(tool: "Bash", call: "c")), session: agent),
            Told(3, agent, .usageAdded(UsageAdded(inputTokens: 4, cost: 0.25)), session: agent),
            Told(4, agent, .toolFinished(ToolFinished(call: "c", ok: false)), session: agent),
            Told(5, agent, .agentUpdated(AgentUpdated(progress: 10, feature: "f-\(agent)")), session: agent),
            Told(6, agent, .taskStarted(TaskReport(task: "t-\(agent)")), session: agent),
            Told(7, agent, .agentFinished(AgentFinished(outcome: "done", cost: 1)), session: agent),
        ]
    }
}
