import PerchLog
import PerchModel
import PerchTesting
import Testing

@Suite struct `Appending to any log` {
    @Test(arguments: LogKind.allCases)
    func `Events get rising numbers and come back as they went in`(kind: LogKind) async throws {
        let clock = ManualTime()
        try await kind.withLog(clock: clock) { log async throws in
            let entries = Entries.entries(3)
            #expect(
                try await log.append(Array(entries[..<2])) == Receipt(accepted: 2, first: 1, last: 2, duplicates: 0))
            clock.set(1)
            #expect(try await log.append([entries[2]]) == Receipt(accepted: 1, first: 3, last: 3, duplicates: 0))
            var expected: [String] = []
            for (index, entry) in entries.enumerated() {
                var bytes: [UInt8] = []
                entry.appendLine(seq: Seq(index + 1), received: Entries.at(index < 2 ? 0 : 1), to: &bytes)
                expected.append(String(decoding: bytes, as: UTF8.self))
            }
            #expect(try await log.everything() == expected)
            #expect(log.last == 3)
        }
    }

    @Test(arguments: LogKind.allCases)
    func `A large request spans rows and keeps its order`(kind: LogKind) async throws {
        try await kind.withLog { log async throws in
            let receipt = try await log.append(Entries.entries(2_000))
            #expect(receipt == Receipt(accepted: 2_000, first: 1, last: 2_000, duplicates: 0))
            let texts = try await log.everything()
            #expect(texts.count == 2_000)
            for (index, text) in texts.enumerated() {
                #expect(text.hasPrefix("{\"seq\":\(index + 1),") && text.contains("message \(index)\""))
            }
        }
    }

    @Test(arguments: LogKind.allCases)
    func `The same id twice is one event, however it comes`(kind: LogKind) async throws {
        try await kind.withLog { log async throws in
            let first = try await log.append([Entries.entry("one", id: "x"), Entries.entry("two", id: "x")])
            #expect(first == Receipt(accepted: 1, first: 1, last: 1, duplicates: 1))
            let second = try await log.append([Entries.entry("three"), Entries.entry("four", id: "x")])
            #expect(second == Receipt(accepted: 1, first: 1, last: 2, duplicates: 1))
            let third = try await log.append([Entries.entry("five", id: "x")])
            #expect(third == Receipt(accepted: 0, first: 1, last: 1, duplicates: 1))
            #expect(try await log.everything().count == 2)
            #expect(log.last == 2)
        }
    }

    @Test(arguments: LogKind.allCases)
    func `Many senders at once repeat an id and it is stored once`(kind: LogKind) async throws {
        try await kind.withLog { log async throws in
            let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
                for index in 0..<200 {
                    group.addTask { try await log.append([Entries.entry("m", id: "id \(index % 20)")]) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(receipts.map(\.accepted).reduce(0, +) == 20)
            #expect(receipts.map(\.duplicates).reduce(0, +) == 180)
            #expect(log.last == 20)
        }
    }

    @Test(arguments: LogKind.allCases)
    func `Batches are handed on in order, before the senders are answered, without duplicates`(kind: LogKind)
        async throws
    {
        let seen = Recorder<Batch>()
        try await kind.withLog(onCommit: seen.record) { log async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<100 {
                    group.addTask {
                        let receipt = try await log.append([Entries.entry("m", id: "\(index / 2)")])
                        #expect((seen.all.last?.events.last?.seq ?? 0) >= receipt.last)
                    }
                }
                try await group.waitForAll()
            }
            let batches = seen.all
            #expect(batches.flatMap { $0.events.map(\.seq) } == Array(1...50))
            #expect(try await log.everything() == batches.flatMap(\.lines.texts))
        }
    }

    @Test(arguments: LogKind.allCases)
    func `Received never goes back, whatever the clock does`(kind: LogKind) async throws {
        let clock = ManualTime()
        try await kind.withLog(clock: clock) { log async throws in
            for seconds in [5.0, 3, 9, 1] {
                clock.set(seconds)
                _ = try await log.append([Entries.entry()])
            }
            let received = try await log.everything().map { $0.split(separator: "\"")[4] }
            #expect(received == received.sorted())
        }
    }

    @Test(arguments: LogKind.allCases)
    func `An empty request stores nothing`(kind: LogKind) async throws {
        try await kind.withLog { log async throws in
            #expect(try await log.append([]) == Receipt(accepted: 0, first: 0, last: 0, duplicates: 0))
            #expect(log.last == 0)
        }
    }

    @Test(arguments: LogKind.allCases)
    func `A mark is set with its events, and by itself`(kind: LogKind) async throws {
        try await kind.withLog { log async throws in
            #expect(try await log.mark(of: "/a") == nil)
            let mark = TailMark(file: "/a", identity: "1:2", offset: 77)
            _ = try await log.append(Entries.entries(1), mark: mark)
            #expect(try await log.mark(of: "/a") == mark)
            let later = TailMark(file: "/a", identity: "1:3", offset: 5)
            _ = try await log.append([], mark: later)
            #expect(try await log.mark(of: "/a") == later)
            #expect(try await log.mark(of: "/b") == nil)
            #expect(log.last == 1)
        }
    }

    @Test(arguments: LogKind.allCases)
    func `A closed log refuses events`(kind: LogKind) async throws {
        try await kind.withLog { log async throws in
            await log.close()
            let error = await #expect(throws: PerchError.self) { () async throws in
                try await log.append(Entries.entries(1))
            }
            #expect(error?.code == .shuttingDown)
        }
    }
}
