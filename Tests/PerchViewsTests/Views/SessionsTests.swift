import PerchModel
import PerchViews
import Testing

@Suite struct `The sessions view` {
    @Test func `A session has phases, agents, outputs, logs and an end`() {
        var world = World(
            Told(1, nil, .sessionStarted(SessionStarted(query: "why?")), session: "s1"),
            Told(2, "a", .agentStarted(AgentStarted()), session: "s1"),
            Told(3, "b", .toolStarted(ToolStarted(tool: "Bash")), session: "s1"),
            Told(3, "a", .sessionUpdated(SessionUpdated(phase: "synthesis", progress: 60)), session: "s1"),
            Told(4, "a", .sessionOutput(SessionOutput(content: "so", type: "final_result")), session: "s1"),
            Told(5, "a", .logWritten(LogWritten(message: "line", level: "info", logger: "crew")), session: "s1"))
        let open = world.session("web/session/s1")
        #expect(open?.query == "why?")
        #expect(open?.phase == "synthesis")
        #expect(open?.progress == 60)
        #expect(open?.agents == ["a", "b"])
        #expect(open?.agentCount == 2)
        #expect(open?.tools == 1)
        #expect(open?.events == 6)
        #expect(world.keys(of: .sessions) == ["web/session/s1", "web/output/5", "web/log/6"])
        world.tell([Told(9, nil, .sessionFinished(SessionFinished(ok: false, error: "bad")), session: "s1")])
        #expect(world.session("web/session/s1")?.state == .finished)
        #expect(world.session("web/session/s1")?.ok == false)
        #expect(world.session("web/session/s1")?.finished == .at(9))
        #expect(world.total("web/total")?.sessions == 1)
        #expect(world.total("web/total")?.openSessions == 0)
    }

    @Test func `One loud session does not push out the lines of another`() {
        var limits = Limits()
        limits.logsPerSession = 3
        var world = World(limits: limits, Told(0, nil, .logWritten(LogWritten(message: "quiet")), session: "q"))
        world.tell((1...9).map { Told(Double($0), nil, .logWritten(LogWritten(message: "\($0)")), session: "loud") })
        let logs = world.keys(of: .sessions).filter { $0.hasPrefix("web/log/") }
        #expect(logs == ["web/log/1", "web/log/8", "web/log/9", "web/log/10"])
        #expect(world.session("web/session/loud")?.logs == 9)
    }
}
