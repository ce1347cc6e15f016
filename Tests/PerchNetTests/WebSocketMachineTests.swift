import Testing

@testable import PerchNet

private let hello = Array("hello".utf8)
private let big = [UInt8](repeating: 0x2A, count: 65536)
private let invalid: [UInt8] = [0xCE, 0xBA, 0xED, 0xA0, 0x80, 0x65]

private let messages: [Dialogue] = [
    Dialogue("one text", [TestFrame.text("hello")], [.text("hello")]),
    Dialogue("empty text", [TestFrame.text("")], [.text("")]),
    Dialogue("empty binary", [TestFrame.binary([])], [.binary([])]),
    Dialogue("two at once", [TestFrame.text("a"), TestFrame.binary([1])], [.text("a"), .binary([1])]),
    Dialogue("125 bytes", [TestFrame.binary(Array(big[..<125]))], [.binary(Array(big[..<125]))]),
    Dialogue("126 bytes", [TestFrame.binary(Array(big[..<126]))], [.binary(Array(big[..<126]))]),
    Dialogue("65535 bytes", [TestFrame.binary(Array(big[..<65535]))], [.binary(Array(big[..<65535]))]),
    Dialogue("65536 bytes", [TestFrame.binary(big)], [.binary(big)]),
    Dialogue(
        "three fragments",
        [
            TestFrame.text("a", isFinal: false), TestFrame.more([0x62], isFinal: false), TestFrame.more([0x63]),
        ], [.text("abc")]),
    Dialogue(
        "empty fragments",
        [
            TestFrame.text("", isFinal: false), TestFrame.more([], isFinal: false), TestFrame.more([]),
        ], [.text("")]),
    Dialogue(
        "a character over fragments",
        [
            TestFrame(opcode: 1, payload: [0xE2], isFinal: false).bytes, TestFrame.more([0x82], isFinal: false),
            TestFrame.more([0xAC]),
        ], [.text("€")]),
    Dialogue(
        "a ping between fragments",
        [
            TestFrame.text("a", isFinal: false), TestFrame.ping(hello), TestFrame.more([0x62]),
        ], [.ping(hello), .text("ab")]),
    Dialogue(
        "a close between fragments", [TestFrame.text("a", isFinal: false), TestFrame.close(1000)],
        [.close(.normal, reason: "")]),
    Dialogue(
        "ping, pong and their sizes",
        [
            TestFrame.ping(), TestFrame.ping(Array(big[..<125])), TestFrame(opcode: 10, payload: hello).bytes,
        ], [.ping([]), .ping(Array(big[..<125])), .pong(hello)]),
    Dialogue(
        "a server's frame to a client", [TestFrame(opcode: 1, payload: hello, mask: nil).bytes], [.text("hello")],
        role: .client),
]

private let closes: [Dialogue] = [
    Dialogue("empty close", [TestFrame(opcode: 8).bytes], [.close(nil, reason: "")]),
    Dialogue("one byte", [TestFrame(opcode: 8, payload: [3]).bytes], [.fail(.protocolError)]),
    Dialogue("code and reason", [TestFrame.close(1000, hello)], [.close(.normal, reason: "hello")]),
    Dialogue(
        "longest reason", [TestFrame.close(1000, Array(big[..<123]))],
        [.close(.normal, reason: String(repeating: "*", count: 123))]),
    Dialogue("reason not UTF-8", [TestFrame.close(1000, invalid)], [.fail(.invalidPayload)]),
    Dialogue("126 bytes", [TestFrame(opcode: 8, payload: Array(big[..<126])).bytes], [.fail(.protocolError)]),
    Dialogue(
        "nothing is heard after", [TestFrame.close(1000), TestFrame.text("x"), TestFrame.ping()],
        [.close(.normal, reason: "")]),
]

private let failures: [Dialogue] = [
    Dialogue("unmasked client", [TestFrame(opcode: 1, payload: hello, mask: nil).bytes], [.fail(.protocolError)]),
    Dialogue("masked server", [TestFrame.text("x")], [.fail(.protocolError)], role: .client),
    Dialogue("continuation of nothing", [TestFrame.more(hello)], [.fail(.protocolError)]),
    Dialogue(
        "continuation after the end", [TestFrame.text("a"), TestFrame.more(hello)],
        [.text("a"), .fail(.protocolError)]),
    Dialogue(
        "message within a message", [TestFrame.text("a", isFinal: false), TestFrame.text("b")],
        [.fail(.protocolError)]),
    Dialogue("fragmented ping", [TestFrame(opcode: 9, isFinal: false).bytes], [.fail(.protocolError)]),
    Dialogue("long ping", [TestFrame(opcode: 9, payload: Array(big[..<126])).bytes], [.fail(.protocolError)]),
    Dialogue(
        "length longer than needed, 16 bits", [TestFrame(opcode: 2, payload: hello, lengthBits: 16).bytes],
        [.fail(.protocolError)]),
    Dialogue(
        "length longer than needed, 64 bits", [TestFrame(opcode: 2, payload: hello, lengthBits: 64).bytes],
        [.fail(.protocolError)]),
    Dialogue(
        "highest bit of the length", [TestFrame(opcode: 2, claimedLength: 1 << 63).bytes], [.fail(.protocolError)]),
    Dialogue(
        "RSV1 without deflate", [TestFrame(opcode: 1, payload: hello, reserved: 4).bytes], [.fail(.protocolError)]),
    Dialogue("RSV1 on a ping", [TestFrame(opcode: 9, reserved: 4).bytes], [.fail(.protocolError)], deflates: true),
    Dialogue(
        "RSV1 on a continuation", [TestFrame.text("a", isFinal: false), TestFrame(opcode: 0, reserved: 4).bytes],
        [.fail(.protocolError)], deflates: true),
    Dialogue("not UTF-8", [TestFrame(opcode: 1, payload: invalid).bytes], [.fail(.invalidPayload)]),
    Dialogue("half a character at the end", [TestFrame(opcode: 1, payload: [0xC3]).bytes], [.fail(.invalidPayload)]),
    Dialogue(
        "not UTF-8 over fragments",
        [
            TestFrame(opcode: 1, payload: [0xED], isFinal: false).bytes, TestFrame.more([0xA0], isFinal: false),
        ], [.fail(.invalidPayload)]),
    Dialogue("binary need not be UTF-8", [TestFrame.binary(invalid)], [.binary(invalid)]),
    Dialogue(
        "too big by its header", [Array(TestFrame.binary([UInt8](repeating: 0, count: 11))[..<6])],
        [.fail(.messageTooBig)], limit: 10),
    Dialogue(
        "too big over fragments",
        [
            TestFrame.binary([1, 2, 3, 4, 5, 6], isFinal: false), Array(TestFrame.more([1, 2, 3, 4, 5])[..<6]),
        ], [.fail(.messageTooBig)], limit: 10),
    Dialogue(
        "as big as may be over fragments",
        [
            TestFrame.binary([1, 2, 3, 4, 5, 6], isFinal: false), TestFrame.more([7, 8, 9, 10]),
        ], [.binary([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])], limit: 10),
]

private let reserved: [Dialogue] =
    [UInt8](3...7).map { Dialogue("opcode \($0)", [TestFrame(opcode: $0).bytes], [.fail(.protocolError)]) }
    + [UInt8](11...15).map { Dialogue("opcode \($0)", [TestFrame(opcode: $0).bytes], [.fail(.protocolError)]) }
    + [UInt8](1...7).map { bits in
        Dialogue("RSV \(bits)", [TestFrame(opcode: 2, reserved: bits).bytes], [.fail(.protocolError)])
    }
    + [UInt8](1...3).map { bits in
        Dialogue(
            "RSV \(bits) with deflate", [TestFrame(opcode: 2, reserved: bits).bytes], [.fail(.protocolError)],
            deflates: true)
    }

private let codes: [Dialogue] =
    [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999].map { code in
        Dialogue("code \(code)", [TestFrame.close(code)], [.close(CloseCode(rawValue: code), reason: "")])
    }
    + [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535].map { code in
        Dialogue("code \(code)", [TestFrame.close(code)], [.fail(.protocolError)])
    }

@Suite struct WebSocketMachineTests {
    @Test(arguments: messages + closes + failures + reserved + codes)
    func `A dialogue has one outcome however its bytes are cut`(_ dialogue: Dialogue) {
        #expect(dialogue.answer { .max } == dialogue.actions)
        #expect(dialogue.answer { 1 } == dialogue.actions)
        var random = SeededRandom(state: 7)
        for _ in 0..<4 {
            #expect(dialogue.answer { Int.random(in: 1...9, using: &random) } == dialogue.actions)
            #expect(dialogue.answer { Int.random(in: 1...5000, using: &random) } == dialogue.actions)
        }
    }

    @Test func `Invalid text fails before its frame ends`() {
        var machine = WebSocketMachine(role: .server, pool: WebSocketPool())
        let good = Array("κόσμε".utf8)
        let frame = TestFrame(opcode: 1, payload: good + [0xF4, 0x90, 0x80, 0x80] + hello).bytes
        let judge = 6 + good.count + 1  // behind header and key: F4 may begin a character, but 90 cannot follow it
        #expect(machine.receive(Array(frame[..<judge])) == [])
        #expect(machine.receive([frame[judge]]).map(\.withoutReason) == [.fail(.invalidPayload)])
        let isOver = machine.isOver
        #expect(isOver)
        #expect(machine.receive(Array(frame[judge...])) == [])
    }

    @Test func `A frame in progress keeps its reader to itself`() {
        let pool = WebSocketPool()
        var one = WebSocketMachine(role: .server, pool: pool)
        var two = WebSocketMachine(role: .server, pool: pool)
        let frame = TestFrame.text("hello")
        #expect(one.receive(Array(frame[..<8])) == [])
        #expect(two.receive(frame) == [.text("hello")])
        #expect(one.receive(Array(frame[8...])) == [.text("hello")])
    }

    @Test func `A large message in tiny fragments takes linear time`() {
        let fragment = [UInt8](repeating: 0x61, count: 64)
        let count = 16 << 10
        var bytes = TestFrame.text(String(repeating: "a", count: 64), isFinal: false)
        for _ in 0..<count - 2 { bytes += TestFrame.more(fragment, isFinal: false) }
        bytes += TestFrame.more(fragment)
        var machine = WebSocketMachine(role: .server, messageLimit: 1 << 20, pool: WebSocketPool())
        #expect(machine.receive(bytes) == [.message(.text, [UInt8](repeating: 0x61, count: 64 * count))])
    }

    @Test func `Random bytes never crash it, and nothing is said after the end`() {
        var random = SeededRandom(state: 42)
        for round in 0..<3000 {
            var machine = WebSocketMachine(
                role: round % 2 == 0 ? .server : .client, messageLimit: 4096, deflates: round % 3 == 0,
                pool: WebSocketPool())
            var bytes = random.bytes(Int.random(in: 1...200, using: &random))
            // Steered towards plausible frames, or nearly all would fail at the first byte.
            bytes[0] &= round % 3 == 0 ? 0xCB : 0x8B
            if bytes.count > 1, round % 2 == 0 { bytes[1] |= 0x80 }
            let actions = machine.receive(bytes)
            let isOver = machine.isOver
            #expect(isOver == (actions.last?.isLast ?? false))
            if isOver { #expect(machine.receive(bytes) == []) }
            #expect(actions.dropLast().allSatisfy { !$0.isLast })
        }
    }
}

extension WebSocketAction {
    fileprivate var isLast: Bool {
        switch self {
        case .message, .ping, .pong: false
        case .close, .fail: true
        }
    }
}
