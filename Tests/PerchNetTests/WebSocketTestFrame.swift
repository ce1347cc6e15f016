@testable import PerchNet

/// Builds frames by the letter of RFC 6455 5.2, wrong ones too, without the code under test.
struct TestFrame: Sendable {
    var opcode: UInt8
    var payload: [UInt8] = []
    var isFinal = true
    var reserved: UInt8 = 0
    var mask: [UInt8]? = [0x37, 0xFA, 0x21, 0x3D]
    /// What the length field says instead of the truth.
    var claimedLength: UInt64?
    /// 7, 16 or 64 bits instead of the shortest form.
    var lengthBits: Int?

    var bytes: [UInt8] {
        let length = claimedLength ?? UInt64(payload.count)
        let bits = lengthBits ?? (length < 126 ? 7 : length < 65536 ? 16 : 64)
        let maskBit: UInt8 = mask == nil ? 0 : 0x80
        var out: [UInt8] = [(isFinal ? 0x80 : 0) | reserved << 4 | opcode]
        switch bits {
        case 7: out.append(maskBit | UInt8(length))
        case 16: out += [maskBit | 126, UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF)]
        default: out += [maskBit | 127] + (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
        }
        guard let mask else { return out + payload }
        return out + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }

    static func text(_ text: String, isFinal: Bool = true) -> [UInt8] {
        TestFrame(opcode: 1, payload: Array(text.utf8), isFinal: isFinal).bytes
    }

    static func binary(_ payload: [UInt8], isFinal: Bool = true) -> [UInt8] {
        TestFrame(opcode: 2, payload: payload, isFinal: isFinal).bytes
    }

    static func more(_ payload: [UInt8], isFinal: Bool = true) -> [UInt8] {
        TestFrame(opcode: 0, payload: payload, isFinal: isFinal).bytes
    }

    static func ping(_ payload: [UInt8] = []) -> [UInt8] { TestFrame(opcode: 9, payload: payload).bytes }

    static func close(_ code: UInt16, _ reason: [UInt8] = []) -> [UInt8] {
        TestFrame(opcode: 8, payload: [UInt8(code >> 8), UInt8(code & 0xFF)] + reason).bytes
    }

    /// A compressed message in as many frames as there are cuts, RSV1 on the first.
    static func compressed(_ opcode: UInt8, _ payload: [UInt8], cut size: Int = .max) -> [UInt8] {
        guard payload.count > size else { return TestFrame(opcode: opcode, payload: payload, reserved: 4).bytes }
        let pieces = stride(from: 0, to: payload.count, by: size).map {
            Array(payload[$0..<min($0 + size, payload.count)])
        }
        return pieces.enumerated().flatMap { index, piece in
            TestFrame(
                opcode: index == 0 ? opcode : 0, payload: piece, isFinal: index == pieces.count - 1,
                reserved: index == 0 ? 4 : 0
            ).bytes
        }
    }
}

/// A small repeatable source of randomness (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) } }
}
