@testable import PerchJSON
import Testing

/// Documents from a seed, whole and broken. The fault finder, which reads the grammar on its own, must agree with the parser
/// on every one of them: it finds nothing in what is accepted, and something in what is refused.
@Suite struct JSONFuzzTests {
    private let parser = JSONParser()

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `A document that is written reads back the same, and is written the same again`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        for _ in 0..<250 {
            let document = RandomDocument.random(depth: 6, &random)
            let bytes = written(document)
            let element = try parser.parse(bytes)
            #expect(RandomDocument(element) == document)
            #expect(element.text().bytes == bytes)
            #expect(try JSONText(validating: bytes, with: parser).bytes == bytes)
            #expect(!bytes.contains(UInt8(ascii: "\n")))
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `Every truncation of an object is refused`(seed: UInt64) {
        var random = SplitMix(state: seed)
        for _ in 0..<20 {
            let inner = RandomDocument.random(depth: 4, &random)
            let bytes = written(.object([("a", inner), ("b", .array([inner]))]))
            for end in 0..<min(bytes.count, 1500) {
                let outcome = outcome(of: Array(bytes[..<end]))
                #expect(outcome.refused && outcome.agreed, "seed \(seed), end \(end)")
            }
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `Bytes changed at random never crash, and both readers agree on what is left`(seed: UInt64) {
        var random = SplitMix(state: seed &* 977)
        let telling = Array("\"\\[]{}:,-+.eE019tfnu \n\u{0}".utf8) + [0x80, 0xC3, 0xE2, 0xED, 0xF0, 0xFF]
        var refused = 0
        for round in 0..<1500 {
            var bytes = written(.random(depth: 4, &random))
            for _ in 0...Int(random.next() % 3) {
                let byte = telling.randomElement(using: &random) ?? 0
                let place = Int.random(in: 0...bytes.count, using: &random)
                switch random.next() % 3 {
                case 0: bytes.insert(byte, at: place)
                case 1 where place < bytes.count: bytes[place] = byte
                case _ where place < bytes.count: bytes.remove(at: place)
                default: break
                }
            }
            let outcome = outcome(of: bytes)
            #expect(outcome.agreed, "seed \(seed), round \(round), \(bytes)")
            refused += outcome.refused ? 1 : 0
        }
        #expect(300..<1500 ~= refused)
    }

    @Test func `Bytes of no sense at all never crash`() {
        var random = SplitMix(state: 3)
        for round in 0..<3000 {
            let bytes = (0..<Int(random.next() % 200)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            #expect(outcome(of: bytes).agreed, "round \(round)")
        }
    }

    private func written(_ document: RandomDocument) -> [UInt8] {
        var writer = JSONWriter()
        document.write(to: &writer)
        return writer.bytes
    }

    private func outcome(of bytes: [UInt8]) -> (refused: Bool, agreed: Bool) {
        var fault = JSONFault(text: bytes[...], maxDepth: parser.limits.maxDepth)
        let found = fault.find()
        do {
            let element = try parser.parse(bytes)
            // What was accepted can be walked to its end and written, and is then accepted again.
            let again = (try? parser.parse(element.text().bytes).text()) == element.text()
            return (false, found == nil && again)
        } catch {
            let inside = error.offset.map { 0...bytes.count ~= $0 } ?? false
            return (true, inside && (found != nil || error.code == .invalidUTF8))
        }
    }
}
