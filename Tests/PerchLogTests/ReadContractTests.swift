import PerchLog
import PerchModel
import PerchTesting
import Testing

@Suite struct `Reading any log` {
    @Test(arguments: LogKind.allCases)
    func `Lines begin after a number and are at most as many as asked for`(kind: LogKind) async throws {
        try await kind.withLog { log async throws in
            _ = try await log.append(Entries.entries(700))
            let (first, lines) = try await log.lines(after: 510, limit: 5)
            #expect(first == 511)
            #expect(lines.texts.map { $0.prefix(11) } == (511...515).map { "{\"seq\":\($0)," })
            #expect(try await log.lines(after: 700, limit: 5).lines.count == 0)
            #expect(try await log.lines(after: 9_000, limit: 5).lines.count == 0)
            #expect(try await log.lines(after: 3, limit: 0).lines.count == 0)
            #expect(try await log.lines(after: 0, limit: Int.max).lines.count == 700)
        }
    }

    @Test(arguments: LogKind.allCases)
    func `Lines stop at about a mebibyte`(kind: LogKind) async throws {
        try await kind.withLog { log async throws in
            let long = String(repeating: "x", count: 300_000)
            for _ in 0..<6 { _ = try await log.append([Entries.entry(long)]) }
            let (_, lines) = try await log.lines(after: 0, limit: 100)
            #expect(lines.count == 4)
            #expect(try await log.everything().count == 6)
        }
    }

    @Test(arguments: LogKind.allCases)
    func `The moment of an event is the latest time so far, none later than received`(kind: LogKind) async throws {
        let clock = ManualTime()
        try await kind.withLog(clock: clock) { log async throws in
            // (time by the sender, received, the log's clock)
            let table: [(Double, Double, Double)] = [
                (1, 10, 1), (5, 10, 5), (3, 11, 5), (99, 12, 12), (2, 13, 12), (13, 13, 13),
            ]
            for (time, received, _) in table {
                clock.set(received)
                _ = try await log.append([Entries.entry(time: Entries.at(time))])
            }
            for (index, line) in table.enumerated() {
                #expect(try await log.moment(of: Seq(index + 1)) == Entries.at(line.2))
            }
            #expect(try await log.moment(of: 0) == nil)
            #expect(try await log.moment(of: 7) == nil)
            let answers: [(Double, Seq)] = [
                (0, 0), (1, 1), (4, 1), (5, 3), (11, 3), (12, 5), (12.5, 5), (13, 6), (999, 6),
            ]
            for (time, seq) in answers { #expect(try await log.seq(at: Entries.at(time)) == seq) }
        }
    }

    @Test(arguments: LogKind.allCases)
    func `A time is found inside of rows and between them`(kind: LogKind) async throws {
        let clock = ManualTime()
        clock.set(1_000_000)
        try await kind.withLog(clock: clock) { log async throws in
            #expect(try await log.seq(at: Entries.at(5)) == 0)
            _ = try await log.append((0..<1_300).map { Entries.entry(time: Entries.at(Double($0))) })
            for seq in [1, 2, 511, 512, 513, 1_024, 1_025, 1_299, 1_300] as [Seq] {
                #expect(try await log.seq(at: Entries.at(Double(seq) - 0.5)) == seq)
                #expect(try await log.moment(of: seq) == Entries.at(Double(seq - 1)))
            }
        }
    }

    @Test(arguments: LogKind.allCases)
    func `The latest checkpoint of a format is found`(kind: LogKind) async throws {
        try await kind.withLog { log async throws in
            _ = try await log.append(Entries.entries(40))
            let states = [10: 1, 20: 2, 30: 3].mapValues { [UInt8](repeating: UInt8($0), count: 10_000) }
            for (seq, state) in states { try await log.save(Checkpoint(seq: Seq(seq), format: 1, state: state)) }
            try await log.save(Checkpoint(seq: 25, format: 2, state: []))
            #expect(try await log.checkpoint(atOrBefore: 29, format: 1)?.state == states[20])
            #expect(try await log.checkpoint(atOrBefore: 30, format: 1)?.seq == 30)
            #expect(try await log.checkpoint(atOrBefore: 9, format: 1) == nil)
            #expect(try await log.checkpoint(atOrBefore: 99, format: 2) == Checkpoint(seq: 25, format: 2, state: []))
            try await log.save(Checkpoint(seq: 30, format: 1, state: [9]))
            #expect(try await log.checkpoint(atOrBefore: 99, format: 1)?.state == [9])
        }
    }
}
