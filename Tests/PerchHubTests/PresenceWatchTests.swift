import PerchHub
import PerchModel
import Testing

/// Seconds since the watch began.
private func at(_ seconds: Int64) -> Timestamp {
    Timestamp(microseconds: 1_777_726_800_000_000 + seconds * 1_000_000)
}

private func event(_ body: Body, agent: String = "a1", happened: Int64? = nil, received: Int64, seq: Seq = 1) -> Event {
    Event(
        Draft(body, source: "native", project: "web", agent: agent, time: at(happened ?? received)), seq: seq,
        received: at(received))
}

private func presence(_ status: Presence, received: Int64) -> Event {
    event(.agentPresence(AgentPresence(status: status)), received: received)
}

private let sign = Body.toolStarted(ToolStarted(tool: "Bash"))

extension Draft {
    fileprivate var status: Presence? {
        if case .agentPresence(let change) = body { change.status } else { nil }
    }
}

@Suite struct PresenceWatchTests {
    private var watch = PresenceWatch(PresenceWatch.Patience(idle: 300_000_000, offline: 1_800_000_000), limit: 3)

    @Test func `An agent is idle after five minutes and offline after thirty, each asked for once`() {
        var watch = watch
        watch.note(event(sign, received: 0))
        #expect(watch.due(at: at(299)).isEmpty)
        #expect(watch.due(at: at(300)).map(\.status) == [.idle])
        #expect(watch.due(at: at(301)).isEmpty)
        watch.note(presence(.idle, received: 301))
        #expect(watch.due(at: at(1799)).isEmpty)
        let last = watch.due(at: at(1800))
        #expect(last.map(\.status) == [.offline])
        #expect(last[0].source == "watcher")
        #expect((last[0].project, last[0].agent) == ("web", "a1"))
        watch.note(presence(.offline, received: 1801))
        #expect(watch.due(at: at(100_000)).isEmpty)
    }

    @Test func `A sign of life starts the time anew`() {
        var watch = watch
        watch.note(event(sign, received: 0))
        #expect(watch.due(at: at(300)).count == 1)
        watch.note(presence(.idle, received: 300))
        watch.note(event(sign, received: 400))
        #expect(watch.due(at: at(699)).isEmpty)
        #expect(watch.due(at: at(700)).map(\.status) == [.idle])
    }

    @Test func `An explicit end asks for offline at once, and silence asks for nothing more`() {
        var watch = watch
        let end = event(.agentFinished(AgentFinished(outcome: "done")), received: 10)
        watch.note(end)
        #expect(watch.ended(by: end)?.status == .offline)
        #expect(watch.due(at: at(5000)).isEmpty)
    }

    @Test func `What could not be appended is asked for again`() {
        var watch = watch
        watch.note(event(sign, received: 0))
        let drafts = watch.due(at: at(300))
        #expect(watch.due(at: at(301)).isEmpty)
        watch.forget(asked: drafts)
        #expect(watch.due(at: at(301)) == drafts)
    }

    @Test func `A sender's clock that is off does not count, history does`() {
        var watch = watch
        watch.note(event(sign, agent: "slow", happened: -600, received: 0))
        watch.note(event(sign, agent: "fast", happened: 600, received: 0))
        #expect(watch.due(at: at(299)).isEmpty)
        #expect(watch.due(at: at(300)).count == 2)
        watch.note(event(sign, agent: "imported", happened: -86_400, received: 300))
        #expect(watch.due(at: at(300)).map(\.status) == [.idle])
        #expect(watch.due(at: at(359)).isEmpty)
        #expect(watch.due(at: at(360)).map(\.status) == [.offline])
    }

    @Test func `An old line that comes late takes no later sign of life back`() {
        var watch = watch
        watch.note(event(sign, agent: "busy", happened: 0, received: 0))
        watch.note(event(sign, agent: "busy", happened: -86_400, received: 1))
        #expect(watch.due(at: at(299)).isEmpty)
        #expect(watch.due(at: at(300)).map(\.status) == [.idle])
    }

    @Test func `An agent taken up from a view is watched like any other`() {
        var watch = watch
        watch.note(project: "web", agent: "known", seen: at(0), presence: .active)
        watch.note(project: "web", agent: "gone", seen: at(0), presence: .offline)
        #expect(watch.due(at: at(300)).map(\.agent) == ["known"])
    }

    @Test func `An agent that is offline is remembered no more, until it shows life`() {
        var watch = watch
        watch.note(event(sign, received: 0))
        watch.note(presence(.offline, received: 1800))
        #expect(watch.count == 0)
        watch.note(event(sign, received: 2000))
        #expect(watch.due(at: at(2300)).map(\.status) == [.idle])
    }

    @Test func `Of very many agents those that were seen last are remembered`() {
        var watch = watch
        for number in 0..<1000 { watch.note(event(sign, agent: "a\(number)", received: Int64(number))) }
        #expect((3...6).contains(watch.count))
        let remembered = Set(watch.due(at: at(1_299)).compactMap(\.agent))
        #expect(remembered.isSuperset(of: ["a997", "a998", "a999"]))
    }
}
