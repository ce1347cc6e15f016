import PerchDialects
import PerchJSON
import PerchLog
import PerchModel
import PerchNet
import PerchTesting
import PerchViews
import Synchronization
import Testing

@testable import PerchHub

/// A hub over a log in memory, on a loop of its own.
private struct TestHub {
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
            })
    }

    /// Returns when the projector has folded everything that is durable.
    func settled() async {
        while hub.projector.seq < hub.log.last { _ = await hub.projector.currentWorld() }
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
            _ = try await test.hub.door.accept([
                Draft(.other(name: "big", data: text), source: "native", agent: "a1", data: text)
            ])
        }
        #expect(try await Archive(log: test.hub.log).world(at: 2).seq == 2)
        await test.end()
    }

    @Test func `However many filters are watched, what is kept for them stays small`() async throws {
        let test = try await TestHub()
        var channels: [Channel] = []
        for index in 0..<300 {
            let shape = Shape(index, .eventStream) { StreamEncoder(filter: .everything) }
            channels.append(try await test.hub.projector.channel(of: shape))
        }
        let data = JSONText(
            validated: Array("{\"t\":\"".utf8) + Array(repeating: 0x78, count: 64 << 10) + Array("\"}".utf8))
        for _ in 0..<16 {
            _ = try await test.hub.door.accept([Draft(.other(name: "a", data: data), source: "native", data: data)])
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
        let shape = Shape("all", .eventStream) { StreamEncoder(filter: .everything) }
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
        let shape = Shape(wanted, .webSocket(deflateBits: nil)) { LiveEncoder(wanted) }
        let joined = try await test.hub.projector.join(shape) { Snapshot.message($0, wanted, mode: .live) }
        let snapshot = try JSONParser().parse(joined.snapshot).object()
        #expect(try snapshot.int64("seq") == 5)
        #expect(joined.position == joined.channel.end)
        _ = try await test.post(1, from: 6)
        await test.settled()
        let later = try await test.hub.projector.join(shape) { Snapshot.message($0, wanted, mode: .live) }
        #expect(later.seq == 6)
        #expect(later.position > joined.position)
        await test.end()
    }
}

@Suite struct ReplayTests {
    private func replay(_ test: TestHub) -> Replay {
        Replay(log: test.hub.log, archive: test.hub.archive, encoder: StreamEncoder(filter: .everything))
    }

    @Test func `Time passes by the speed, and events come when they are due`() async throws {
        let test = try await TestHub()
        _ = try await test.post(100)
        await test.settled()
        let replay = replay(test)
        _ = try await replay.seek(to: .seq(10), encoder: StreamEncoder(filter: .everything))
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
        let world = try await replay.seek(to: .seq(0), encoder: StreamEncoder(filter: .everything))
        #expect(world.seq == 0)
        await replay.play(at: 1000)
        let step = try await replay.step(microseconds: 3_600_000_000)
        #expect(step.messages.count == 500)
        #expect(await replay.standing.seq == 500)
        await test.end()
    }
}
