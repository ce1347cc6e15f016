import PerchModel
import PerchViews
import Testing

@Suite struct `The work view` {
    @Test func `A call runs from its start to its end`() {
        var world = World(
            Told(1, "a1", .toolStarted(ToolStarted(tool: "Bash", call: "c1", input: "ls", target: "/")), session: "s1"))
        #expect(world.work("web/call/a1/c1")?.state == .running)
        world.tell([Told(3.5, "a1", .toolFinished(ToolFinished(call: "c1", ok: true, output: "bin")))])
        let row = world.work("web/call/a1/c1")
        #expect(row?.state == .done)
        #expect(row?.name == "Bash")
        #expect(row?.input == "ls")
        #expect(row?.output == "bin")
        #expect(row?.session == "s1")
        #expect(row?.start == .at(1))
        #expect(row?.end == .at(3.5))
        #expect(row?.duration == 2_500)
    }

    @Test func `An end without a start still makes an item, which a late start completes`() {
        var world = World(
            Told(5, "a1", .toolFinished(ToolFinished(call: "c1", ok: false, duration: 2_000, error: "no"))))
        #expect(world.work("web/call/a1/c1")?.state == .failed)
        #expect(world.work("web/call/a1/c1")?.start == .at(3))
        world.tell([Told(3, "a1", .toolStarted(ToolStarted(tool: "Bash", call: "c1")))])
        #expect(world.work("web/call/a1/c1")?.state == .failed)
        #expect(world.work("web/call/a1/c1")?.name == "Bash")
        #expect(world.work("web/call/a1/c1")?.error == "no")
        #expect(world.agent("web/a1")?.running == 0)
        #expect(world.agent("web/a1")?.tools == 1)
    }

    @Test(arguments: [
        Body.agentFinished(AgentFinished(outcome: "done")), .agentPresence(AgentPresence(status: .offline)),
    ])
    func `What an agent leaves running is abandoned, and done after all when its end comes late`(end: Body) {
        var world = World(
            Told(1, "a1", .toolStarted(ToolStarted(tool: "Bash", call: "c1"))),
            Told(1, "boss", .taskStarted(TaskReport(task: "t1", from: "boss", to: "a1"))),
            Told(1, "b1", .toolStarted(ToolStarted(tool: "Bash", call: "c1"))),
            Told(4, "a1", end))
        #expect(world.work("web/call/a1/c1")?.state == .abandoned)
        #expect(world.work("web/call/a1/c1")?.end == .at(4))
        #expect(world.work("web/task/t1")?.state == .abandoned)
        #expect(world.work("web/call/b1/c1")?.state == .running)
        #expect(world.agent("web/a1")?.running == 0)
        world.tell([Told(5, "a1", .toolFinished(ToolFinished(call: "c1", ok: true)))])
        #expect(world.work("web/call/a1/c1")?.state == .done)
        #expect(world.agent("web/a1")?.running == 0)
    }

    @Test func `A call without an id is a moment, and an id used again is a new call`() {
        let world = World(
            Told(1, "a1", .toolStarted(ToolStarted(tool: "Bash"))),
            Told(2, "a1", .toolStarted(ToolStarted(tool: "Bash", call: "c"))),
            Told(3, "a1", .toolFinished(ToolFinished(call: "c"))),
            Told(4, "a1", .toolStarted(ToolStarted(tool: "Read", call: "c"))))
        #expect(world.work("web/call/a1/#1")?.state == .done)
        #expect(world.work("web/call/a1/c")?.state == .running)
        #expect(world.work("web/call/a1/c")?.name == "Read")
        #expect(world.agent("web/a1")?.tools == 3)
    }

    @Test func `A task tells who gave it to whom and how far it is`() {
        var world = World(
            Told(
                1, "boss", .taskStarted(TaskReport(task: "t1", name: "build", from: "boss", to: "kid", action: "make"))),
            Told(2, "kid", .taskUpdated(TaskReport(task: "t1", progress: 50, status: "running"))))
        #expect(world.work("web/task/t1")?.state == .running)
        #expect(world.work("web/task/t1")?.progress == 50)
        world.tell([Told(9, "kid", .taskFinished(TaskReport(task: "t1", status: "failed")))])
        let row = world.work("web/task/t1")
        #expect(row?.state == .failed)
        #expect(row?.from == "boss")
        #expect(row?.to == "kid")
        #expect(row?.action == "make")
        #expect(row?.duration == 8_000)
    }
}
