import PerchDialects
import PerchJSON
import PerchModel
import Testing

private func refusal(_ read: () throws -> [Draft]) -> PerchError? {
    do { _ = try read() } catch { return error as? PerchError }
    return nil
}

@Suite struct NativeDialectTests {
    private let dialect = NativeDialect()
    private let parser = JSONParser()

    @Test func `An object, an array and lines are read as the same events`() throws {
        let one = #"{"kind":"tool.started","agent":"a1","data":{"tool":"Bash"}}"#
        let two = #"{"kind":"agent.started","agent":"a2"}"#
        let single = try dialect.drafts(json: Array(one.utf8), parser: parser)
        let array = try dialect.drafts(json: Array("[\(one), \(two)]".utf8), parser: parser)
        let lines = try dialect.drafts(ndjson: Array("\(one)\r\n\n  \n\(two)".utf8), parser: parser)
        #expect(single == [array[0]])
        #expect(array == lines)
        #expect(array.count == 2)
    }

    @Test(
        arguments: [
            ("{\"kind\":\"agent.started\"}\n\n{\"kind\":7}\n", ErrorCode.invalidEvent, 3, "kind"),
            ("{\"kind\":\"agent.started\"}\n{\"kind\":", .invalidJSON, 2, nil),
            ("{\"kind\":\"tool.started\",\"data\":{\"tool\":null}}", .invalidEvent, 1, "data.tool"),
            ("[1]", .invalidEvent, 1, nil),
            ("{\"kind\":\"a\",\"x\":\"\u{1}\"}", .invalidJSON, 1, nil),
        ] as [(String, ErrorCode, Int, String?)])
    func `A bad line is refused by its number and field`(body: String, code: ErrorCode, line: Int, field: String?) {
        let error = refusal { try dialect.drafts(ndjson: Array(body.utf8), parser: parser) }
        #expect(error?.code == code)
        #expect(error?.line == line)
        #expect(error?.parameter == field)
    }

    @Test func `A bad event of an array is refused by its place`() {
        let body = #"[{"kind":"agent.started"},{"kind":"tool.started","data":{"tool":5}}]"#
        let error = refusal { try dialect.drafts(json: Array(body.utf8), parser: parser) }
        #expect(error?.parameter == "[1].data.tool")
    }

    @Test func `Every truncation of a body is refused`() throws {
        let body = Array(#"[{"kind":"message.sent","data":{"thread":"t","from":"a","to":"b","content":"ü\n"}}]"#.utf8)
        #expect(try dialect.drafts(json: body, parser: parser).count == 1)
        for end in body.indices {
            #expect(refusal { try dialect.drafts(json: Array(body[..<end]), parser: parser) }?.code == .invalidJSON)
        }
    }

    @Test func `What a refusal says never repeats the sender's data`() {
        let body = #"{"kind":"tool.started","agent":"secret-agent","data":{"tool":["secret-tool"]}}"#
        let error = refusal { try dialect.drafts(json: Array(body.utf8), parser: parser) }
        #expect(error?.message.contains("secret") == false)
    }
}
