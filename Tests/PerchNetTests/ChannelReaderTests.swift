import Synchronization
import Testing

@testable import PerchNet

@Suite struct ChannelReaderTests {
    /// A waker that counts, and resumes whoever waits.
    private final class Bell: ChannelWaker {
        private let rings = Mutex(0)

        var count: Int { rings.withLock { $0 } }

        func wake(_ subscription: ChannelSubscription) {
            rings.withLock { $0 += 1 }
        }
    }

    @Test func `Publishing wakes a subscriber once until it looks`() {
        let channel = Channel()
        let bell = Bell()
        let subscription = channel.subscribe(bell)
        for tag in 1...5 {
            channel.append([1], tag: Int64(tag))
            channel.publish()
        }
        #expect(bell.count == 1)
        #expect(subscription.takeWindow().end == 5)
        channel.publish()
        #expect(bell.count == 1, "nothing new, nobody is woken")
        channel.append([1], tag: 6)
        channel.publish()
        #expect(bell.count == 2)
        subscription.cancel()
    }

    @Test func `A channel is idle without subscribers`() {
        let channel = Channel()
        let bell = Bell()
        #expect(channel.isIdle)
        let subscription = channel.subscribe(bell)
        #expect(!channel.isIdle)
        subscription.cancel()
        #expect(channel.isIdle)
        channel.append([1], tag: 1)
        channel.publish()
        #expect(bell.count == 0)
    }

    @Test func `A subscription that is let go of is cancelled`() {
        let channel = Channel()
        let bell = Bell()
        var subscription: ChannelSubscription? = channel.subscribe(bell)
        #expect(subscription?.channel === channel && !channel.isIdle)
        subscription = nil
        #expect(channel.isIdle)
    }

    @Test func `A channel keeps neither its subscriptions nor who is woken alive`() {
        let channel = Channel()
        weak var gone: Bell?
        var subscription: ChannelSubscription?
        do {
            let bell = Bell()
            gone = bell
            subscription = channel.subscribe(bell)
        }
        #expect(gone == nil)
        channel.append([1], tag: 1)
        channel.publish()
        #expect(subscription?.takeWindow().end == 1)
    }

    @Test func `Readers on other threads see every byte in order while it is written`() async {
        let channel = Channel(retaining: 64 << 20, startingAfter: 0, segmentCapacity: 4096)
        let frames = 20_000
        let expected = Self.frames(frames)
        await withTaskGroup(of: Bool.self) { group in
            for reader in 0..<3 {
                group.addTask { await Self.follow(channel, until: expected.count, reader) == expected }
            }
            group.addTask {
                var random = SeededRandom(state: 5)
                for tag in 0..<frames {
                    channel.append(Self.frame(tag), tag: Int64(tag))
                    if Int.random(in: 0..<7, using: &random) == 0 { channel.publish() }
                    if tag % 256 == 0 { await Task.yield() }
                }
                channel.publish()
                return true
            }
            for await isGood in group { #expect(isGood) }
        }
    }

    private static func frame(_ tag: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(truncatingIfNeeded: tag), count: 1 + tag % 97)
    }

    private static func frames(_ count: Int) -> [UInt8] {
        (0..<count).flatMap(frame)
    }

    /// Reads to the end as a slow socket would: at most some bytes each time, so that it stops within frames.
    @concurrent
    private static func follow(_ channel: Channel, until count: Int, _ seed: Int) async -> [UInt8] {
        var random = SeededRandom(state: UInt64(seed))
        var seen: [UInt8] = []
        while seen.count < count {
            let window = channel.window()
            let cursor = Position(seen.count)
            guard !window.hasLost(cursor) else { return seen }
            let stop = min(window.end, cursor + Position(Int.random(in: 1...20_000, using: &random)))
            seen += window.bytes(from: cursor, to: stop)
            let boundary = window.boundary(atOrAfter: stop)
            seen += window.bytes(from: stop, to: boundary)
            if stop == cursor { await Task.yield() }
        }
        return seen
    }
}
