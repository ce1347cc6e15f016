import Testing

@testable import PerchNet

/// Bytes of a text, and how many of them must be taken before it fails; nil when it is good.
private let table: [(bytes: [UInt8], failsAt: Int?)] = [
    ([], nil),
    ([0x00], nil),
    ([0x7F], nil),
    ([0x80], 0),
    ([0xBF], 0),
    ([0xC0, 0x80], 0),
    ([0xC1, 0xBF], 0),
    ([0xC2, 0x80], nil),
    ([0xC2, 0x7F], 1),
    ([0xC2, 0xC0], 1),
    ([0xDF, 0xBF], nil),
    ([0xE0, 0x9F, 0xBF], 1),
    ([0xE0, 0xA0, 0x80], nil),
    ([0xE1, 0x80, 0xC0], 2),
    ([0xED, 0x9F, 0xBF], nil),
    ([0xED, 0xA0, 0x80], 1),
    ([0xED, 0xBF, 0xBF], 1),
    ([0xEE, 0x80, 0x80], nil),
    ([0xEF, 0xBF, 0xBF], nil),
    ([0xF0, 0x8F, 0xBF, 0xBF], 1),
    ([0xF0, 0x90, 0x80, 0x80], nil),
    ([0xF3, 0xBF, 0xBF, 0xBF], nil),
    ([0xF4, 0x8F, 0xBF, 0xBF], nil),
    ([0xF4, 0x90, 0x80, 0x80], 1),
    ([0xF5, 0x80, 0x80, 0x80], 0),
    ([0xF8], 0),
    ([0xFF], 0),
]

@Suite struct WebSocketUTF8Tests {
    @Test(arguments: table)
    func `Text fails at its first impossible byte`(bytes: [UInt8], failsAt: Int?) {
        // Behind ASCII of all lengths, so that every path of the fast loop is met.
        for padding in 0..<18 {
            let text = [UInt8](repeating: 0x61, count: padding) + bytes + [0x62]
            for cut in 0...text.count {
                var validator = UTF8Validator()
                let head = validator.accept(Array(text[..<cut]).span)
                #expect(head == (failsAt.map { cut <= padding + $0 } ?? true))
                guard head else { continue }
                #expect(validator.accept(Array(text[cut...]).span) == (failsAt == nil))
                if failsAt == nil { #expect(validator.isComplete) }
            }
        }
    }

    @Test func `It agrees with the standard library on random bytes`() {
        var random = SeededRandom(state: 3)
        let alphabet: [UInt8] = [0x61, 0x80, 0x9F, 0xA0, 0xBF, 0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5]
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...6, using: &random)
            let text = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            var validator = UTF8Validator()
            let isValid = validator.accept(text.span) && validator.isComplete
            #expect(isValid == (String(validating: text, as: UTF8.self) != nil))
        }
    }

    @Test(arguments: ["é", "€", "😀"])
    func `A text that ends within a character is not complete`(_ character: String) {
        let bytes = Array(character.utf8)
        for cut in 1..<bytes.count {
            var validator = UTF8Validator()
            let isGood = validator.accept(Array(bytes[..<cut]).span)
            #expect(isGood)
            #expect(!validator.isComplete)
        }
    }
}
