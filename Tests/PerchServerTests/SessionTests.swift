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
@testable import PerchServer

/// A hub over a log in memory whose commits reach it at once, or when they are let through.
private final class SessionScene: Sendable {
    let hubLoop: Loop
    let loop: Loop
    let hub: Hub
    let metrics = Metrics()
    private let held: Held

    final class Held: Sendable {
        let batches = Mutex<[Batch]>([])
        let isHolding = Mutex(false)
    }

    init() async throws {
        let held = Held()
        self.held = held
        let hubLoop = try Loop(name: "test-hub")
        let projector = Projector(loop: hubLoop)
        let log = MemoryEventLog(onCommit: { batch in
            if held.isHolding.withLock({ $0 }) {
                held.batches.withLock { $0.append(batch) }
            } else {
                projector.deliver(batch)
            }
        })
        let endless = Int64.max / 4
        hub = Hub(log: log, projector: projector, patience: PresenceWatch.Patience(idle: endless, offline: endless))
        self.hubLoop = hubLoop
        loop = try Loop(name: "test-client")
        try await hub.start()
    }

    func post(_ count: Int, bytes: Int = 5) async throws {
        let text = String(repeating: "x", count: bytes)
        _ = try await hub.log.append((0..<count).map { _ in Entries.entry(text) }, mark: nil)
    }

    /// From now on commits are kept from the hub.
    func hold() { held.isHolding.withLock { $0 = true } }

    func letThrough() {
        held.isHolding.withLock { $0 = false }
        for batch in held.batches.withLock({ $0 }) { hub.projector.deliver(batch) }
    }

    func stream(_ outlet: FakeOutlet, after seq: Seq) throws -> StreamSession {
        let request = try #require(Request(target: "/v1/stream?after=\(seq)"))
        let seats = ReplaySeats(metrics: metrics)
        return StreamSession(try StreamRequest(request), outlet: outlet, hub: hub, metrics: metrics, seats: seats)
    }

    func end() async {
        await hub.stop()
        await hub.log.close()
        loop.stop()
        hubLoop.stop()
    }
}

extension Projector {
    fileprivate func forgetIdleChannels() {
        let now = SystemClock.monotonicNanoseconds() / 1_000_000
        dropIdleBroadcasts(now: now)
        dropIdleBroadcasts(now: now + Self.idleMilliseconds)
    }
}

@Suite struct StreamSessionTests {
    @Test func `Who took long to catch up is on a channel that is still written to`() async throws {
        let scene = try await SessionScene()
        try await scene.post(3)
        await scene.hub.projector.reach(3)
        let outlet = FakeOutlet(scene.loop, isSlow: true)
        let session = try scene.stream(outlet, after: 0)
        let run = Task { await session.run() }
        for await _ in outlet.messages.prefix(3) {}
        await scene.hub.projector.forgetIdleChannels()
        await scene.loop.run { outlet.take() }
        await run.value
        try await scene.post(1)
        await scene.hub.projector.reach(4)
        let place = try #require(outlet.place)
        let (end, position, seqs) = (place.channel.end, place.position, outlet.seqs)
        #expect(end > position)
        #expect(seqs == [1, 2, 3])
        await scene.end()
    }

    @Test func `Who has more than the channels were told of is not told it again`() async throws {
        let scene = try await SessionScene()
        try await scene.post(1)
        await scene.hub.projector.reach(1)
        scene.hold()
        try await scene.post(2)
        let outlet = FakeOutlet(scene.loop)
        let session = try scene.stream(outlet, after: 3)
        let run = Task { await session.run() }
        for _ in 0..<10 { await scene.loop.run {} }
        scene.letThrough()
        await run.value
        await scene.hub.projector.reach(3)
        let place = try #require(outlet.place)
        let (end, position, seqs) = (place.channel.end, place.position, outlet.seqs)
        #expect(end == position)
        #expect(seqs.isEmpty)
        await scene.end()
    }

    @Test func `No more waits for a slow client than it may leave lying`() async throws {
        let scene = try await SessionScene()
        try await scene.post(5, bytes: 200 << 10)
        await scene.hub.projector.reach(5)
        let outlet = FakeOutlet(scene.loop, isSlow: true)
        let session = try scene.stream(outlet, after: 0)
        let run = Task { await session.run() }
        for sent in [2, 4, 5] {
            for await _ in outlet.messages.prefix(sent == 5 ? 1 : 2) {}
            await scene.loop.run { #expect(outlet.seqs.count == sent) }
            await scene.loop.run { outlet.take() }
        }
        await run.value
        #expect(outlet.seqs == [1, 2, 3, 4, 5])
        await scene.end()
    }

    @Test func `A client that goes while it is waited for ends its session`() async throws {
        let scene = try await SessionScene()
        try await scene.post(3)
        await scene.hub.projector.reach(3)
        let outlet = FakeOutlet(scene.loop, isSlow: true)
        let session = try scene.stream(outlet, after: 0)
        let run = Task { await session.run() }
        for await _ in outlet.messages.prefix(3) {}
        await scene.loop.run { outlet.leave() }
        await run.value
        #expect(outlet.place == nil)
        await scene.end()
    }
}

@Suite struct LiveSessionTests {
    @Test func `A client that goes while its replay is being made leaves none behind`() async throws {
        let scene = try await SessionScene()
        try await scene.post(3)
        await scene.hub.projector.reach(3)
        let outlet = FakeOutlet(scene.loop)
        let seats = ReplaySeats(metrics: scene.metrics)
        let session = LiveSession(outlet: outlet, hub: scene.hub, metrics: scene.metrics, seats: seats)
        // The channel is left just before the wait for the past.
        outlet.whenDetached {
            outlet.loop.execute {
                outlet.leave()
                session.assumeIsolated { $0.end() }
            }
        }
        let work = await scene.loop.run {
            session.assumeIsolated { session in
                session.begin(at: .seq(1), speed: 1)
                return session.work
            }
        }
        await work?.value
        #expect(!outlet.isOpen)
        #expect(scene.metrics.page.text.contains("perch_clients{door=\"replay\"} 0\n"))
        await scene.end()
    }
}
