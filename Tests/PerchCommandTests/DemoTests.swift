import PerchJSON
import PerchModel
import Testing

@testable import PerchCommand

private func plan(
    seed: UInt64 = 1, agents: Int = 12, rate: Double = 10, seconds: Double = 60, run: String = "demo"
) -> DemoPlan {
    var plan = DemoPlan()
    (plan.seed, plan.agents, plan.rate, plan.seconds, plan.run) = (seed, agents, rate, seconds, run)
    return plan
}

@Suite struct DemoTests {
    @Test(arguments: [1, 2, 99] as [UInt64])
    func `The same seed gives exactly the same run, another seed another one`(seed: UInt64) {
        #expect(plan(seed: seed).timeline() == plan(seed: seed).timeline())
        #expect(plan(seed: seed).timeline() != plan(seed: seed + 1).timeline())
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `All kinds occur in a default run`(seed: UInt64) {
        let told = Set(plan(seed: seed).timeline().compactMap(\.draft.body.kind))
        #expect(Set(Kind.allCases).subtracting(told) == [])
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64], [1, 2, 7, 40])
    func `Every end has a start before it, and every start its end`(seed: UInt64, agents: Int) {
        var open: Set<String> = []
        var faults: [String] = []
        for event in plan(seed: seed, agents: agents, rate: 20).timeline() {
            switch DemoEdge(event.draft) {
            case .start(let thing): if !open.insert(thing).inserted { faults.append("twice: \(thing)") }
            case .end(let thing): if open.remove(thing) == nil { faults.append("never began: \(thing)") }
            case .during(let thing): if !open.contains(thing) { faults.append("not open: \(thing)") }
            case .none: break
            }
        }
        #expect(faults == [])
        #expect(open == [])
    }

    @Test(arguments: [(10.0, 60.0, 12), (2, 30, 3), (100, 20, 30), (0.5, 60, 12), (50, 10, 1)])
    func `The count follows the rate, and every part of the run has its share`(
        rate: Double, seconds: Double, agents: Int
    ) {
        let events = plan(agents: agents, rate: rate, seconds: seconds).timeline()
        let expected = rate * seconds
        #expect(Double(events.count) > expected * 0.85 - 12 && Double(events.count) < expected * 1.15 + 12)
        let firstHalf = events.count { Double($0.offset) < seconds * 500_000 }
        #expect(Double(firstHalf) > Double(events.count) * 0.35 && Double(firstHalf) < Double(events.count) * 0.65)
    }

    @Test func `Time only goes forward and stays within the run`() {
        let events = plan().timeline()
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.offset <= $1.offset })
        #expect(events.allSatisfy { $0.offset >= 0 && $0.offset <= 60_000_000 })
    }

    @Test func `Ids are made of run and seed, and differ`() {
        let events = plan(seed: 7, run: "r9").timeline()
        #expect(Set(events.compactMap(\.draft.id)).count == events.count)
        #expect(events.first?.draft.id == "r9-7-1")
        #expect(events.allSatisfy { $0.draft.agent?.hasSuffix("-r9") == true })
    }

    @Test func `Sub-agents are spawned by a call of their parent`() {
        var calls: [String: String] = [:]
        var spawned = 0
        for event in plan().timeline() {
            if case .toolStarted(let payload) = event.draft.body { calls[payload.call ?? ""] = event.draft.agent }
            guard case .agentStarted(let payload) = event.draft.body, let parent = payload.parent else { continue }
            spawned += 1
            #expect(calls[payload.call ?? ""] == parent)
        }
        #expect(spawned == 10)
    }

    @Test func `A tool's duration is the time between its two events`() {
        var began: [String: Int64] = [:]
        for event in plan().timeline() {
            if case .toolStarted(let payload) = event.draft.body { began[payload.call ?? ""] = event.offset }
            guard case .toolFinished(let payload) = event.draft.body, let start = began[payload.call] else { continue }
            #expect(payload.duration == Double((event.offset - start) / 1_000))
        }
    }

    @Test func `The generator is SplitMix64`() {
        var random = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<3).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }

    @Test(arguments: [1, 50, 300, 599])
    func `A run that is broken off ends what is open, and nothing else`(count: Int) {
        let events = plan().timeline()
        let endings = DemoEvent.endings(of: events, after: count, at: 7)
        var open: Set<String> = []
        for event in events.prefix(count) + endings {
            switch DemoEdge(event.draft) {
            case .start(let thing): open.insert(thing)
            case .end(let thing): #expect(open.remove(thing) != nil)
            case .during, .none: break
            }
        }
        #expect(open == [])
        #expect(endings.allSatisfy { $0.offset == 7 })
    }

    @Test func `An event's line is what the native protocol takes`() throws {
        let start = Timestamp(microseconds: 1_777_726_800_000_000)
        for event in plan().timeline() {
            let object = try JSONParser().parse(event.line(start: start)).object()
            var draft = try Draft(sent: object, source: "native")
            #expect(draft.time == start.advanced(by: event.offset))
            (draft.time, draft.data) = (nil, nil)
            #expect(draft == event.draft)
        }
    }
}
