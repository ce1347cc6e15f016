import Testing

@testable import PerchCommand

/// The batches of a text that comes in pieces of so many bytes.
private func batches(_ text: String, piece: Int = 3, lines: Int = 100, bytes: Int = 1_000, longest: Int = 200) throws
    -> [LineBatch]
{
    var batcher = LineBatcher(maxBytes: bytes, maxLines: lines, maxLineBytes: longest)
    var result: [LineBatch] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
        result += try batcher.receive(Array(rest.prefix(piece)))
        rest = rest.dropFirst(piece)
    }
    return try result + batcher.finish()
}

private func bodies(_ batches: [LineBatch]) -> [String] {
    batches.map { String(decoding: $0.body, as: UTF8.self) }
}

@Suite struct ImportTests {
    @Test(arguments: 1...8)
    func `Lines are kept whole however the bytes come`(piece: Int) throws {
        let found = try batches("a\n\nbb\r\n  \nccc", piece: piece, lines: 2)
        #expect(bodies(found) == ["a\nbb\r\n", "ccc\n"])
        #expect(found.map(\.numbers) == [[1, 3], [5]])
    }

    @Test func `A batch is full by bytes, but a longer line goes alone`() throws {
        #expect(
            bodies(try batches("aaaa\nbbbb\ncc\ndddddddddddd\ne\n", bytes: 10)) == [
                "aaaa\nbbbb\n", "cc\n", "dddddddddddd\n", "e\n",
            ])
    }

    @Test func `A line over the limit is named`() {
        let long = String(repeating: "x", count: 300)
        #expect(throws: LineBatcher.TooLong(line: 2)) { try batches("a\n\(long)\n", piece: 7) }
        #expect(throws: LineBatcher.TooLong(line: 1)) { try batches(long, piece: 1_000) }
    }

    @Test func `Nothing gives no batch, and a byte order mark is no part of a line`() throws {
        #expect(try batches("").isEmpty)
        #expect(try batches("\n \n").isEmpty)
        #expect(bodies(try batches("\u{FEFF}{}\n")) == ["{}\n"])
    }

    @Test func `Halves have all lines once and in order`() throws {
        let batch = try batches("a\nbb\nccc\n")[0]
        let (first, second) = try #require(batch.halves)
        #expect(bodies([first, second]) == ["a\n", "bb\nccc\n"])
        #expect([first, second].map(\.numbers) == [[1], [2, 3]])
        #expect(first.halves == nil)
    }

    @Test func `An exported event without an id gets one that is the same every time`() throws {
        let exported = #"{"seq":3,"received":"2026-05-02T13:00:00.123456Z","kind":"x","data":{}}"#
        let stamp = ExportStamp()
        let once = String(decoding: stamp.stamped(Array(exported.utf8)), as: UTF8.self)
        #expect(once.hasPrefix(exported.dropLast() + #","id":"import-"#) && once.hasSuffix("\"}"))
        #expect(once.utf8.count == exported.utf8.count + 7 + 7 + 32 + 1)
        #expect(stamp.stamped(Array(exported.utf8)) == Array(once.utf8))
        let other = exported.replacing(":3,", with: ":4,")
        #expect(stamp.stamped(Array(other.utf8)) != Array(once.utf8))
    }

    @Test(arguments: [
        #"{"kind":"x"}"#, #"{"seq":3,"received":"2026-05-02T13:00:00Z","kind":"x","id":"mine"}"#,
        #"{"seq":3,"kind":"x"}"#, #"{"seq":3,"#,
        "[]",
    ])
    func `Any other line stays as it is`(line: String) {
        #expect(ExportStamp().stamped(Array(line.utf8)) == Array(line.utf8))
    }
}
