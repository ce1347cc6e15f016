import Glibc
import PerchLog
import PerchModel
import PerchNet
import PerchSystem
import PerchTesting
import Testing

@testable import PerchHub

@Suite(.timeLimit(.minutes(1)))
struct LoopAlarmTests {
    @Test func `A wait ends after its time`() async throws {
        let loop = try Loop(name: "tail-test")
        let alarm = LoopAlarm(loop)
        let start = alarm.now
        await alarm.wait(milliseconds: 20)
        #expect(alarm.now >= start + 20)
        await alarm.wait(milliseconds: 10)
        #expect(alarm.now >= start + 30)
        _ = await alarm.watch([])
        loop.stop()
    }

    @Test func `A wait ends with its task, and when a folder changes, before it too`() async throws {
        let loop = try Loop(name: "tail-test")
        let alarm = LoopAlarm(loop)
        let folder = TemporaryFolder()
        let task = Task { await alarm.wait(milliseconds: 1_000_000_000) }
        task.cancel()
        await task.value
        #expect(await alarm.watch([folder.path]))
        try folder.write("1\n", "any")
        await alarm.wait(milliseconds: 1_000_000_000)
        _ = await alarm.watch([])
        loop.stop()
    }

    @Test func `A folder that cannot be watched is told of`() async throws {
        let loop = try Loop(name: "tail-test")
        let alarm = LoopAlarm(loop)
        #expect(await !alarm.watch(["/nowhere/at/all/there"]))
        _ = await alarm.watch([])
        loop.stop()
    }

    @Test func `File events are enough to follow a file through everything`() async throws {
        let loop = try Loop(name: "tail-test")
        let (folder, log) = (TemporaryFolder(), FakeLog())
        // Without time: whatever is heard is heard by events.
        let alarm = HeardAlarm(LoopAlarm(loop), isTimeless: true)
        try folder.write("0\n", "log")
        let task = Task { await FileTail(path: folder.file("log"), doors: log.doors, alarm: alarm).run() }
        await log.firstMark()
        try folder.write(Array("1\n2".utf8), "log", append: true)
        await log.arrival(of: 1)
        try folder.write(Array("2\n".utf8), "log", append: true)
        await log.arrival(of: 2)
        try folder.rename("log", "log.1")
        try folder.write("3\n", "log")
        await log.arrival(of: 3)
        try folder.write(Array("4\n".utf8), "log", append: true)
        await log.arrival(of: 4)
        try folder.write("5\n", "new")
        try folder.rename("new", "log")
        await log.arrival(of: 5)
        #expect(log.lines == ["1", "22", "3", "4", "5"])
        task.cancel()
        await task.value
        loop.stop()
    }

    @Test func `A file in a folder that is not there yet is waited for`() async throws {
        let loop = try Loop(name: "tail-test")
        let (folder, log) = (TemporaryFolder(), FakeLog())
        let path = folder.file("sub/log")
        let alarm = HeardAlarm(LoopAlarm(loop), isTimeless: false)
        let task = Task { await FileTail(path: path, doors: log.doors, alarm: alarm).run() }
        await alarm.firstWait()
        folder.makeFolder("sub")
        try folder.write("1\n", "sub/log")
        try folder.write(Array("2\n".utf8), "sub/log", append: true)
        // At the latest a second later, since a folder that is missing is looked for.
        await log.arrival(of: 2)
        task.cancel()
        await task.value
        loop.stop()
    }

    @Test func `Events and place are in the log together across restarts`() async throws {
        let loop = try Loop(name: "tail-test")
        let (folder, seen) = (TemporaryFolder(), FakeLog())
        let (path, options) = (folder.file("log"), SQLiteLogOptions(folder: folder.file("data")))
        try folder.write("", "log")
        let identity = try #require(FileFacts.at(path)).identity
        let lines = (1...300).map { "\($0)" }
        for round in 0..<3 {
            let log = try SQLiteEventLog(options)
            if round == 0 {
                let mark = TailMark(file: path, identity: TailIdentity(identity).text, offset: 0)
                _ = try await log.append([], mark: mark)
            }
            let tail = FileTail(path: path, doors: doors(to: log, seen: seen), alarm: LoopAlarm(loop))
            let task = Task { await tail.run() }
            let text = lines[(round * 100)..<(round * 100 + 100)].map { $0 + "\n" }.joined()
            try folder.write(Array(text.utf8), "log", append: true)
            await seen.arrival(of: round * 100 + 100)
            task.cancel()
            await task.value
            await log.close()
        }
        let log = try SQLiteEventLog(options)
        let page = try await log.page(EventQuery(limit: 1_000))
        #expect(page.seqs == (1...300).map { Seq($0) })
        #expect(seen.lines == lines)
        #expect(seen.warnings == [])
        await log.close()
        loop.stop()
    }

    private func doors(to log: SQLiteEventLog, seen: FakeLog) -> TailDoors {
        TailDoors(
            read: FakeLog.read,
            accept: { drafts, mark throws(PerchError) in
                let entries = drafts.map { Entry(sealing: $0, now: SQLiteLogOptions.wallClock()) }
                _ = try await log.append(entries, mark: mark)
                try await seen.doors.accept(drafts, mark)
            },
            mark: { file throws(PerchError) in try await log.mark(of: file) },
            warn: seen.doors.warn)
    }
}

/// An alarm that tells when it is first waited for, and may have no time.
private final class HeardAlarm: TailAlarm {
    private let alarm: LoopAlarm
    private let isTimeless: Bool
    private let waits: AsyncStream<Void>
    private let waiting: AsyncStream<Void>.Continuation

    init(_ alarm: LoopAlarm, isTimeless: Bool) {
        self.alarm = alarm
        self.isTimeless = isTimeless
        (waits, waiting) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    var now: UInt64 { alarm.now }

    func watch(_ folders: [String]) async -> Bool { await alarm.watch(folders) }

    func wait(milliseconds: UInt64) async {
        waiting.yield()
        // Pauses are short; what waits for an event waits long.
        let isPause = milliseconds < 1_000
        await alarm.wait(milliseconds: isTimeless && !isPause ? 1_000_000_000 : milliseconds)
    }

    func firstWait() async {
        for await _ in waits { return }
    }
}
