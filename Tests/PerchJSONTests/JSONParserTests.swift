import PerchJSON
import Testing

@Suite struct JSONParserTests {
    let parser = JSONParser()

    @Test(arguments: [
        "[]", "{}", "null", "true", "false", "0", "-1", "\"\"", "\"a\"", " [1] ", "\t\r\n{}\n", "[[]]",
        "[1,2,3]", "{\"a\":1}", "{\"\":\"\"}", "{\"a\":{\"b\":[null,true,false]}}", "1.5", "-0", "-0.0", "1e5",
        "1E+5", "1e-5", "123e65", "[1e-400]", "\"\\u0041\"", "\"\\uD83D\\uDE00\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"é中😀\"", "\"\\u0000\"", "\"\u{7F}\"", "\"\u{2028}\"",
        "[0.1,0.2e10]", "{\"a\":1,\"a\":2}", "\"\\uFFFF\"", "[\"\\u0060\\u012a\\u12AB\"]",
        "-9223372036854775808", "18446744073709551615",
        "0.0000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
    ])
    func `Valid texts are read`(text: String) throws {
        let element = try parser.parse(Array(text.utf8))
        #expect(try parser.parse(element.text().bytes).text() == element.text())
        #expect(try JSONText(validating: Array(text.utf8)).bytes.contains(UInt8(ascii: "\n")) == false)
    }

    @Test(arguments: [
        "", " ", "\n", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[,]", "[1,,2]", "{\"a\"",
        "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\" 1}", "{1:1}",
        "{\"a\":1 \"b\":2}", "{\"a\":1,,\"b\":2}", "[1]]", "[1}", "{\"a\":1]", "nul", "nulll", "tru", "True",
        "fals", "NaN", "Infinity", "-Infinity", "01", "-01", "-", "+1", "1.", ".5", "1.e5", "1e", "1e+", "1a",
        "0x10", "1 2", "--1", "\"", "\"a", "\"\\", "\"\\\"", "\"\\x\"", "\"\\u\"", "\"\\u12\"", "\"\\u12G4\"",
        "\"\u{01}\"", "\"\t\"", "\"\n\"", "\u{FEFF}[]", "\"\\uD800\"", "\"\\uDC00\"", "\"\\uD800\\uD800\"",
        "\"\\uD800a\"", "\"\\uD800\\n\"", "\"\\uDC00\\uD800\"", "\"\\uD888\\u1234\"", "[\"a\",\n4\n,1,",
        "//c\n1", "/*c*/1", "[1]x", "\"a\"b", "{\"a\":\"b\"}#", "\u{0C}1", "[\u{00}]", "1\u{00}",
        "{\"a\":true false}",
    ])
    func `Invalid texts are malformed`(text: String) {
        let error = refusal(of: Array(text.utf8))
        #expect(error?.code == .malformed)
        #expect(error?.offset.map { 0...text.utf8.count ~= $0 } == true)
    }

    @Test(
        arguments: [
            ([0x22, 0xFF, 0x22], 1), ([0x22, 0xC3, 0x22], 1), ([0x22, 0x80, 0x22], 1),
            ([0x22, 0xC0, 0x80, 0x22], 1), ([0x22, 0xE0, 0x80, 0x80, 0x22], 1), ([0x22, 0xED, 0xA0, 0x80, 0x22], 1),
            ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1), ([0x22, 0x61, 0x61, 0xF5, 0x80, 0x80, 0x80, 0x22], 3),
            ([0x5B, 0xFE, 0x5D], 1), ([0x22, 0xE2, 0x82, 0x22], 1),
        ] as [([UInt8], Int)])
    func `What is not UTF-8 is refused where it starts`(bytes: [UInt8], offset: Int) {
        #expect(refusal(of: bytes) == JSONError(code: .invalidUTF8, reason: "is not valid UTF-8", offset: offset))
    }

    @Test(arguments: [
        ("18446744073709551616", 0), ("[-9223372036854775809]", 1), ("[1,1e400]", 3), ("{\"a\":-1e309}", 5),
        ("123456789012345678901234567890", 0),
    ])
    func `A number no 64 bits can hold is refused where it stands`(text: String, offset: Int) {
        let error = refusal(of: Array(text.utf8))
        #expect(error?.code == .numberOutOfRange)
        #expect(error?.offset == offset)
        #expect(
            error?.message == "The text has a number that fits neither 64-bit integers nor doubles, at byte \(offset).")
    }

    @Test func `64-bit integers are exact at their bounds`() throws {
        let text = "[9223372036854775807,-9223372036854775808,18446744073709551615,9007199254740993]"
        let values = try parser.parse(Array(text.utf8))
        let list = try Array(values.array())
        #expect(list.map(\.kind) == [.int64, .int64, .uint64, .int64])
        #expect(list.map(\.int64Value) == [.max, .min, nil, 9_007_199_254_740_993])
        #expect(list.map(\.uint64Value) == [UInt64(Int64.max), nil, .max, 9_007_199_254_740_993])
        #expect(values.text().string == text)
    }

    @Test(arguments: [1, 2, 64, 1024])
    func `Depth is allowed up to the limit and refused above`(limit: Int) throws {
        let parser = JSONParser(limits: JSONLimits(maxDepth: limit))
        let fits = nested(limit)
        #expect(try parser.parse(fits).text().bytes == fits)
        let error = #expect(throws: JSONError.self) { try parser.parse(nested(limit + 1)) }
        #expect(error?.code == .tooDeep)
        #expect(error?.offset == limit)
    }

    @Test func `A text of 100,000 brackets is refused, closed or not`() {
        #expect(refusal(of: nested(100_000))?.code == .tooDeep)
        #expect(refusal(of: [UInt8](repeating: UInt8(ascii: "["), count: 100_000)) != nil)
    }

    @Test func `A text over the limit of bytes is refused before it is read`() throws {
        let parser = JSONParser(limits: JSONLimits(maxBytes: 4))
        #expect(try parser.parse(Array("1234".utf8)).int64Value == 1234)
        let error = #expect(throws: JSONError.self) { try parser.parse(Array("12345".utf8)) }
        #expect(error == JSONError(code: .tooLarge, reason: "is over the limit of 4 bytes", offset: 4))
    }

    @Test func `A range is read as if nothing stood around it`() throws {
        let bytes = Array("[1]{\"a\":12}34".utf8)
        #expect(try parser.parse(bytes, range: 3..<11).object().int("a") == 12)
        #expect(try parser.parse(bytes, range: 8..<10).int64Value == 12)
        #expect(throws: JSONError.self) { try parser.parse(bytes, range: 3..<10) }
        #expect(throws: JSONError.self) { try parser.parse(bytes, range: 5..<5) }
    }

    @Test func `An element outlives the next parse, a large text and the parser`() throws {
        var kept: [JSONElement] = []
        do {
            let parser = JSONParser()
            for round in 0..<5 { kept.append(try parser.parse(Array("{\"n\":\(round)}".utf8))) }
            kept.append(try parser.parse(Array("[\"\(String(repeating: "x", count: 200_000))\"]".utf8)))
            #expect(throws: JSONError.self) { try parser.parse(Array("[".utf8)) }
            kept.append(try parser.parse(Array("7".utf8)))
        }
        #expect(try kept.prefix(5).map { try $0.object().int("n") } == [0, 1, 2, 3, 4])
        #expect(try kept[5].array().strings().first?.utf8.count == 200_000)
        #expect(kept[6].int64Value == 7)
    }

    @Test func `A long array is counted and read in order`() throws {
        let array = try parser.parse(Array("[\((0..<200_000).map(String.init).joined(separator: ","))]".utf8)).array()
        #expect(array.count == 200_000)
        #expect(array.enumerated().allSatisfy { Int64($0) == $1.int64Value })
    }

    private func refusal(of bytes: [UInt8]) -> JSONError? {
        do { _ = try parser.parse(bytes) } catch { return error }
        return nil
    }

    private func nested(_ depth: Int) -> [UInt8] {
        Array((String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)).utf8)
    }
}
