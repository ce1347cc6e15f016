import PerchDialects
import PerchLog
import PerchModel
import PerchNet
import PerchTesting
import Testing

@testable import PerchHub
@testable import PerchServer

/// Tells each event as a word and its number.
private struct Words: Subscription {
    let word: String

    func makeEncoder(from picture: some Picture) -> any FeedEncoder { WordsEncoder(word: word) }
    func greeting(from picture: some Picture, at now: Timestamp) -> [Message] {
        [Message(Array("hello".utf8), seq: picture.seq)]
    }
}

private struct WordsEncoder: FeedEncoder {
    let word: String
    var waiting: [Seq] = []

    var readsRows: Bool { false }
    var due: Timestamp? { waiting.isEmpty ? nil : .earliest }
    mutating func absorb(_ feed: Feed) { waiting += feed.batch.events.map(\.seq) }
    mutating func flush(at now: Timestamp, _ emit: (Message) -> Void) {
        for seq in waiting { emit(Message(Array("\(word)\(seq)".utf8), seq: seq)) }
        waiting = []
    }
}

/// Follows one word and changes to another when it hears anything.
private struct Changing: Conversation {
    let greets: Bool

    mutating func begin(at now: Timestamp) -> Reaction<[Step]> { .done([.follow(Words(word: "before"))]) }
    mutating func hear(_ text: [UInt8], at now: Timestamp) -> Reaction<[Step]> {
        .done([.change(to: Words(word: "after"), greets: greets)])
    }
}

@Suite struct ChangingTests {
    @Test(arguments: [false, true])
    func `Who changes over is sent what it had not taken yet, and then the rest in other words`(greets: Bool)
        async throws
    {
        let hubLoop = try Loop(name: "test-hub")
        let loop = try Loop(name: "test-client")
        let projector = Projector(loop: hubLoop)
        let log = MemoryEventLog(onCommit: { projector.deliver($0) })
        let endless: Int64 = 1 << 50
        let hub = Hub(
            log: log, projector: projector, patience: PresenceWatch.Patience(idle: endless, offline: endless))
        try await hub.start()
        let metrics = Metrics()
        let service = DialectService(
            hub: hub, metrics: metrics, seats: ReplaySeats(metrics: metrics), allowsDeflate: false,
            predecessors: Polls(loops: [loop]))
        // It takes nothing of a channel by itself, so all of the first is still to be sent when it changes.
        let outlet = FakeOutlet(loop)
        let visitor = Visitor(dialect: "test", grant: Grant([.read]), rewind: nil)
        let session = try #require(service.session(Reception(Changing(greets: greets)), outlet, visitor))
        func follow(_ order: @escaping @Sendable (isolated ConversationSession) -> Void) async {
            let work = await loop.run {
                session.assumeIsolated { session in
                    order(session)
                    return session.work
                }
            }
            await work?.value
        }
        await follow { $0.begin() }
        let first = try #require(outlet.place)
        _ = try await log.append(Entries.entries(2), mark: nil)
        await projector.reach(2)
        await follow { $0.hear([]) }
        let second = try #require(outlet.place)
        _ = try await log.append(Entries.entries(1), mark: nil)
        await projector.reach(3)

        let own = String(decoding: outlet.frames, as: UTF8.self)
        #expect(own.contains("before1") && own.contains("before2") && !own.contains("after"))
        let window = second.channel.window()
        let rest = String(decoding: window.bytes(from: second.position, to: window.end), as: UTF8.self)
        #expect(rest.contains("after3") && !rest.contains("after2"))
        #expect(first.channel !== second.channel)
        #expect(outlet.seqs == (greets ? [0, 2] : [0]))
        await hub.stop()
        await log.close()
        loop.stop()
        hubLoop.stop()
    }
}
