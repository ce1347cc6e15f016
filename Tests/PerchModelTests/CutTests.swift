import PerchModel
import Testing

@Suite struct CutTests {
    @Test(arguments: [
        ("", 0, ""), ("abc", 3, "abc"), ("abc", 2, "ab"), ("abc", 0, ""),
        ("aé", 2, "a"), ("aé", 3, "aé"), ("a€b", 3, "a"), ("a€b", 4, "a€"), ("🐦🐦", 7, "🐦"), ("🐦", 3, ""),
    ])
    func `A text is cut before the scalar that no longer fits`(text: String, limit: Int, cut: String) {
        #expect(text.cut(to: limit) == cut)
    }

    @Test func `A single character with many marks is cut as well`() {
        let hostile = "e" + String(repeating: "\u{301}", count: 100_000)
        #expect(hostile.count == 1)
        #expect(hostile.cut(to: 500).utf8.count == 499)
    }
}
