import PerchLog
import PerchModel
import PerchSystem
import PerchTesting
import Synchronization
import Testing

@Suite(.serialized) struct `A log on a faulty disk` {
    init() {
        FaultyDisk.install
    }

    private func log(_ folder: TemporaryFolder) throws -> SQLiteEventLog {
        try SQLiteEventLog(SQLiteLogOptions(folder: folder.file("faulty")))
    }

    @Test func `A full disk refuses, nothing is stored in part, and it works again once there is room`() async throws {
        let folder = TemporaryFolder()
        let log = try log(folder)
        _ = try await log.append(Entries.entries(3), mark: nil)
        FaultyDisk.state.withLock { $0.isFull = true }
        let mark = TailMark(file: "/f", identity: "1", offset: 1)
        for _ in 0..<3 {
            let error = await #expect(throws: PerchError.self) { () async throws in
                try await log.append([Entries.entry(id: "x")], mark: mark)
            }
            #expect(error?.code == .diskFull)
        }
        #expect(log.last == 3)
        #expect(try await log.everything().count == 3)
        FaultyDisk.state.withLock { $0.isFull = false }
        #expect(try await log.mark(of: "/f") == nil)
        let receipt = try await log.append([Entries.entry(id: "x")], mark: nil)
        #expect(receipt == Receipt(accepted: 1, first: 4, last: 4, duplicates: 0))
        await log.close()
        #expect(try SQLiteEventLog.verify(folder: folder.file("faulty")).events == 4)
    }

    @Test func `A failed sync is never acknowledged, nothing more is stored, and reading goes on`() async throws {
        let folder = TemporaryFolder()
        let seen = Recorder<Batch>()
        let log = try SQLiteEventLog(SQLiteLogOptions(folder: folder.file("faulty"), onCommit: seen.record))
        _ = try await log.append(Entries.entries(3), mark: nil)
        FaultyDisk.state.withLock { $0.failsToSync = true }
        let failed = await #expect(throws: PerchError.self) { () async throws in
            try await log.append(Entries.entries(1))
        }
        FaultyDisk.state.withLock { $0.failsToSync = false }
        let refused = await #expect(throws: PerchError.self) { () async throws in
            try await log.append(Entries.entries(1))
        }
        #expect(failed?.code == .logFailed && refused?.code == .logFailed)
        #expect(refused?.message.contains("restarted") == true)
        #expect(log.last == 3)
        #expect(try await log.everything().count == 3)
        #expect(seen.all.count == 1)
        await log.close()
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `What was acknowledged survives power cuts, once and in order`(seed: UInt64) async throws {
        var random = RandomEvents(seed: seed)
        let folder = TemporaryFolder()
        let log = try log(folder)
        for round in 0..<12 {
            let acknowledged = Recorder<(Seq, String)>()
            let copy = TemporaryFolder()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for sender in 0..<4 {
                    group.addTask {
                        for step in 0..<5 {
                            let id = "\(seed) \(round) \(sender) \(step)"
                            let receipt = try await log.append(
                                [Entries.entry(id, id: id), Entries.entry("-")], mark: nil)
                            acknowledged.record((receipt.first, id))
                        }
                    }
                }
                for _ in 0..<random.next(40) { await Task.yield() }
                let before = acknowledged.all
                let drops = round % 2 == 0
                try FaultyDisk.cutPower(folder.file("faulty"), into: copy) { drops || random.next(2) == 0 }
                let after = try SQLiteEventLog(SQLiteLogOptions(folder: copy.path))
                let texts = try await after.everything()
                for (seq, id) in before {
                    #expect(texts.count >= seq && texts[Int(seq) - 1].contains("\"id\":\"\(id)\""))
                }
                await after.close()
                _ = try SQLiteEventLog.verify(folder: copy.path)
                try await group.waitForAll()
                // What was written and not yet acknowledged may be there too, but only as the log itself went on to have it.
                #expect(try await log.everything().starts(with: texts))
            }
        }
        await log.close()
    }
}
