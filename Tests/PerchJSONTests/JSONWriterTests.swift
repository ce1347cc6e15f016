import PerchJSON
import Testing

@Suite struct JSONWriterTests {
    @Test func `An object of every type, with commas where they belong`() {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("s", "x")
            writer.field("absent", nil as String?)
            writer.field("i", -5)
            writer.field("l", Int64.min)
            writer.field("u", UInt64.max)
            writer.field("d", 0.1)
            writer.field("b", true)
            writer.field("list", ["a", "b"])
            writer.field("raw", JSONText(validated: Array("[1]".utf8)))
            writer.key("k\n")
            writer.null()
            writer.object("o") { $0.field("x", false) }
            writer.array("a") { writer in
                writer.value(1)
                writer.object { _ in }
                writer.array { _ in }
                writer.raw(Array("2".utf8))
            }
        }
        let expected = """
            {"s":"x","i":-5,"l":-9223372036854775808,"u":18446744073709551615,"d":0.1,"b":true,"list":["a","b"],"raw":[1],\
            "k\\n":null,"o":{"x":false},"a":[1,{},[],2]}
            """
        #expect(writer.text.string == expected)
    }

    @Test(arguments: 0..<0x20 as Range<UInt8>)
    func `Every control character is escaped and reads back`(byte: UInt8) throws {
        for filler in 0..<20 {
            let string = String(repeating: "a", count: filler) + String(Unicode.Scalar(byte)) + "é😀\"\\"
            var writer = JSONWriter()
            writer.value(string)
            #expect(writer.bytes.allSatisfy { $0 >= 0x20 })
            #expect(try JSONParser().parse(writer.bytes).stringValue == string)
        }
    }

    @Test(arguments: [
        (0.0, "0.0"), (-0.0, "-0.0"), (1.0, "1.0"), (0.1, "0.1"), (1e15, "1000000000000000.0"), (1e16, "1e+16"),
        (1e-5, "0.00001"), (1e-6, "1e-06"), (.leastNonzeroMagnitude, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"), (1.0 / 3, "0.3333333333333333"), (.nan, "null"),
        (.infinity, "null"), (-.infinity, "null"), (123456.789, "123456.789"),
    ])
    func `Doubles are written short and read back the same`(value: Double, text: String) throws {
        var writer = JSONWriter()
        writer.value(value)
        #expect(writer.text.string == text)
        if value.isFinite { #expect(try JSONParser().parse(writer.bytes).doubleValue?.bitPattern == value.bitPattern) }
    }

    @Test func `Any finite double reads back the same`() throws {
        var random = SplitMix(state: 7)
        let parser = JSONParser()
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            var writer = JSONWriter()
            writer.value(value)
            #expect(try parser.parse(writer.bytes).doubleValue?.bitPattern == value.bitPattern)
        }
    }

    @Test func `A writer that was emptied begins anew`() {
        var writer = JSONWriter()
        writer.value(1)
        writer.removeAll()
        writer.value("é")
        #expect(writer.text.string == "\"é\"")
    }
}
