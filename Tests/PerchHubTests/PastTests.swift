import PerchDialects
import PerchHub
import PerchModel
import Testing

/// Asks for how many events there were, the past included.
private struct Counting: Subscription {
    func makeEncoder(from picture: some Picture) -> any FeedEncoder { Counter() }
    func past(at now: Timestamp) -> Past? { Past(.everything, since: .earliest, limit: 100) }
}

private struct Counter: FeedEncoder {
    private var count = 0
    var readsRows: Bool { false }
    var due: Timestamp? { nil }
    mutating func absorb(_ feed: Feed) { count += feed.batch.events.count }
    mutating func absorb(past: [Event]) { count += past.count }
    mutating func flush(at now: Timestamp, _ emit: (Message) -> Void) {}
    func greeting(at now: Timestamp) -> [Message]? { [Message(Array(String(count).utf8))] }
}

@Suite struct PastTests {
    private func text(_ greeting: [Message]) -> [String] { greeting.map { String(decoding: $0.bytes, as: UTF8.self) } }

    @Test func `An encoder is given the past up to where it began, once, and greets by what it knows`() async throws {
        let test = try await TestHub()
        let shape = Shape(Counting(), .eventStream(chunked: false))
        let projector = test.hub.projector
        _ = try await test.post(5)
        await test.settled()
        let seq = try #require(try await projector.lacking(shape))
        _ = try await test.post(2, from: 6)
        await test.settled()
        let past = try await Memory(log: test.hub.log).events(
            of: Past(.everything, since: .earliest, limit: 100), upTo: seq)
        await projector.give(past, to: shape)
        await projector.give(past, to: shape)
        #expect(try await projector.lacking(shape) == nil)
        #expect(text(try await projector.join(shape).greeting) == ["7"])
        await test.end()
    }

    @Test func `Who needs no past lacks none`() async throws {
        let test = try await TestHub()
        _ = try await test.post(5)
        await test.settled()
        #expect(
            try await test.hub.projector.lacking(Shape(StreamSubscription(.everything), .eventStream(chunked: false)))
                == nil)
        await test.end()
    }

    @Test func `A stretch of the past comes in order, the latest so many, from a moment on, of what was asked for`()
        async throws
    {
        let test = try await TestHub()
        _ = try await test.post(3000)
        let memory = Memory(log: test.hub.log)
        let latest = try await memory.events(of: Past(.everything, since: .earliest, limit: 1500), upTo: 2900)
        #expect(latest.map(\.seq) == Array(1401...2900))
        let mine = try await memory.events(of: Past(EventFilter(agent: "a3"), since: .earliest, limit: 5), upTo: 100)
        #expect(mine.map(\.seq) == [66, 73, 80, 87, 94])
        #expect(try await memory.events(of: Past(.everything, since: .latest, limit: 5), upTo: 100).isEmpty)
        await test.end()
    }

    @Test func `A replay knows the past of where it stands`() async throws {
        let test = try await TestHub()
        _ = try await test.post(50)
        await test.settled()
        let replay = Replay(log: test.hub.log, archive: test.hub.archive, subscription: Counting())
        _ = try await replay.seek(to: .seq(30))
        #expect(text(await replay.greeting(at: .now)) == ["30"])
        await replay.play(at: 1000)
        _ = try await replay.step(microseconds: 1_000_000)
        #expect(text(await replay.greeting(at: .now)) == ["50"])
        await test.end()
    }
}
