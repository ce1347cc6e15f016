import PerchNet
import PerchSystem
import PerchTesting
import Synchronization
import Testing

/// An actor that lives on a loop.
private actor Resident {
    nonisolated let loop: Loop
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.asUnownedSerialExecutor() }
    private var count = 0

    init(_ loop: Loop) { self.loop = loop }

    func add() -> Int {
        loop.checkIsolated()
        count += 1
        return count
    }

    nonisolated func addFromLoop() -> Int {
        assumeIsolated { resident in
            resident.count += 1
            return resident.count
        }
    }
}

@Suite struct LoopTests {
    private func withLoop(_ body: (Loop) async throws -> Void) async throws {
        let loop = try Loop(name: "test", tickMilliseconds: 10)
        defer { loop.stop() }
        try await body(loop)
    }

    @Test func `An actor whose executor is a loop runs on it`() async throws {
        try await withLoop { loop in
            let resident = Resident(loop)
            for index in 1...1_000 { #expect(await resident.add() == index) }
            #expect(await loop.run { resident.addFromLoop() } == 1_001)
        }
    }

    @Test func `A task that prefers a loop stays on it across suspensions`() async throws {
        try await withLoop { loop in
            await Task(executorPreference: loop) {
                #expect(loop.isCurrent)
                try? await Task.sleep(for: .milliseconds(1))
                #expect(loop.isCurrent)
                await Task.yield()
                #expect(loop.isCurrent)
            }.value
            #expect(!loop.isCurrent)
        }
    }

    @Test func `Work runs in the order it was handed over`() async throws {
        try await withLoop { loop in
            let seen = Mutex<[Int]>([])
            for index in 0..<100 { loop.execute { seen.withLock { $0.append(index) } } }
            await loop.run {}
            #expect(seen.withLock { $0 } == Array(0..<100))
        }
    }

    @Test func `A timer fires once or again and again until cancelled`() async throws {
        try await withLoop { loop in
            let (ticks, continuation) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingOldest(16))
            let timer = await loop.run {
                _ = loop.schedule(afterMilliseconds: 1) { continuation.yield(0) }
                return loop.schedule(afterMilliseconds: 5, everyMilliseconds: 1) { continuation.yield(1) }
            }
            var iterator = ticks.makeAsyncIterator()
            #expect(await iterator.next() == 0)
            #expect(await iterator.next() == 1)
            #expect(await iterator.next() == 1)
            timer.cancel()
        }
    }

    @Test func `A file that is written, replaced and made anew is noticed`() async throws {
        try await withLoop { loop in
            let folder = TemporaryFolder()
            let (events, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            var iterator = events.makeAsyncIterator()
            let watcher = try await loop.watchFile(folder.file("log")) { continuation.yield() }
            try folder.write("other", "log")
            await iterator.next()
            try folder.write("longer", "log")
            await iterator.next()
            try folder.write("new", "log.new")
            try folder.rename("log.new", "log")
            await iterator.next()
            watcher.cancel()
            await #expect(throws: LoopError.self) { _ = try await loop.watchFile("/nowhere/at/all") {} }
        }
    }

    @Test func `A port that is taken is said to be`() async throws {
        try await withServer(mirror) { port, _ in
            let loop = try Loop(name: "second")
            defer { loop.stop() }
            let taken = ListenAddress(host: "127.0.0.1", port: port)
            let second = HTTPServer(loops: [loop], listeners: [taken], handler: mirror)
            let error = await #expect(throws: ListenError.self) { _ = try await second.start() }
            #expect(error?.reason == .inUse)
        }
    }

    @Test func `Two loops share a port, and each keeps its connections`() async throws {
        let loops = [try Loop(name: "one", tickMilliseconds: 20), try Loop(name: "two", tickMilliseconds: 20)]
        defer { for loop in loops { loop.stop() } }
        let served = Mutex<Set<String>>([])
        let server = HTTPServer(loops: loops, listeners: [ListenAddress(host: "127.0.0.1", port: 0)]) { request in
            let here = loops.first { $0.isCurrent }?.name ?? "nowhere"
            await Task.yield()
            #expect(loops.first { $0.isCurrent }?.name == here)
            served.withLock { _ = $0.insert(here) }
            return .text(here)
        }
        let port = try await server.start()[0].port
        // The kernel spreads connections by their ports; sixty-four all on one side do not happen.
        for _ in 0..<64 {
            let client = try BlockingClient(port: port)
            try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.receiveAnswer().text == (try client.receiveAnswer().text))
        }
        #expect(served.withLock { $0 } == ["one", "two"])
        await server.shutdown(withinMilliseconds: 500)
    }
}
