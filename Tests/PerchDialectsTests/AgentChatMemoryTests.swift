import PerchModel
import PerchTesting
import Testing

@testable import PerchDialects

@Suite struct AgentChatMemoryTests {
    private func opened(_ thread: String, run: String) -> Event {
        let body = Body.threadOpened(ThreadOpened(thread: thread, run: run))
        return Event(Draft(body, source: "native", session: "s"), seq: 1, received: .earliest)
    }

    @Test func `Of too many conversations the oldest go by their session`() {
        var runs = ThreadRuns(.all)
        let events = (0..<3 * ThreadRuns.limit).map { opened("t\($0)", run: "r\($0)") }
        for event in events { runs.learn(event) }
        let known = events.filter { runs.run(of: $0) != "s" }
        #expect(known.count == ThreadRuns.limit)
        #expect(runs.run(of: events[events.count - ThreadRuns.limit - 1]) == "s")
        #expect(runs.run(of: events[events.count - ThreadRuns.limit]) == "r\(events.count - ThreadRuns.limit)")
    }

    @Test func `A conversation of an endless name is not kept in mind`() {
        var runs = ThreadRuns(.all)
        let long = String(repeating: "x", count: 5000)
        for event in [opened(long, run: "r"), opened("t", run: long)] {
            runs.learn(event)
            #expect(runs.run(of: event) == "s")
        }
    }

    @Test func `Ranks that are known stay while too many others come`() {
        var ranks = AgentRanks(ActionBoard(EmptyPicture(), project: nil))
        ranks.note("kid", under: "boss")
        for number in 0..<30_000 { ranks.note("a\(number)", under: "kid") }
        #expect(ranks["kid"] == 1 && ranks["a0"] == 2)
        #expect(ranks["a29999"] == 0)
    }
}
