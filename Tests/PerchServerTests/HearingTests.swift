import PerchDialects
import PerchLog
import PerchModel
import PerchNet
import Synchronization
import Testing

@testable import PerchHub
@testable import PerchServer

/// Says hello, and counts what it hears.
private struct Listening: Conversation {
    let heard: Heard

    final class Heard: Sendable {
        let count = Mutex(0)
    }

    mutating func begin(at now: Timestamp) -> Reaction<[Step]> { .done([.say(Array("hello".utf8))]) }
    mutating func hear(_ text: [UInt8], at now: Timestamp) -> Reaction<[Step]> {
        heard.count.withLock { $0 += 1 }
        return .done([])
    }
}

@Suite struct HearingTests {
    /// What becomes of a client that says so many messages before it has taken what it was told.
    private func say(_ count: Int, of bytes: Int) async throws -> (heard: Int, isOpen: Bool) {
        let hubLoop = try Loop(name: "test-hub")
        let loop = try Loop(name: "test-client")
        let projector = Projector(loop: hubLoop)
        let log = MemoryEventLog(onCommit: { projector.deliver($0) })
        let hub = Hub(log: log, projector: projector, patience: PresenceWatch.Patience())
        try await hub.start()
        let metrics = Metrics()
        let service = DialectService(
            hub: hub, metrics: metrics, seats: ReplaySeats(metrics: metrics), allowsDeflate: false,
            predecessors: Polls(loops: [loop]))
        let outlet = FakeOutlet(loop, isSlow: true)
        let heard = Listening.Heard()
        let visitor = Visitor(dialect: "test", grant: Grant([.read]), rewind: nil)
        let session = try #require(service.session(Reception(Listening(heard: heard)), outlet, visitor))
        func tell(_ order: @escaping @Sendable (isolated ConversationSession) -> Void) async -> Task<Void, Never>? {
            await loop.run {
                session.assumeIsolated { session in
                    order(session)
                    return session.work
                }
            }
        }
        await tell { $0.begin() }?.value
        let work = await tell { session in
            for _ in 0..<count { session.hear([UInt8](repeating: 0x78, count: bytes)) }
        }
        let isOpen = outlet.isOpen
        await loop.run { outlet.take() }
        await work?.value
        await hub.stop()
        await log.close()
        loop.stop()
        hubLoop.stop()
        return (heard.count.withLock { $0 }, isOpen)
    }

    @Test(arguments: [(1_000, 40), (1, 2 << 20), (2, 500_000)])
    func `Many short messages and few long ones wait until they are heard`(count: Int, bytes: Int) async throws {
        let (heard, isOpen) = try await say(count, of: bytes)
        #expect(heard == count)
        #expect(isOpen)
    }

    @Test(arguments: [(2, 1_000_000), (20, 60_000), (10_000, 0)])
    func `Who says more than a mebibyte without taking the answers is let go`(count: Int, bytes: Int) async throws {
        let (heard, isOpen) = try await say(count, of: bytes)
        #expect(heard == 0)
        #expect(!isOpen)
    }
}
