import PerchLog
import PerchModel
import PerchTesting
import Testing

@Suite struct `Pages of any log` {
    @Test(arguments: LogKind.allCases)
    func `Pages go forward and back, and their next leads on without a hole`(kind: LogKind) async throws {
        try await kind.withLog { log async throws in
            _ = try await log.append(Entries.entries(1_000))
            for newestFirst in [false, true] {
                for limit in [1, 333, 999, 1_000, 1_001] {
                    var seqs: [Seq] = []
                    var query = EventQuery(limit: limit, newestFirst: newestFirst)
                    var pages = 0
                    while true {
                        let page = try await log.page(query)
                        #expect(page.seqs.count == page.lines.count && page.seqs.count <= limit)
                        seqs += page.seqs
                        pages += 1
                        guard let next = page.next else { break }
                        if newestFirst { query.before = next } else { query.after = next }
                    }
                    #expect(seqs == (newestFirst ? (1...1_000).reversed() : Array(1...1_000)))
                    #expect(pages == (1_000 + limit - 1) / limit)
                }
            }
        }
    }

    @Test(arguments: LogKind.allCases)
    func `A page keeps to its bounds`(kind: LogKind) async throws {
        try await kind.withLog { log async throws in
            _ = try await log.append(Entries.entries(20))
            #expect(try await log.page(EventQuery(after: 5, before: 9)).seqs == [6, 7, 8])
            #expect(try await log.page(EventQuery(after: 5, before: 6)).seqs == [])
            #expect(try await log.page(EventQuery(after: 19)).seqs == [20])
            #expect(try await log.page(EventQuery(after: 20)).seqs == [])
            #expect(try await log.page(EventQuery(after: .max)).seqs == [])
            #expect(try await log.page(EventQuery(after: .min, before: .min)).seqs == [])
            #expect(try await log.page(EventQuery(limit: 0)).seqs == [])
            #expect(try await log.page(EventQuery(after: 2, before: 8, limit: 2, newestFirst: true)).seqs == [7, 6])
        }
    }

    @Test(arguments: LogKind.allCases)
    func `Fields are matched exactly, kinds by their beginning too`(kind: LogKind) async throws {
        try await kind.withLog { log async throws in
            _ = try await log.append([
                Entries.entry(project: "web", session: "s\"1", agent: "a"),
                Entries.entry(project: "web\n", agent: "ä"),
                Entries.entry(project: "we", session: "s\"1"),
            ])
            func seqs(_ filter: EventFilter) async throws -> [Seq] {
                try await log.page(EventQuery(filter: filter)).seqs
            }
            #expect(try await seqs(EventFilter(project: "web")) == [1])
            #expect(try await seqs(EventFilter(project: "web\n")) == [2])
            #expect(try await seqs(EventFilter(session: "s\"1")) == [1, 3])
            #expect(try await seqs(EventFilter(agent: "ä")) == [2])
            #expect(try await seqs(EventFilter(kinds: ["log.*"])) == [1, 2, 3])
            #expect(try await seqs(EventFilter(kinds: ["tool.*", "log.written"], agent: "a")) == [1])
            #expect(try await seqs(EventFilter(kinds: ["log"])) == [])
            #expect(try await seqs(EventFilter(kinds: ["*"], project: "we")) == [3])
        }
    }
}
