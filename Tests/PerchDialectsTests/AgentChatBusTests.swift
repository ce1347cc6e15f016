import PerchJSON
import PerchModel
import PerchTesting
import Testing

@testable import PerchDialects

@Suite struct AgentChatBusTests {
    @Test(arguments: BusScene.samples)
    func `What was broadcast goes out as it was sent`(_ sample: (type: String, data: String)) throws {
        let draft = try BusScene.draft(sample.type, sample.data)
        try draft.checkNames()
        let told = BusScene.told([draft])
        #expect(told.count == 1)
        let object = try JSONParser().parse(Array(told[0].utf8)).object()
        #expect(try object.requiredString("event_type") == sample.type)
        let data = try #require(object.value("data")).text().string
        #expect(data.hasPrefix(sample.data.hasSuffix("}") ? String(sample.data.dropLast()) : sample.data))
    }

    @Test func `A message that lacks its run and its time gets both`() throws {
        let thread = try BusScene.draft("agent_chat_thread_created", #"{"thread_id":"t","run_id":"r"}"#)
        let message = try BusScene.draft(
            "agent_chat_message_sent", #"{"thread_id":"t","from_agent":"a","to_agent":"b","content":"c"}"#)
        let data = try BusScene.envelope(BusScene.told([thread, message])[1]).data
        #expect(try data.string("run_id") == "r")
        #expect(try data.string("created_at") == data.string("timestamp"))
        let created = try data.requiredString("created_at")
        #expect(created.hasSuffix("+00:00") && Timestamp(iso8601: created) != nil)
    }

    @Test(arguments: [
        (#"{"timestamp":"2026-05-02T13:00:00Z"}"#, "2026-05-02T13:00:00.000000Z"),
        (#"{"timestamp":"2026-05-02T15:00:00.5+02:00"}"#, "2026-05-02T13:00:00.500000Z"),
        (#"{"created_at":"2026-05-02 13:00:00-00:00"}"#, "2026-05-02T13:00:00.000000Z"),
        (#"{"timestamp":1777726800.25}"#, "2026-05-02T13:00:00.250000Z"),
        (#"{"timestamp":1777726800250}"#, "2026-05-02T13:00:00.250000Z"),
        (#"{"timestamp":"2026-05-02T13:00:00"}"#, nil), (#"{"timestamp":"2026-05-02"}"#, nil),
        (#"{"timestamp":1e300}"#, nil), (#"{"timestamp":[]}"#, nil), ("[]", nil),
    ])
    func `A time counts where it says of which zone it is`(_ data: String, _ time: String?) throws {
        #expect(try BusScene.draft("n", data).time?.description == time)
    }

    @Test func `Nobody becomes an agent by being a person`() throws {
        let answer = try BusScene.draft(
            "agent_chat_message_sent", #"{"thread_id":"t","from_agent":"user","to_agent":"b","content":"c"}"#)
        #expect(answer.agent == nil && answer.scope == .control)
        for (type, data) in [("n", #"{"agent_id":"user"}"#), ("heartbeat", #"{"service_id":"Admin"}"#)] {
            let draft = try BusScene.draft(type, data)
            #expect(draft.agent == nil && draft.scope == .ingest)
        }
    }

    @Test func `Whatever fields hold, there is an event that can be stored`() throws {
        let values = [
            "null", "7", "1e300", "-1", "true", "[]", "{}", #""""#, #""\u0000""#,
            #""\#(String(repeating: "x", count: 600))""#,
        ]
        let keys = [
            "thread_id", "run_id", "from_agent", "to_agent", "service_id", "agent_id", "task_id", "status", "progress",
            "message", "severity", "content", "timestamp", "metadata", "parent_agent", "name",
        ]
        var chance = SeededRandom(seed: 1)
        for _ in 0..<2000 {
            let sample = chance.one(of: BusScene.samples)
            let fields = (0..<4).map { _ in "\"\(chance.one(of: keys))\":\(chance.one(of: values))" }
            let draft = try BusScene.draft(sample.type, "{\(fields.joined(separator: ","))}")
            try draft.checkNames()
            #expect(BusScene.told([draft]).count == 1)
        }
    }

    @Test func `Every prefix of a broadcast is a refusal or an event`() throws {
        let text = Array(#"{"event_type":"alert","data":{"service_id":"s","message":"\u00e4","severity":"high"}}"#.utf8)
        for end in 0..<text.count {
            #expect(throws: JSONError.self) { try JSONParser().parse(Array(text[..<end])) }
        }
        let event = try #require(BusEvent(try JSONParser().parse(text).object()))
        #expect(event.type == "alert")
    }

    @Test func `Socket IO clients get the same in their clothes`() throws {
        let draft = try BusScene.draft("n")
        let plain = BusScene.told([draft])
        #expect(BusScene.told([draft], flavour: .socketIO) == plain.map { #"42["event",\#($0)]"# })
    }

    @Test func `Of other doors only what the bus has a word for is told`() throws {
        func native(_ body: Body) -> Draft { Draft(body, source: "native", agent: "a") }
        let told = BusScene.told([
            native(.toolStarted(ToolStarted(tool: "Bash"))),
            native(.logWritten(LogWritten(message: "m", level: "info"))),
            native(.logWritten(LogWritten(message: "m", level: "critical"))), native(.agentStarted(AgentStarted())),
            native(.other(name: "x", data: .emptyObject)),
        ])
        #expect(try told.map { try BusScene.envelope($0).type } == ["alert", "status_update"])
        #expect(try told.map { try BusScene.envelope($0).id } == ["log-3", "log-4"])
    }

    @Test func `Conversations of other doors are told as the chat's own streams tell them, under more names`() throws {
        let drafts = [
            native(.threadOpened(ThreadOpened(thread: "t", parent: "p", child: "c"))),
            native(.messageSent(MessageSent(thread: "t", from: "c", to: "p", content: "hi", message: ""))),
            native(.threadClosed(ThreadClosed(thread: "t", status: "cancelled"))),
        ]
        var chat = ChatSubscription(project: nil, scope: .all).makeEncoder(from: EmptyPicture())
        chat.absorb(Feed(seq: 3, batch: Batch.of(drafts, from: 1), patches: []))
        var lines: [[UInt8]] = []
        chat.flush(at: .earliest) { lines.append(Array($0.bytes)) }
        let told = try lines.map { try JSONParser().parse($0).object() }
        let envelopes = try BusScene.told(drafts).map { try BusScene.envelope($0).data }
        #expect(told.count == 3 && envelopes.count == 3)
        for (fields, data) in zip(told, envelopes) {
            for (name, value) in fields { #expect(data[named: name]?.text() == value.text()) }
        }
        #expect(try envelopes.map { try $0.string("run_id") } == ["s", "s", "s"])
        #expect(try envelopes[0].string("parent_agent_id") == "p")
        #expect(try envelopes[1].string("message_type") == "message" && envelopes[1].string("message_id") == "event-2")
        #expect(try envelopes[1].value("timestamp") != nil && envelopes[2].string("status") == "abandoned")
    }

    private func native(_ body: Body) -> Draft { Draft(body, source: "native", session: "s", agent: "a") }

    @Test func `A message that another door has told is not told again by its broadcast`() throws {
        let whole = native(.messageSent(MessageSent(thread: "t", from: "c", to: "p", content: "whole", message: "m")))
        let cut = try BusScene.draft(
            "agent_chat_message_sent",
            #"{"thread_id":"t","message_id":"m","from_agent":"c","to_agent":"p","content":"who"}"#)
        let told = BusScene.told([whole, cut, cut])
        #expect(told.count == 1)
        #expect(try told.map { try BusScene.envelope($0).data.string("content") } == ["whole"])
    }

    @Test func `What is told of can be found in the log again by its kind`() throws {
        let filter = EventFilter(kinds: BusWords.kinds)
        for sample in BusScene.samples {
            let event = Event(try BusScene.draft(sample.type, sample.data), seq: 1, received: .earliest)
            #expect(filter.matchesFields(of: event))
        }
    }
}
