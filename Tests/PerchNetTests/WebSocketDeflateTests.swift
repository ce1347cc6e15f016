import Testing

@testable import PerchNet

private let text = String(repeating: "Perch shows what agents do. ", count: 300)

@Suite struct WebSocketDeflateTests {
    private func echo(_ payload: [UInt8], opcode: UInt8 = 1, cut: Int = .max, limit: Int = 1 << 20) -> [WebSocketAction]
    {
        var machine = WebSocketMachine(role: .server, messageLimit: limit, deflates: true, pool: WebSocketPool())
        return machine.receive(TestFrame.compressed(opcode, payload, cut: cut)).map(\.withoutReason)
    }

    @Test(arguments: 9...15)
    func `A message comes back whole for every window`(bits: Int) {
        let deflater = MessageDeflater(windowBits: bits)
        var random = SeededRandom(state: UInt64(bits))
        for message in [Array(text.utf8), [0x41], random.bytes(100_000), [UInt8](repeating: 0, count: 200_000)] {
            #expect(echo(deflater.deflate(message), opcode: 2) == [.binary(message)])
        }
    }

    @Test func `An empty message is one byte, and no bytes are an empty message too`() {
        #expect(MessageDeflater().deflate([]) == [0])
        #expect(echo([0]) == [.text("")])
        #expect(echo([]) == [.text("")])
    }

    @Test(arguments: [1, 2, 3, 7, 64])
    func `A compressed message may come in many fragments`(size: Int) {
        #expect(echo(MessageDeflater().deflate(Array(text.utf8)), cut: size) == [.text(text)])
    }

    @Test func `The examples of RFC 7692 are understood`() {
        // 7.2.3.1 one block; 7.2.3.3 stored; 7.2.3.4 a final block; 7.2.3.5 two blocks.
        #expect(echo([0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]) == [.text("Hello")])
        #expect(echo([0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00]) == [.text("Hello")])
        #expect(echo([0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00]) == [.text("Hello")])
        #expect(
            echo([0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00]) == [.text("Hello")])
    }

    @Test func `Messages with and without compression follow one another`() {
        var machine = WebSocketMachine(role: .server, deflates: true, pool: WebSocketPool())
        let packed = MessageDeflater().deflate(Array("packed".utf8))
        let bytes = TestFrame.compressed(1, packed) + TestFrame.text("plain") + TestFrame.compressed(1, packed)
        #expect(machine.receive(bytes) == [.text("packed"), .text("plain"), .text("packed")])
    }

    @Test func `Fragments of two connections interleave on one pool`() {
        let pool = WebSocketPool()
        let machines = [Peer(pool: pool), Peer(pool: pool)]
        let texts = [text, String(text.reversed())]
        let frames = texts.map { TestFrame.compressed(1, MessageDeflater().deflate(Array($0.utf8)), cut: 5) }
        for index in 0..<max(frames[0].count, frames[1].count) {
            for peer in 0..<2 where index < frames[peer].count {
                machines[peer].take(frames[peer][index])
            }
        }
        #expect(machines.map(\.said) == texts.map { [.text($0)] })
    }

    @Test func `A bomb stops at the limit`() {
        let bomb = MessageDeflater().deflate([UInt8](repeating: 0, count: 16 << 20))
        #expect(bomb.count < 20_000)
        #expect(echo(bomb, opcode: 2, limit: 64 << 10) == [.fail(.messageTooBig)])
        #expect(echo(bomb, opcode: 2, limit: 16 << 20) == [.binary([UInt8](repeating: 0, count: 16 << 20))])
    }

    @Test func `Empty blocks without end are no way round the limit`() {
        let blocks = (0..<400).flatMap { _ in [0x00, 0x00, 0x00, 0xFF, 0xFF] as [UInt8] }
        #expect(echo(blocks + [0], opcode: 2, limit: 100) == [.fail(.messageTooBig)])
    }

    @Test func `What does not inflate, or stops half way, is invalid`() {
        let packed = MessageDeflater().deflate(Array(text.utf8))
        #expect(echo([0xFF, 0xFF, 0xFF]) == [.fail(.invalidPayload)])
        #expect(echo(Array(packed.dropLast(4))) == [.fail(.invalidPayload)])
    }

    @Test func `Invalid text fails while it inflates`() {
        let message = Array("fine".utf8) + [0xFF] + SeededRandom.ascii(60_000)
        let frames = TestFrame.compressed(1, MessageDeflater().deflate(message), cut: 1000)
        var machine = WebSocketMachine(role: .server, deflates: true, pool: WebSocketPool())
        // zlib tells of a block as soon as it can: long before the message ends.
        #expect(machine.receive(Array(frames[..<(frames.count / 2)])).map(\.withoutReason) == [.fail(.invalidPayload)])
    }
}

/// A machine in a box, because machines cannot be copied into an array.
private final class Peer {
    private var machine: WebSocketMachine
    private(set) var said: [WebSocketAction] = []

    init(pool: WebSocketPool) {
        machine = WebSocketMachine(role: .server, deflates: true, pool: pool)
    }

    func take(_ byte: UInt8) {
        said += machine.receive([byte])
    }
}

extension SeededRandom {
    fileprivate static func ascii(_ count: Int) -> [UInt8] {
        var random = SeededRandom(state: 9)
        return random.bytes(count).map { $0 & 0x7F }
    }
}
