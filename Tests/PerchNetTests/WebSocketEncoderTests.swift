import Testing

@testable import PerchNet

@Suite struct WebSocketEncoderTests {
    @Test(arguments: [0, 1, 7, 8, 125, 126, 65535, 65536, 100_000])
    func `A frame is what the RFC says, masked and unmasked`(count: Int) {
        let payload = [UInt8](repeating: 0x61, count: count)
        #expect(FrameEncoder.frame(.text, payload) == TestFrame(opcode: 1, payload: payload, mask: nil).bytes)
        var encoder = FrameEncoder()
        encoder.append(.binary, payload, key: UInt32(littleEndian: 0x0403_0201), isFinal: false, isCompressed: true)
        #expect(
            encoder.bytes
                == TestFrame(opcode: 2, payload: payload, isFinal: false, reserved: 4, mask: [1, 2, 3, 4]).bytes)
    }

    @Test func `What a client encodes a server understands`() {
        var encoder = FrameEncoder()
        encoder.append(.text, Array("a".utf8), key: 77, isFinal: false)
        encoder.append(.ping, [1, 2, 3], key: 0xFFFF_FFFF)
        encoder.append(.continuation, Array("b".utf8), key: 0)
        encoder.appendClose(.goingAway, reason: "bye", key: 5)
        var machine = WebSocketMachine(role: .server, pool: WebSocketPool())
        #expect(
            machine.receive(encoder.bytes)
                == [.ping([1, 2, 3]), .text("ab"), .close(.goingAway, reason: "bye")])
    }

    @Test func `A close never breaks the rules itself`() {
        #expect(FrameEncoder.closePayload(nil, reason: "lost") == [])
        #expect(FrameEncoder.closePayload(.noStatus, reason: "lost") == [])
        let long = FrameEncoder.closePayload(.normal, reason: String(repeating: "€", count: 100))
        #expect(long.count == 2 + 41 * 3)
        #expect(String(validating: long[2...], as: UTF8.self) == String(repeating: "€", count: 41))
    }

    @Test func `A control frame is cut at 125 bytes`() {
        let frame = FrameEncoder.frame(.ping, [UInt8](repeating: 1, count: 200))
        #expect(frame == TestFrame(opcode: 9, payload: [UInt8](repeating: 1, count: 125), mask: nil).bytes)
    }
}
