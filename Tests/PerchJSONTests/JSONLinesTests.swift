import PerchJSON
import Testing

@Suite struct JSONLinesTests {
    @Test(arguments: [
        ("", []), ("\n\n \n\r\n", []), ("1", ["1"]), ("1\n", ["1"]), ("1\n2", ["1", "2"]),
        ("1\r\n2\r\n", ["1", "2"]), ("\n1\n\n\t\n 2 \n\r\n3\r", ["1", "2", "3"]),
        ("{\"a\": 1}\n[\"\\n\"]", ["{\"a\": 1}", "[\"\\n\"]"]),
    ])
    func `Lines are found, blank ones left out`(text: String, expected: [String]) {
        let bytes = Array(text.utf8)
        #expect(lines(of: bytes).map { String(decoding: bytes[$0], as: UTF8.self) } == expected)
    }

    @Test func `A range of the bytes is split as if it were all`() {
        let bytes = Array("x\n1\n2\ny".utf8)
        #expect(Array(lines(of: bytes, in: 2..<5)) == [2..<3, 4..<5])
        #expect(Array(lines(of: bytes, in: 3..<3)) == [])
    }

    @Test func `A byte's line is counted from one with the blank ones`() {
        let bytes = Array("1\n\n2\n".utf8)
        #expect([0, 1, 2, 3, 5].map { lineNumber(at: $0, of: bytes) } == [1, 1, 2, 3, 4])
    }
}
