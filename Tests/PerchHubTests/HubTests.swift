import PerchDialects
import PerchJSON
import PerchLog
import PerchModel
import PerchNet
import PerchSystem
import PerchTesting
import PerchViews
import Synchronization
import Testing

@testable import PerchHub

/// A hub over a log in memory, on a loop of its own.
struct TestHub {
    let loop: Loop
    let hub: Hub

    init() async throws {
        let loop = try Loop(name: "test-hub")
        let projector = Projector(loop: loop)
        let log = MemoryEventLog(onCommit: { projector.deliver($0) })
        // Nobody falls silent here: what the log holds is what the test put in.
        let endless = Int64.max / 4
        hub = Hub(log: log, projector: projector, patience: PresenceWatch.Patience(idle: endless, offline: endless))
        self.loop = loop
        try await hub.start()
    }

    func post(_ count: Int, from first: Int = 1) async throws -> Receipt {
        try await hub.door.accept(
            (first..<first + count).map {
                Draft(
                    .toolStarted(ToolStarted(tool: "Bash", call: "c\($0)")), source: "native", project: "web",
                    agent: "a\($0 % 7)",
                    time: Timestamp(microseconds: 1_777_726_800_000_000 + Int64($0) * 1_000_000))
            }, from: .everything)
    }

    /// Returns when the projector has folded everything that is durable.
    func settled() async {
        await hub.projector.reach(hub.log.last)
    }

    func end() async {
        await hub.stop()
        await hub.log.close()
        loop.stop()
    }
}

private func state(_ world: World) -> [UInt8] {
    Snapshot.state(world, .everything, at: nil)
}

/// Asks for the feeds as they are, and keeps of each how many rows it had.
private struct Overhearing: Subscription {
    final class Counts: Sendable {
        let rows = Mutex<[Int]>([])
    }

    struct Encoder: FeedEncoder {
        let readsRows: Bool
        let counts: Counts
        var due: Timestamp? { nil }

        func absorb(_ feed: Feed) { counts.rows.withLock { $0.append(feed.patches.count) } }
        func flush(at now: Timestamp, _ emit: (Message) -> Void) {}
    }

    let readsRows: Bool
    let counts = Counts()

    static func == (left: Self, right: Self) -> Bool { left.counts === right.counts }
    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(counts)) }
    func makeEncoder(from picture: some Picture) -> any FeedEncoder { Encoder(readsRows: readsRows, counts: counts) }
}

extension Projector {
    /// Lets as much time pass as a channel may be without a reader; somebody may ask for it in between.
    fileprivate func wait(asking shape: Shape?) throws {
        let now = SystemClock.monotonicNanoseconds() / 1_000_000
        dropIdleBroadcasts(now: now)
        if let shape { _ = try channel(of: shape) }
        dropIdleBroadcasts(now: now + Self.idleMilliseconds)
    }
}

@Suite struct ProjectorTests {
    @Test func `Rows are made only where somebody looks at them`() async throws {
        let test = try await TestHub()
        let deaf = Overhearing(readsRows: false)
        _ = try await test.hub.projector.channel(of: Shape(deaf, .eventStream(chunked: false)))
        _ = try await test.post(1)
        await test.settled()
        #expect(deaf.counts.rows.withLock { $0 } == [0])
        _ = try await test.hub.projector.channel(of: Shape(Overhearing(readsRows: true), .eventStream(chunked: false)))
        _ = try await test.post(1, from: 2)
        await test.settled()
        #expect(deaf.counts.rows.withLock { $0.count == 2 && $0[1] > 0 })
        await test.end()
    }

    @Test func `A channel that nobody reads is let go of, but not before who asked for it could come`() async throws {
        let test = try await TestHub()
        let shape = Shape(StreamSubscription(.everything), .eventStream(chunked: false))
        let channel = try await test.hub.projector.channel(of: shape)
        try await test.hub.projector.wait(asking: shape)
        #expect(try await test.hub.projector.channel(of: shape) === channel)
        try await test.hub.projector.wait(asking: nil)
        #expect(try await test.hub.projector.channel(of: shape) !== channel)
        await test.end()
    }

    @Test func `Who waits for an event is let go on when it was told of, or nothing more is`() async throws {
        let test = try await TestHub()
        async let reached: Void = test.hub.projector.reach(2)
        async let never: Void = test.hub.projector.reach(1000)
        _ = try await test.post(3)
        await reached
        #expect(test.hub.projector.seq >= 2)
        await test.end()
        await never
    }
}

@Suite struct CheckpointerTests {
    @Test func `Checkpoints are made behind the log, each once, and found again`() async throws {
        let log = MemoryEventLog()
        _ = try await log.append(Entries.entries(35), mark: nil)
        let checkpointer = Checkpointer(log: log, spacing: 10)
        #expect(try await checkpointer.lastKept().seq == 0)
        #expect(try await checkpointer.catchUp(from: World()).seq == 30)
        #expect(try await log.checkpoint(atOrBefore: 29, format: World.format)?.seq == 20)
        #expect(try await log.checkpoint(atOrBefore: 35, format: World.format)?.seq == 30)
        _ = try await log.append(Entries.entries(5), mark: nil)
        let found = try await checkpointer.lastKept()
        #expect(found.seq == 30)
        #expect(try await checkpointer.catchUp(from: found).seq == 40)
    }
}

@Suite struct HubTests {
    @Test(arguments: [(0, 4 << 20), (64, 4 << 20), (65, 2 << 20), (1000, 256 << 10), (4096, 256 << 10)])
    func `The more channels there are, the less each holds`(count: Int, bytes: Int) {
        #expect(ChannelShare(of: count).retained == bytes)
    }

    @Test func `The world of any past moment is the fold of the log up to there`() async throws {
        let test = try await TestHub()
        _ = try await test.post(3000)
        await test.settled()
        let now = await test.hub.projector.currentWorld()
        #expect(now.seq == 3000)
        for seq in [Seq(0), 1, 1234, 2999, 3000] {
            let world = try await test.hub.archive.world(at: seq)
            #expect(world.seq == seq)
            let fresh = try await Archive(log: test.hub.log).world(at: seq)
            #expect(state(world) == state(fresh))
        }
        #expect(state(try await test.hub.archive.world(at: 3000)) == state(now))
        await test.end()
    }

    @Test func `What was accepted is folded again, however large and deep`() async throws {
        let test = try await TestHub()
        let long = Array("{\"text\":\"".utf8) + Array(repeating: UInt8(ascii: "x"), count: 17 << 20) + Array("\"}".utf8)
        let deep = Array(repeating: UInt8(ascii: "["), count: 70) + Array(repeating: UInt8(ascii: "]"), count: 70)
        for data in [long, Array("{\"deep\":".utf8) + deep + Array("}".utf8)] {
            let text = JSONText(validated: data)
            _ = try await test.hub.door.accept(
                [
                    Draft(.other(name: "big", data: text), source: "native", agent: "a1", data: text)
                ], from: .everything)
        }
        #expect(try await Archive(log: test.hub.log).world(at: 2).seq == 2)
        await test.end()
    }

    @Test func `However many filters are watched, what is kept for them stays small`() async throws {
        let test = try await TestHub()
        var channels: [Channel] = []
        // Read by nobody, a channel would be let go of on a machine that is slow.
        var reading: [ChannelSubscription] = []
        for index in 0..<300 {
            let shape = Shape(StreamSubscription(EventFilter(kinds: ["*", "k\(index)"])), .eventStream(chunked: false))
            let channel = try await test.hub.projector.channel(of: shape)
            channels.append(channel)
            reading.append(channel.subscribe(Sleeper.one))
        }
        defer { withExtendedLifetime(reading) {} }
        let data = JSONText(
            validated: Array("{\"t\":\"".utf8) + Array(repeating: 0x78, count: 64 << 10) + Array("\"}".utf8))
        for _ in 0..<16 {
            _ = try await test.hub.door.accept(
                [Draft(.other(name: "a", data: data), source: "native", data: data)], from: .everything)
        }
        await test.settled()
        #expect(channels.first?.position(after: 1) == nil)
        #expect(channels.last?.position(after: 1) == nil)
        #expect(channels.last?.position(after: 14) != nil)
        await test.end()
    }

    @Test func `A channel tells what comes after it was asked for, framed`() async throws {
        let test = try await TestHub()
        _ = try await test.post(1)
        await test.settled()
        let shape = Shape(StreamSubscription(.everything), .eventStream(chunked: false))
        let channel = try await test.hub.projector.channel(of: shape)
        #expect(channel.position(after: 1) == channel.end)
        _ = try await test.post(2, from: 2)
        await test.settled()
        let start = try #require(channel.position(after: 1))
        let text = String(decoding: channel.window().bytes(from: start, to: channel.end), as: UTF8.self)
        #expect(text.hasPrefix("id: 2\ndata: {\"seq\":2,"))
        #expect(text.contains("\n\nid: 3\ndata: {\"seq\":3,"))
        #expect(text.hasSuffix("\n\n"))
        await test.end()
    }

    @Test func `Who joins gets a snapshot, and then only what came after it`() async throws {
        let test = try await TestHub()
        _ = try await test.post(5)
        await test.settled()
        let wanted = LiveSubscription(views: [.agents], project: nil, events: true)
        let shape = Shape(wanted, .webSocket(deflateBits: nil))
        let joined = try await test.hub.projector.join(shape)
        let snapshot = try JSONParser().parse(Array(joined.greeting[0].bytes)).object()
        #expect(try snapshot.int64("seq") == 5)
        #expect(joined.position == joined.channel.end)
        _ = try await test.post(1, from: 6)
        await test.settled()
        let later = try await test.hub.projector.join(shape)
        #expect(later.seq == 6)
        #expect(later.position > joined.position)
        await test.end()
    }
}

@Suite struct ReplayTests {
    private func replay(_ test: TestHub) -> Replay {
        Replay(log: test.hub.log, archive: test.hub.archive, subscription: StreamSubscription(.everything))
    }

    @Test func `Time passes by the speed, and events come when they are due`() async throws {
        let test = try await TestHub()
        _ = try await test.post(100)
        await test.settled()
        let replay = replay(test)
        _ = try await replay.seek(to: .seq(10))
        #expect(try await replay.step(microseconds: 5_000_000).messages.isEmpty)
        await replay.play(at: 1)
        #expect(try await replay.step(microseconds: 2_500_000).messages.map(\.seq) == [11, 12])
        #expect(try await replay.step(microseconds: 500_000).messages.map(\.seq) == [13])
        await replay.play(at: 10)
        #expect(try await replay.step(microseconds: 1_000_000).messages.map(\.seq) == Array(14...23))
        let rest = try await replay.step(microseconds: 100_000_000)
        #expect(rest.messages.map(\.seq) == Array(24...100))
        #expect(rest.isAtEnd)
        await test.end()
    }

    @Test func `A replay of everything ends in the world as it is now`() async throws {
        let test = try await TestHub()
        _ = try await test.post(500)
        await test.settled()
        let replay = replay(test)
        let world = try await replay.seek(to: .seq(0))
        #expect(world.seq == 0)
        await replay.play(at: 1000)
        let step = try await replay.step(microseconds: 3_600_000_000)
        #expect(step.messages.count == 500)
        #expect(await replay.standing.seq == 500)
        await test.end()
    }
}
