import PerchJSON
import Testing

@Suite struct JSONObjectTests {
    let object: JSONObject

    init() throws {
        let text = """
            {"s":"é","i":7,"whole":12.0,"d":1.5,"u":18446744073709551615,"b":true,"n":null,"o":{"x":1},"a":["p","q"],
             "mixed":["p",1],"empty":"","neg":-1,"twice":1,"twice":2}
            """
        object = try JSONParser().parse(Array(text.utf8)).object()
    }

    @Test func `Fields are read by type`() throws {
        #expect(try object.string("s") == "é")
        #expect(try object.string("empty") == "")
        #expect(try object.int("i") == 7)
        #expect(try object.int64("whole") == 12)
        #expect(try object.uint64("u") == .max)
        #expect(try object.double("i") == 7)
        #expect(try object.double("d") == 1.5)
        #expect(try object.bool("b") == true)
        #expect(try object.strings("a") == ["p", "q"])
        #expect(try object.object("o")?.requiredInt("x") == 1)
        #expect(try object.array("mixed")?.count == 2)
        #expect(try object.text("o") == JSONText(validated: Array("{\"x\":1}".utf8)))
    }

    @Test func `Absent and null are the same to the getters, and not to the subscript`() throws {
        #expect(try object.string("n") == nil)
        #expect(try object.string("none") == nil)
        #expect(try object.text("n") == nil)
        #expect(object["n"]?.isNull == true)
        #expect(object["none"] == nil)
        #expect(object[named: "twi" + "ce"]?.int64Value == 1)
        for key in ["n", "none"] as [StaticString] {
            #expect(throws: JSONError.missing(field: "\(key)")) { try object.requiredString(key) }
        }
    }

    @Test func `A wrong type names the field and what it must be`() {
        #expect(throws: JSONError.wrongType(field: "i", expected: "a string")) { try object.string("i") }
        #expect(throws: JSONError.wrongType(field: "s", expected: "a whole number")) { try object.int("s") }
        #expect(throws: JSONError.wrongType(field: "d", expected: "a whole number")) { try object.int64("d") }
        #expect(throws: JSONError.wrongType(field: "b", expected: "a number")) { try object.double("b") }
        #expect(throws: JSONError.wrongType(field: "s", expected: "true or false")) { try object.bool("s") }
        #expect(throws: JSONError.wrongType(field: "a", expected: "an object")) { try object.object("a") }
        #expect(throws: JSONError.wrongType(field: "mixed[1]", expected: "a string")) { try object.strings("mixed") }
        #expect(JSONError.wrongType(field: "i", expected: "a string").message == "The field \"i\" must be a string.")
    }

    @Test func `Whole numbers outside of the asked range are told from other types`() {
        #expect(throws: JSONError.self) { try object.int64("u") }
        #expect(throws: JSONError.self) { try object.uint64("neg") }
        let error = #expect(throws: JSONError.self) { try object.uint64("neg") }
        #expect(error?.code == .numberOutOfRange)
        #expect(error?.message == "The field \"neg\" must not be negative.")
    }

    @Test func `Of two members with one key a lookup finds the first and iterating gives both`() throws {
        #expect(try object.int("twice") == 1)
        #expect(object.filter { $0.key == "twice" }.map(\.value.int64Value) == [1, 2])
        #expect(object.count == 14)
        #expect(object.map(\.key).prefix(3) == ["s", "i", "whole"])
    }

    @Test func `Errors gain the path of what they are in`() {
        let error = JSONError.missing(field: "tool").inside("data").inside("[3]").inside("events")
        #expect(error.message == "The field \"events[3].data.tool\" is required.")
    }

    @Test func `An element is not taken for another type`() throws {
        let element = try JSONParser().parse(Array("[1]".utf8))
        #expect(throws: JSONError.wrongType(field: nil, expected: "an object")) { try element.object() }
        #expect(element.stringValue == nil && element.int64Value == nil && element.uint64Value == nil)
        #expect(element.doubleValue == nil && element.boolValue == nil && !element.isNull)
        #expect(element.objectValue == nil && element.arrayValue?.isEmpty == false)
    }
}
