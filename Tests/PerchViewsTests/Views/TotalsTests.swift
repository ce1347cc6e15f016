import PerchJSON
import PerchModel
import PerchTesting
import PerchViews
import Testing

@Suite struct `The totals view` {
    @Test func `A project and the whole are summed up, and each day's cost by itself`() {
        let world = World(
            Told(0, "a", .usageAdded(UsageAdded(inputTokens: 10, cost: 0.5)), session: "s"),
            Told(1, "b", .toolStarted(ToolStarted(tool: "Bash", call: "c"))),
            Told(2, "b", .toolFinished(ToolFinished(call: "c", ok: false))),
            Told(3, "b", .agentFinished(AgentFinished())),
            Told(86_400, "c", .usageAdded(UsageAdded(outputTokens: 4, cost: 2)), project: "app"),
            Told(86_401, "c", .other(name: "custom", data: .emptyObject), project: "app"))
        let web = world.total("web/total")
        #expect(web?.agents == 2)
        #expect(web?.active == 1)
        #expect(web?.offline == 1)
        #expect(web?.finished == 1)
        #expect(web?.tools == 1)
        #expect(web?.failures == 1)
        #expect(web?.events == 4)
        #expect(web?.sessions == 1)
        let all = world.total("/total")
        #expect(all?.agents == 3)
        #expect(all?.events == 6)
        #expect(all?.unknown == 1)
        #expect(all?.cost == 2.5)
        #expect(all?.lastEvent == .at(86_401))
        #expect(world.day("/day/2026-05-02")?.cost == 0.5)
        #expect(world.day("/day/2026-05-03")?.cost == 2)
        #expect(world.day("app/day/2026-05-03")?.outputTokens == 4)
    }

    @Test(arguments: [61, 62, 63] as [UInt64], Run.allCases)
    func `The sums are what one gets by counting`(seed: UInt64, run: Run) {
        let world = World(folding: run.events(seed, 4_000), limits: run.limits)
        var agents: [String: [AgentRow]] = [:]
        for case .agent(let row) in world.rows(of: .agents).map(\.row) { agents[row.project, default: []].append(row) }
        var sessions: [String: [SessionRow]] = [:]
        for case .session(let row) in world.rows(of: .sessions).map(\.row) {
            sessions[row.project, default: []].append(row)
        }
        agents[""] = agents.values.flatMap { $0 }
        sessions[""] = sessions.values.flatMap { $0 }
        for case .total(let row) in world.rows(of: .totals).map(\.row) {
            let those = agents[row.project] ?? []
            #expect(row.agents == Int64(those.count))
            #expect(row.active == Int64(those.count { $0.presence == .active }))
            #expect(row.idle == Int64(those.count { $0.presence == .idle }))
            #expect(row.offline == Int64(those.count { $0.presence == .offline }))
            #expect(row.finished == Int64(those.count { $0.finished != nil }))
            #expect(row.sessions == Int64(sessions[row.project]?.count ?? 0))
            #expect(row.openSessions == Int64(sessions[row.project]?.count { $0.state == .active } ?? 0))
        }
        let waiting = world.count(of: .attention)
        #expect(world.total("/total")?.waiting == Int64(waiting))
    }
}
