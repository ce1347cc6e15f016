import PerchDialects
import PerchJSON
import PerchModel
import PerchTesting
import Testing

private func feed(_ drafts: [Draft], from seq: Seq = 1, patches: [Patch] = []) -> Feed {
    let batch = Batch.of(drafts, from: seq)
    return Feed(seq: seq + Seq(drafts.count) - 1, batch: batch, patches: patches)
}

private func messages(of encoder: inout some FeedEncoder) -> [String] {
    var messages: [String] = []
    encoder.flush(at: .earliest) { messages.append(String(decoding: $0.bytes, as: UTF8.self)) }
    return messages
}

private func agent(_ id: String, project: String = "web", tools: Int64) -> Patch {
    var row = AgentRow(project: project, agent: id)
    row.tools = tools
    return Patch(view: .agents, key: "\(project)/\(id)", row: .agent(row))
}

@Suite struct StreamEncoderTests {
    @Test func `Each event that passes is told as its line, in order`() {
        var encoder = StreamEncoder(filter: EventFilter(kinds: ["tool.*"], agent: "a1"))
        let drafts = [
            Draft(.toolStarted(ToolStarted(tool: "Bash")), source: "native", agent: "a1"),
            Draft(.toolStarted(ToolStarted(tool: "Bash")), source: "native", agent: "a2"),
            Draft(.agentStarted(AgentStarted()), source: "native", agent: "a1"),
            Draft(.toolFinished(ToolFinished(call: "c")), source: "native", agent: "a1"),
        ]
        let told = feed(drafts, from: 7)
        encoder.absorb(told)
        var seqs: [Seq] = []
        var lines: [[UInt8]] = []
        encoder.flush(at: .earliest) { message in
            seqs.append(message.seq ?? 0)
            lines.append(Array(message.bytes))
        }
        #expect(seqs == [7, 10])
        #expect(lines == [Array(told.batch.lines[0]), Array(told.batch.lines[3])])
        #expect(messages(of: &encoder).isEmpty)
    }
}

@Suite struct LiveEncoderTests {
    private let started = Draft(.agentStarted(AgentStarted()), source: "native", project: "web", agent: "a1")

    @Test func `A row that changed forty times is told once, as it is now`() throws {
        var encoder = LiveEncoder(LiveSubscription(views: [.agents], project: nil, events: false))
        for count in 1...40 {
            encoder.absorb(feed([started], from: Seq(count), patches: [agent("a1", tools: Int64(count))]))
        }
        let told = messages(of: &encoder)
        #expect(told.count == 1)
        let delta = try JSONParser().parse(Array(told[0].utf8)).object()
        #expect(try delta.int64("seq") == 40)
        let row = try delta.requiredObject("put").requiredObject("agents").requiredObject("web/a1")
        #expect(try row.int64("tools") == 40)
        #expect(delta["events"] == nil)
    }

    @Test func `A row that is gone is told by its key`() throws {
        var encoder = LiveEncoder(LiveSubscription(views: [.agents], project: nil, events: true))
        encoder.absorb(feed([started], patches: [agent("a1", tools: 1), agent("a2", tools: 1)]))
        encoder.absorb(feed([started], from: 2, patches: [Patch(view: .agents, key: "web/a1", row: nil)]))
        let delta = try JSONParser().parse(Array(messages(of: &encoder)[0].utf8)).object()
        #expect(try delta.requiredObject("drop").strings("agents") == ["web/a1"])
        #expect(try delta.requiredObject("put").requiredObject("agents").count == 1)
        #expect(try delta.requiredArray("events").count == 2)
    }

    @Test func `Other views and other projects are not told`() {
        var encoder = LiveEncoder(LiveSubscription(views: [.chat], project: "web", events: true))
        let other = Draft(.agentStarted(AgentStarted()), source: "native", project: "api", agent: "b1")
        encoder.absorb(feed([other], patches: [agent("b1", project: "api", tools: 1)]))
        encoder.absorb(feed([other], from: 2, patches: [Patch(view: .chat, key: "api/t1", row: nil)]))
        #expect(messages(of: &encoder).isEmpty)
    }

    @Test func `A flood of events is told by its count`() throws {
        var encoder = LiveEncoder(LiveSubscription(views: [], project: nil, events: true))
        encoder.absorb(feed(Array(repeating: started, count: LiveEncoder.eventsPerDelta + 5)))
        let delta = try JSONParser().parse(Array(messages(of: &encoder)[0].utf8)).object()
        #expect(try delta.requiredArray("events").count == LiveEncoder.eventsPerDelta)
        #expect(try delta.int("events_skipped") == 5)
    }
}

@Suite struct LiveCommandTests {
    @Test(arguments: [
        (#"{"type":"subscribe"}"#, LiveCommand.subscribe(.everything)),
        (
            #"{"type":"subscribe","views":["work","agents","work"],"project":"web","events":false}"#,
            .subscribe(LiveSubscription(views: [.agents, .work], project: "web", events: false))
        ),
        (#"{"type":"seek","at":12}"#, .seek(.seq(12))),
        (#"{"type":"seek","at":"12"}"#, .seek(.seq(12))),
        (#"{"type":"seek","at":"1970-01-01T00:00:01Z"}"#, .seek(.time(Timestamp(microseconds: 1_000_000)))),
        (#"{"type":"speed","value":4}"#, .speed(4)),
        (#"{"type":"pause"}"#, .pause), (#"{"type":"live"}"#, .live), (#"{"type":"ping"}"#, .ping),
    ])
    func `A command is read`(text: String, command: LiveCommand) throws {
        #expect(try LiveCommand(Array(text.utf8), parser: JSONParser()) == command)
    }

    @Test(
        arguments: [
            ("", nil), ("[]", nil), ("{}", "type"), (#"{"type":"dance"}"#, "type"),
            (#"{"type":"subscribe","views":["agents","nothing"]}"#, "views"),
            (#"{"type":"subscribe","views":"agents"}"#, "views"),
            (#"{"type":"seek"}"#, "at"), (#"{"type":"seek","at":-1}"#, "at"), (#"{"type":"seek","at":"soon"}"#, "at"),
            (#"{"type":"speed","value":0}"#, "value"), (#"{"type":"speed","value":"fast"}"#, "value"),
        ] as [(String, String?)])
    func `A refusal names the field`(text: String, field: String?) {
        #expect {
            try LiveCommand(Array(text.utf8), parser: JSONParser())
        } throws: {
            ($0 as? PerchError)?.code == .invalidMessage && ($0 as? PerchError)?.parameter == field
        }
    }
}
