import PerchLog
import PerchModel
import PerchTesting
import Testing

@Suite struct `A damaged log` {
    /// A log with rows of all sizes, ids, marks, and its texts.
    private static func sound(_ folder: TemporaryFolder) async throws -> [String] {
        let clock = ManualTime()
        let log = try SQLiteEventLog(SQLiteLogOptions(folder: folder.path, now: clock.read))
        for count in [1, 3, 700, 1, 40, 2] {
            let entries = (0..<count).map { Entries.entry("message \($0)", agent: "a", id: "\(count)-\($0)") }
            _ = try await log.append(entries, mark: TailMark(file: "/f", identity: "1:1", offset: Int64(count)))
        }
        let texts = try await log.everything()
        await log.close()
        return texts
    }

    /// What a log says of itself, read in every way; throws when any of it is refused.
    private static func told(_ folder: String) async throws -> [String] {
        let log = try SQLiteEventLog(SQLiteLogOptions(folder: folder))
        do {
            let texts = try await log.everything()
            let page = try await log.page(EventQuery(limit: 5_000, newestFirst: true))
            #expect(page.lines.texts.reversed() == texts)
            _ = try await log.seq(at: Entries.at(1))
            _ = try await log.moment(of: log.last / 2)
            let mark = try await log.mark(of: "/f")
            #expect(mark == nil || mark == TailMark(file: "/f", identity: "1:1", offset: 2))
            await log.close()
            return texts
        } catch {
            await log.close()
            throw error
        }
    }

    @Test(arguments: 0..<4)
    func `A flipped bit anywhere is found out or changes nothing`(part: Int) async throws {
        let folder = TemporaryFolder()
        let texts = try await Self.sound(folder)
        let bytes = try TestFile.read(folder.file("perch.db"))
        var refused = 0
        // Every byte of the header and every 97th of the rest, in four parts that run beside each other.
        let places = Array(0..<100) + Array(stride(from: 100, to: bytes.count, by: 997))
        for place in places where place % 4 == part {
            var damaged = bytes
            damaged[place] ^= 1 << UInt8(place % 8)
            let copy = TemporaryFolder()
            try TestFile.write(damaged, to: copy.file("perch.db"))
            do {
                let told = try await Self.told(copy.path)
                #expect(told == texts, "byte \(place)")
            } catch let error as PerchError {
                refused += 1
                #expect([.corrupt, .logFailed, .internalError].contains(error.code), "byte \(place): \(error)")
            }
        }
        #expect(refused > 0)
    }

    @Test func `A flipped bit in what a killed server left is found out, unless it is in the last two commits`()
        async throws
    {
        let folder = TemporaryFolder()
        let log = try SQLiteEventLog(SQLiteLogOptions(folder: folder.path))
        for count in 1...12 { _ = try await log.append([Entries.entry("message \(count)", agent: "a")], mark: nil) }
        let (texts, database) = (try await log.everything(), try TestFile.read(folder.file("perch.db")))
        let ahead = try TestFile.read(folder.file("perch.db-wal"))
        await log.close()
        var refused = 0
        for place in stride(from: 0, to: ahead.count, by: 4_001) {
            var damaged = ahead
            damaged[place] ^= 1 << UInt8(place % 8)
            let copy = TemporaryFolder()
            try TestFile.write(database, to: copy.file("perch.db"))
            try TestFile.write(damaged, to: copy.file("perch.db-wal"))
            do {
                let told = try await Self.told(copy.path)
                #expect(told.count >= texts.count - 2 && told == Array(texts.prefix(told.count)), "byte \(place)")
            } catch let error as PerchError {
                refused += 1
                #expect(error.code == .corrupt, "byte \(place): \(error)")
                #expect(try TestFile.read(copy.file("perch.db-wal")) == damaged)
            }
        }
        #expect(refused > 20)
    }

    @Test func `What a killed server left is taken up, also with its end torn at any place`() async throws {
        let folder = TemporaryFolder()
        let log = try SQLiteEventLog(SQLiteLogOptions(folder: folder.path))
        for count in 1...5 { _ = try await log.append([Entries.entry("message \(count)", agent: "a")], mark: nil) }
        let (texts, database) = (try await log.everything(), try TestFile.read(folder.file("perch.db")))
        let ahead = try TestFile.read(folder.file("perch.db-wal"))
        await log.close()
        for end in stride(from: ahead.count, to: ahead.count - 8_000, by: -1_021) {
            let copy = TemporaryFolder()
            try TestFile.write(database, to: copy.file("perch.db"))
            try TestFile.write(Array(ahead.prefix(end)), to: copy.file("perch.db-wal"))
            let told = try await Self.told(copy.path)
            #expect(told == (end == ahead.count ? texts : Array(texts.dropLast())))
        }
    }

    @Test(arguments: [0, 1, 4_096, 8_192, 60_000])
    func `A log that was cut is refused`(size: Int) async throws {
        let folder = TemporaryFolder()
        _ = try await Self.sound(folder)
        let bytes = try TestFile.read(folder.file("perch.db"))
        try TestFile.write(Array(bytes.prefix(size)), to: folder.file("perch.db"))
        let error = #expect(throws: PerchError.self) { try SQLiteEventLog(SQLiteLogOptions(folder: folder.path)) }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains("perch doctor") == true)
        #expect(try TestFile.read(folder.file("perch.db")) == Array(bytes.prefix(size)))
    }
}
