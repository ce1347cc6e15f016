import Testing

@testable import PerchNet

@Suite struct ChannelTests {
    private func channel(retaining bytes: Int = 1 << 20, segment: Int = 1024, after tag: Int64? = nil) -> Channel {
        Channel(retaining: bytes, startingAfter: tag, segmentCapacity: segment)
    }

    @Test func `What is appended is seen only once published`() {
        let channel = channel()
        channel.append([1, 2, 3], tag: 1)
        #expect(channel.end == 0)
        #expect(channel.window().bytes(from: 0, to: 0) == [])
        channel.publish()
        #expect(channel.end == 3)
        #expect(channel.window().bytes(from: 0, to: 3) == [1, 2, 3])
    }

    @Test func `A window does not change when the channel goes on`() {
        let channel = channel(retaining: 2048)
        channel.append([1, 2, 3], tag: 1)
        channel.publish()
        let window = channel.window()
        for tag in 2...100 { channel.append([UInt8](repeating: 9, count: 500), tag: Int64(tag)) }
        channel.publish()
        #expect(window.end == 3)
        #expect(window.bytes(from: 0, to: 3) == [1, 2, 3])
        #expect(channel.window().hasLost(0))
    }

    @Test func `A frame larger than a segment has one of its own`() {
        let channel = channel(segment: 64)
        let frames: [[UInt8]] = [[1], [UInt8](repeating: 2, count: 1000), [3]]
        for (index, frame) in frames.enumerated() { channel.append(frame, tag: Int64(index)) }
        channel.publish()
        let window = channel.window()
        #expect(window.bytes(from: 0, to: window.end) == frames.flatMap { $0 })
        #expect(window.boundary(atOrAfter: 2) == 1001)
        #expect(window.boundary(atOrBefore: 1000) == 1)
    }

    @Test func `A frame beyond what may be kept is lost for its readers and known to be`() {
        let channel = channel(after: 0)
        channel.limit(retaining: 1 << 20, largest: 1000)
        channel.append([1, 2, 3], tag: 1)
        channel.publish()
        let before = channel.end
        channel.append([UInt8](repeating: 4, count: 1001), tag: 2)
        channel.publish()
        #expect(channel.end == before + 1001)
        #expect(channel.window().hasLost(before))
        #expect(channel.position(after: 1) == nil)
        #expect(channel.position(after: 2) == channel.end)
        channel.append([5], tag: 3)
        channel.publish()
        let window = channel.window()
        #expect(!window.hasLost(before + 1001))
        #expect(window.bytes(from: before + 1001, to: window.end) == [5])
        #expect(window.position(after: 2) == before + 1001)
        #expect(window.position(after: 3) == window.end)
    }

    @Test func `A channel that may hold less lets go at once`() {
        let channel = channel(segment: 100)
        for tag in 1...10 { channel.append([UInt8](repeating: 7, count: 100), tag: Int64(tag)) }
        channel.publish()
        channel.limit(retaining: 300, largest: 1000)
        #expect(channel.window().start == 700)
    }

    @Test func `No frame is split between segments`() {
        let channel = channel(segment: 100)
        for tag in 0..<10 { channel.append([UInt8](repeating: 7, count: 60), tag: Int64(tag)) }
        channel.publish()
        var chunks: [Int] = []
        unsafe channel.window().forEachChunk(from: 0) { chunk in
            chunks.append(chunk.count)
            return true
        }
        #expect(chunks == [Int](repeating: 60, count: 10))
    }

    @Test func `Chunks stop coming when the reader has enough`() {
        let channel = channel(segment: 100)
        for tag in 0..<10 { channel.append([UInt8](repeating: 7, count: 100), tag: Int64(tag)) }
        channel.publish()
        var taken = 0
        unsafe channel.window().forEachChunk(from: 50) { chunk in
            taken += chunk.count
            return taken < 200
        }
        #expect(taken == 250)
    }

    @Test func `A position after a tag is where newer frames begin`() {
        let channel = channel(after: 9)
        for tag in [10, 12, 12, 15] as [Int64] { channel.append([UInt8](repeating: 0, count: 10), tag: tag) }
        channel.publish()
        #expect(channel.position(after: 8) == nil)
        #expect(channel.position(after: 9) == 0)
        #expect(channel.position(after: 10) == 10)
        #expect(channel.position(after: 11) == 10)
        #expect(channel.position(after: 12) == 30)
        #expect(channel.position(after: 14) == 30)
        #expect(channel.position(after: 15) == 40)
        #expect(channel.position(after: 99) == 40)
    }

    @Test func `Without a known beginning nothing older than the first frame is promised`() {
        let channel = channel()
        #expect(channel.position(after: 5) == nil)
        channel.append([1], tag: 10)
        channel.publish()
        #expect(channel.position(after: 9) == nil)
        #expect(channel.position(after: 10) == 1)
    }

    @Test func `What was dropped is told, and memory stays bounded`() {
        let channel = channel(retaining: 4096, segment: 1024, after: 0)
        for tag in 1...1000 {
            channel.append([UInt8](repeating: UInt8(tag & 0xFF), count: 100), tag: Int64(tag))
            channel.publish()
        }
        let window = channel.window()
        #expect(window.end == 100_000)
        #expect(window.end - window.start <= 4096)
        #expect(window.hasLost(window.start - 1))
        #expect(!window.hasLost(window.start))
        let oldest = Int64(window.start / 100)
        #expect(window.position(after: oldest - 1) == nil)
        #expect(window.position(after: oldest) == window.start)
    }

    @Test func `A batch larger than the bound loses its oldest frames, and readers are told`() {
        let channel = channel(retaining: 2048, segment: 1024, after: 0)
        channel.append([1], tag: 1)
        channel.publish()
        for tag in 2...50 { channel.append([UInt8](repeating: 0, count: 1000), tag: Int64(tag)) }
        #expect(!channel.window().hasLost(1))
        #expect(channel.window().bytes(from: 1, to: 1) == [])
        channel.publish()
        #expect(channel.window().hasLost(1))
    }

    @Test func `A WebSocket frame is encoded in place`() {
        for count in [0, 5, 125, 126, 70_000] {
            let channel = channel()
            let payload = [UInt8](repeating: 0x61, count: count)
            channel.append(.text, payload: payload, tag: 1)
            channel.append(payload, payload, tag: 2)
            channel.publish()
            let window = channel.window()
            #expect(
                window.bytes(from: 0, to: window.end) == FrameEncoder.frame(.text, payload) + payload + payload)
        }
    }

    @Test func `Random histories agree with a simple model`() {
        var random = SeededRandom(state: 11)
        for _ in 0..<60 {
            let channel = channel(retaining: Int.random(in: 0...3000, using: &random), segment: 256, after: 0)
            var model = ChannelModel()
            for _ in 0..<120 {
                let frame = random.bytes(Int.random(in: 1...Int.random(in: 1...400, using: &random), using: &random))
                model.append(frame, advancing: Int64.random(in: 0...2, using: &random))
                channel.append(frame, tag: model.tag)
                if Bool.random(using: &random) {
                    channel.publish()
                    model.publish()
                    model.check(channel.window(), at: &random)
                }
            }
        }
    }
}

/// Everything ever appended, without segments or bounds.
private struct ChannelModel {
    private(set) var tag: Int64 = 0
    private var bytes: [UInt8] = []
    private var boundaries: [Position] = [0]
    private var tags: [Int64] = []
    private var published = 0

    mutating func append(_ frame: [UInt8], advancing step: Int64) {
        tag += step
        bytes += frame
        boundaries.append(Position(bytes.count))
        tags.append(tag)
    }

    mutating func publish() { published = tags.count }

    func check(_ window: Window, at random: inout SeededRandom) {
        #expect(window.end == boundaries[published])
        #expect(boundaries.contains(window.start))
        #expect(window.bytes(from: window.start, to: window.end) == Array(bytes[Int(window.start)..<Int(window.end)]))
        let position = Position.random(in: window.start...window.end, using: &random)
        #expect(window.boundary(atOrAfter: position) == boundaries.first { $0 >= position })
        #expect(window.boundary(atOrBefore: position) == boundaries.last { $0 <= position })
        let kept = boundaries[...published].filter { $0 >= window.start }
        let first = Int.random(in: 0..<kept.count, using: &random)
        let count = Int.random(in: 0...20, using: &random)
        #expect(window.position(after: count, framesFrom: kept[first]) == kept[min(first + count, kept.count - 1)])
        let asked = Int64.random(in: -1...tag + 1, using: &random)
        // The boundary behind the last published frame whose tag is at most the one asked for.
        let expected = boundaries[tags[..<published].prefix { $0 <= asked }.count]
        let isKept = expected >= window.start && asked >= 0
        if let answer = window.position(after: asked) {
            #expect(answer == expected && isKept)
        } else {
            // Equal tags on both sides of the edge make the channel refuse what it could just have answered.
            #expect(!isKept || expected == window.start)
        }
    }
}
