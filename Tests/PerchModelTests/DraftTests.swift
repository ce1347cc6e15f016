import PerchJSON
import PerchModel
import Testing

private func draft(_ json: String) throws -> Draft {
    try Draft(sent: JSONParser().parse(Array(json.utf8)).object(), source: "native")
}

@Suite struct DraftTests {
    @Test func `Only the kind is required`() throws {
        let draft = try draft(#"{"kind":"agent.started"}"#)
        #expect(draft.body == .agentStarted(AgentStarted()))
        #expect(draft.project == "default")
        #expect(draft.time == nil)
        #expect(draft.source == "native")
    }

    @Test func `All common fields are read`() throws {
        let draft = try draft(
            #"{"kind":"tool.started","agent":"a1","session":"s1","project":"web","id":"e1","time":1777726800123.456,"data":{"tool":"Bash","call":"c1"}}"#
        )
        #expect(draft.body == .toolStarted(ToolStarted(tool: "Bash", call: "c1")))
        #expect((draft.agent, draft.session, draft.project, draft.id) == ("a1", "s1", "web", "e1"))
        #expect(draft.time?.description == "2026-05-02T13:00:00.123456Z")
    }

    @Test func `An unknown kind is kept as other with its data`() throws {
        let draft = try draft(#"{"kind":"my.kind","data":{"x":[1,2.5,"ü"]}}"#)
        #expect(draft.body == .other(name: "my.kind", data: JSONText(validated: Array(#"{"x":[1,2.5,"ü"]}"#.utf8))))
    }

    @Test func `Fields of data that no kind names are kept beside the typed ones`() throws {
        let draft = try draft(
            #"{"kind":"tool.started","data":{"tool":"Bash","big":18446744073709551615,"mine":{"a":1}}}"#)
        #expect(draft.data?.string == #"{"tool":"Bash","big":18446744073709551615,"mine":{"a":1}}"#)
    }

    @Test(arguments: [
        (#"{}"#, "kind"), (#"{"kind":5}"#, "kind"), (#"{"kind":""}"#, "kind"),
        (#"{"kind":"agent.started","agent":7}"#, "agent"), (#"{"kind":"agent.started","agent":""}"#, "agent"),
        (#"{"kind":"agent.started","time":"yesterday"}"#, "time"), (#"{"kind":"agent.started","time":true}"#, "time"),
        (#"{"kind":"agent.started","data":[]}"#, "data"),
        (#"{"kind":"tool.started","data":{}}"#, "data.tool"), (#"{"kind":"tool.started"}"#, "data.tool"),
        (#"{"kind":"tool.started","data":{"tool":1}}"#, "data.tool"),
        (#"{"kind":"agent.presence","data":{"status":"gone"}}"#, "data.status"),
    ])
    func `A refusal names the field`(json: String, field: String) {
        #expect { try draft(json) } throws: { ($0 as? JSONError)?.field == field }
    }

    @Test func `A name over 512 bytes is refused`() {
        let long = String(repeating: "n", count: 513)
        #expect(throws: JSONError.self) { try draft(#"{"kind":"agent.started","agent":"\#(long)"}"#) }
    }
}

@Suite struct EntryTests {
    @Test func `A stored line reads back as the same event`() throws {
        let sent = try draft(#"{"kind":"tool.started","agent":"a\"1","data":{"tool":"Bash","extra":1}}"#)
        let entry = Entry(sealing: sent, now: Timestamp(microseconds: 1_777_726_800_000_000))
        var line: [UInt8] = []
        entry.appendLine(seq: 12, received: Timestamp(microseconds: 1_777_726_800_123_456), to: &line)
        #expect(
            String(decoding: line, as: UTF8.self)
                == #"{"seq":12,"received":"2026-05-02T13:00:00.123456Z","kind":"tool.started","time":"2026-05-02T13:00:00.000000Z","project":"default","agent":"a\"1","source":"native","data":{"tool":"Bash","extra":1}}"#
        )
        let event = try Event(stored: JSONParser().parse(line).object())
        #expect(event == Event(entry.draft, seq: 12, received: Timestamp(microseconds: 1_777_726_800_123_456)))
    }
}
