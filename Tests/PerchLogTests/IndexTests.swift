import PerchLog
import PerchModel
import PerchTesting
import Testing

@Suite struct `The index` {
    @Test(arguments: [1, 2] as [UInt64])
    func `Gives the same pages as reading every line`(seed: UInt64) async throws {
        var random = RandomEvents(seed: seed)
        let folder = TemporaryFolder()
        let log = try SQLiteEventLog(SQLiteLogOptions(folder: folder.path))
        let plain = MemoryEventLog()
        // Two whole blocks and some more of columns, words to another place, and a tail that has neither.
        for part in [5_000, 4_000, 700] {
            for _ in 0..<part / 100 {
                let entries = (0..<100).map { _ in random.entry() }
                _ = try await log.append(entries, mark: nil)
                _ = try await plain.append(entries, mark: nil)
            }
            await log.indexCaughtUp()
            for _ in 0..<20 {
                let query = random.query(last: plain.last)
                let expected = try await plain.page(query)
                let page = try await log.page(query)
                #expect(page.seqs == expected.seqs && page.next == expected.next, "\(query)")
                #expect(page.lines.count == page.seqs.count)
            }
        }
        await log.close()
    }

    @Test func `Words are found by their beginning, in any case and any script, but not in names of fields`()
        async throws
    {
        let folder = TemporaryFolder()
        let log = try SQLiteEventLog(SQLiteLogOptions(folder: folder.path))
        let long = String(repeating: "ä", count: 60)
        _ = try await log.append(
            [
                Entries.entry("The Build FAILED in état-major: x_y 42nd", agent: "Bob"),
                Entries.entry("Привет МИР " + long + "x"),
                Entries.entry(long + "y"),
            ], mark: nil)
        func seqs(_ words: String...) async throws -> [Seq] {
            try await log.page(EventQuery(limit: 10, filter: EventFilter(words: words))).seqs.filter { $0 <= 3 }
        }
        for _ in 0..<2 {
            #expect(try await seqs("fail") == [1])
            #expect(try await seqs("BUILD the") == [1])
            #expect(try await seqs("ÉTAT", "major", "bo") == [1])
            #expect(try await seqs("y", "42") == [1])
            #expect(try await seqs("ailed") == [])
            #expect(try await seqs("мир") == [2])
            #expect(try await seqs(long) == [2, 3])
            #expect(try await seqs(long + "y") == [3])
            #expect(try await seqs("message") == [])
            #expect(try await seqs("log", "written", "web").count == 3)
            #expect(try await seqs("?!") == [1, 2, 3])
            // The second time the same is answered by the index.
            _ = try await log.append((0..<2_000).map { _ in Entries.entry("0") }, mark: nil)
            await log.indexCaughtUp()
        }
        await log.close()
    }

    @Test func `An index of another log is made again`() async throws {
        let folder = TemporaryFolder()
        let other = TemporaryFolder()
        for (folder, agent) in [(folder, "one"), (other, "two")] {
            let log = try SQLiteEventLog(SQLiteLogOptions(folder: folder.path))
            _ = try await log.append((0..<5_000).map { _ in Entries.entry(agent: agent) }, mark: nil)
            try await log.save(Checkpoint(seq: 5_000, format: 1, state: [1]))
            await log.indexCaughtUp()
            await log.close()
        }
        try TestFile.copy(other.file("derived.db"), to: folder.file("derived.db"))
        let log = try SQLiteEventLog(SQLiteLogOptions(folder: folder.path))
        #expect(try await log.checkpoint(atOrBefore: 9_999, format: 1) == nil)
        await log.indexCaughtUp()
        #expect(try await log.page(EventQuery(limit: 3, filter: EventFilter(agent: "one"))).seqs == [1, 2, 3])
        #expect(try await log.page(EventQuery(limit: 3, filter: EventFilter(agent: "two"))).seqs == [])
        await log.close()
    }

    @Test func `An index that is gone, damaged or ahead of the log is made again`() async throws {
        let folder = TemporaryFolder()
        func filled() async throws {
            let log = try SQLiteEventLog(SQLiteLogOptions(folder: folder.path))
            if log.last < 5_000 {
                _ = try await log.append((0..<5_000).map { Entries.entry(agent: "a\($0 % 3)") }, mark: nil)
            }
            await log.indexCaughtUp()
            let page = try await log.page(EventQuery(after: 100, limit: 2, filter: EventFilter(agent: "a1")))
            #expect(page.seqs == [101, 104])
            await log.close()
        }
        try await filled()
        try TestFile.remove(folder.file("derived.db"))
        try await filled()
        try TestFile.write(
            Array("not a database at all, but long enough to be looked at".utf8), to: folder.file("derived.db"))
        try await filled()
        // A log that was set back: the index knows more than the log.
        try TestFile.remove(folder.file("perch.db"))
        let log = try SQLiteEventLog(SQLiteLogOptions(folder: folder.path))
        _ = try await log.append((0..<200).map { Entries.entry(agent: "b\($0 % 2)") }, mark: nil)
        #expect(try await log.page(EventQuery(limit: 1, filter: EventFilter(agent: "b1"))).seqs == [2])
        await log.close()
    }
}
