import Testing

@testable import PerchCommand

private func event(_ words: [String]) throws(UsageError) -> String {
    guard case .emit(let options) = try Job(["emit"] + words, in: Surroundings()),
        case .event(let json) = options.source
    else {
        throw UsageError("no event")
    }
    return String(decoding: json, as: UTF8.self)
}

@Suite struct EmitTests {
    @Test func `Words become an event`() throws {
        let json = try event([
            "tool.started", "--agent", "a1", "--session", "s1", "--project", "web", "tool=Bash", "call=c1",
            "metadata:={\"a\": 1}",
        ])
        #expect(
            json == #"{"kind":"tool.started","project":"web","session":"s1","agent":"a1","#
                + #""data":{"tool":"Bash","call":"c1","metadata":{"a":1}}}"#)
    }

    @Test(arguments: [
        (["agent.started"], #"{"kind":"agent.started"}"#),
        (["x", "text=a=b:=c"], #"{"kind":"x","data":{"text":"a=b:=c"}}"#),
        (["x", "empty="], #"{"kind":"x","data":{"empty":""}}"#),
        (["x", "n:=18446744073709551615"], #"{"kind":"x","data":{"n":18446744073709551615}}"#),
        (["x", "list:=[1, \"two\", null]"], #"{"kind":"x","data":{"list":[1,"two",null]}}"#),
        (["x", "quote=\"\n"], #"{"kind":"x","data":{"quote":"\"\n"}}"#),
        (
            ["x", "--id", "e1", "--time", "2026-05-02T13:00:00Z"],
            #"{"kind":"x","time":"2026-05-02T13:00:00Z","id":"e1"}"#
        ),
        (["x", "--time", "1777726800000"], #"{"kind":"x","time":1777726800000}"#),
        (["x", "--", "--odd=1"], #"{"kind":"x","data":{"--odd":"1"}}"#),
    ])
    func `The grammar of fields`(words: [String], json: String) throws {
        #expect(try event(words) == json)
    }

    @Test(arguments: [
        (["tool.started"], "The event would be refused: "),
        (["tool=Bash"], "The kind comes first"),
        (["x", "word"], "\"word\" is no field"),
        (["x", "=v"], "\"=v\" is no field"),
        (["x", ":=1"], "A field needs a name"),
        (["x", "a=1", "a=2"], "The field a is given twice."),
        (["x", "a:={"], "The value of a is not JSON: "),
        (["x", "--time", "soon"], "The event would be refused: "),
        (["-", "a=1"], "With - the events come from the standard input"),
    ])
    func `What is no event is refused before it is sent`(words: [String], beginning: String) {
        #expect { try event(words) } throws: { ($0 as? UsageError)?.message.hasPrefix(beginning) == true }
    }

    @Test func `A kind that is nearly a known one is noticed`() {
        #expect(EventArguments.likelyKind(for: "tool.strated") == "tool.started")
        #expect(EventArguments.likelyKind(for: "tool.started") == nil)
        #expect(EventArguments.likelyKind(for: "my.own.kind") == nil)
    }
}
