import Testing

@testable import PerchCommand

@Suite struct TextTests {
    @Test(arguments: [
        ("plain äöü 漢字 🙂", "plain äöü 漢字 🙂"), ("\u{1B}[31mred\u{7}", "␛[31mred␇"), ("a\nb\r\nc", "a⏎b␍⏎c"),
        ("\u{9B}2J", "<U+9B>2J"), ("\u{202E}txt.exe", "<U+202E>txt.exe"), ("zero\u{200B}width", "zero<U+200B>width"),
        ("\0\u{7F}", "␀␡"), ("tab\there", "tab here"), ("\u{2028}", "<U+2028>"), ("\u{E0041}", "<U+E0041>"),
    ])
    func `Nothing that steers a terminal passes`(text: String, shown: String) {
        #expect(VisibleText.of(text) == shown)
    }

    @Test func `Every control character is made visible`() {
        for value in Array(0..<32) + Array(0x7F...0x9F) as [UInt32] {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let shown = VisibleText.of(String(Character(scalar)))
            #expect(shown.unicodeScalars.allSatisfy { $0.value >= 32 && !(0x7F...0x9F).contains($0.value) })
            #expect(!shown.isEmpty)
        }
    }

    @Test(arguments: [
        (#"{"a":"plain ü 漢字 🙂"}"#, #"{"a":"plain ü 漢字 🙂"}"#),
        ("{\"a\":\"\u{9B}2J\u{7F}\"}", #"{"a":"\u009b2J\u007f"}"#),
        ("[\"\u{202E}\u{2028}\"]\n[1]\n", "[\"\\u202e\\u2028\"]\n[1]\n"), ("[\"\u{E0041}\"]", #"["\udb40\udc41"]"#),
    ])
    func `JSON for a terminal means the same and steers nothing`(json: String, safe: String) throws {
        let bytes = TerminalJSON.escaping(Array(json.utf8))
        #expect(String(decoding: bytes, as: UTF8.self) == safe)
    }

    @Test func `A tower of marks is cut`() {
        let tower = "a" + String(repeating: "\u{301}", count: 500)
        #expect(VisibleText.of(tower).unicodeScalars.count == 5)
    }

    @Test(arguments: [
        ("hello", 5, "hello"), ("hello", 4, "hel…"), ("hello", 1, "…"), ("hello", 0, ""), ("漢字漢字", 5, "漢字…"),
        ("漢字", 3, "漢…"), ("漢字", 4, "漢字"), ("e\u{301}e\u{301}", 2, "e\u{301}e\u{301}"), ("", 3, ""),
    ])
    func `Text is cut by columns, not letters`(text: String, columns: Int, cut: String) {
        #expect(CellWidth.cut(text, to: columns) == cut)
        #expect(CellWidth.of(cut) <= columns)
    }

    @Test func `Padding fills to the column`() {
        #expect(CellWidth.pad("漢", to: 4) == "漢  ")
        #expect(CellWidth.pad("abcdef", to: 4) == "abc…")
    }
}
