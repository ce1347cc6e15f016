import PerchDialects
import PerchJSON
import PerchModel
import PerchTesting
import PerchViews
import Testing

private let dialect = KeiDialect()

private func draft(_ line: String) throws -> Draft {
    let bytes = Array(line.utf8)
    return try dialect.drafts(line: bytes, range: bytes.indices, parser: JSONParser())[0]
}

/// What a client of `/stream` is told of drafts that come after others.
private func told(_ drafts: [Draft], after before: [Draft] = []) throws -> [String] {
    var (world, changes) = (World(), Changes())
    for event in Batch.of(before).events { world.apply(event, into: &changes) }
    let door = try #require(dialect.doors.first { $0.path == "/stream" })
    guard case .socket(let receive) = door.use else { return [] }
    var conversation = try receive(.sample()).conversation
    guard case .done(let steps) = conversation.begin(at: .earliest) else { return [] }
    for case .follow(let subscription) in steps {
        var encoder = subscription.makeEncoder(from: world)
        let batch = Batch.of(drafts, from: Seq(before.count + 1))
        encoder.absorb(Feed(seq: world.seq + Seq(drafts.count), batch: batch, patches: []))
        var told = subscription.greeting(from: world, at: .earliest).map { String(decoding: $0.bytes, as: UTF8.self) }
        encoder.flush(at: .earliest) { told.append(String(decoding: $0.bytes, as: UTF8.self)) }
        return told
    }
    return []
}

@Suite struct KeiDialectTests {
    static let samples = [
        #"{"ts":"2026-05-02T13:00:00.000Z","event":"agent_spawn","id":"t1","parent_id":"s1","subagent_type":"coder","model":"opus","branch":null,"prompt_preview":"Say hi"}"#,
        #"{"ts":"2026-05-02T13:00:01.000Z","event":"agent_done","id":"t1","outcome":"partial","duration_ms":1500,"tool_use_count":4,"cost_usd":0.000016}"#,
        #"{"ts":"2026-05-02T13:00:02.000Z","event":"tool_use","id":"c1","agent_id":"t1","tool":"Bash"}"#,
        #"{"ts":"2026-05-02T13:00:03.000Z","event":"skill_use","id":"k1","agent_id":"main","skill":"pdf","success":false}"#,
        #"{ "event":"not known yet" , "id":["\u00e9é"], "n":1.50e3 }"#,
    ]

    @Test(arguments: samples)
    func `A line goes out as it came in, also when it is read back from the log`(line: String) throws {
        let draft = try draft(line)
        #expect(try told([draft]).last == #"{"type":"event","data":\#(line)}"#)
        let stored = Batch.of([draft])
        let object = try JSONParser().parse(Array(stored.lines[0])).object()
        #expect(try told([Event(stored: object).draft]).last == #"{"type":"event","data":\#(line)}"#)
    }

    @Test func `A spawn is an agent with its parent, in the session it was spawned in`() throws {
        let draft = try draft(Self.samples[0])
        #expect(draft.agent == "t1")
        #expect(draft.session == "s1")
        #expect(draft.time == Timestamp(iso8601: "2026-05-02T13:00:00Z"))
        let start = AgentStarted(
            role: "coder", parent: "s1", model: "opus", call: "t1", promptPreview: "Say hi")
        #expect(draft.body == .agentStarted(start))
    }

    @Test func `Agents without an id of their own never overwrite each other`() throws {
        #expect(try draft(#"{"event":"agent_spawn","id":"unknown"}"#).agent == nil)
        #expect(try draft(#"{"event":"agent_spawn"}"#).agent == nil)
    }

    @Test(arguments: samples)
    func `Every truncation of a line is refused with a code`(line: String) {
        let bytes = Array(line.utf8)
        for end in 0..<bytes.count {
            #expect(throws: PerchError.self) {
                try dialect.drafts(line: bytes, range: 0..<end, parser: JSONParser())
            }
        }
    }

    @Test(arguments: [
        #"{"event":7,"id":{},"ts":false}"#, #"{"event":"tool_use","agent_id":""}"#,
        #"{"event":"agent_spawn","id":"\#(String(repeating: "x", count: 2000))"}"#,
        #"{"event":"\#(String(repeating: "é", count: 2000))"}"#,
    ])
    func `Whatever a line holds, its draft can be read back from the log`(line: String) throws {
        let draft = try draft(line)
        try draft.checkNames()
        let stored = Batch.of([draft])
        #expect(try Event(stored: JSONParser().parse(Array(stored.lines[0])).object()).draft.raw == draft.raw)
    }

    @Test func `The snapshot holds who is alive, the newest first, and no orchestrator`() throws {
        let before = try [
            draft(Self.samples[0]),
            draft(#"{"ts":"2026-05-02T14:00:00.000Z","event":"agent_spawn","id":"t2","parent_id":"s1"}"#),
            draft(#"{"event":"tool_use","id":"c1","agent_id":"main","tool":"Bash"}"#),
            Draft(
                .threadOpened(ThreadOpened(thread: "th", parent: "lead", child: "kid")), source: "native", agent: "lead"
            ),
        ]
        let snapshot = try JSONParser().parse(Array(try told([], after: before)[0].utf8)).object()
        let alive = try snapshot.requiredArray("alive").map { try $0.object().requiredString("id") }
        #expect(Set(alive) == ["lead", "kid", "t2", "t1"])
        #expect(alive.first == "t2")
        #expect(alive.last == "t1")
    }

    @Test func `An agent that goes without a word is done, and once`() throws {
        let gone = Draft(.agentPresence(AgentPresence(status: .offline)), source: "watcher", agent: "t1")
        let lines = try told([gone, gone], after: [draft(Self.samples[0])])
        #expect(lines.count == 2)
        #expect(lines[1].contains(#""event":"agent_done","id":"t1","outcome":null"#))
    }

    @Test func `Of those who never tell that they are done, the latest are known and the others are told anew`() throws
    {
        func use(_ agent: Int) -> Draft {
            Draft(.toolStarted(ToolStarted(tool: "Bash")), source: "t", agent: "a\(agent)")
        }
        let again = [10_000, 0].map(use)
        let lines = try told((0...10_000).map(use) + again).suffix(3).map {
            try JSONParser().parse(Array($0.utf8)).object()
        }
        let names = lines.map { $0["data"]?.objectValue?["event"]?.stringValue }
        #expect(names == ["tool_use", "agent_spawn", "tool_use"])
    }

    @Test func `However many come and go, whoever is still there is told once`() throws {
        func done(_ agent: String) -> Draft { Draft(.agentFinished(AgentFinished()), source: "t", agent: agent) }
        func use(_ agent: String) -> Draft { Draft(.toolStarted(ToolStarted(tool: "Bash")), source: "t", agent: agent) }
        let passing = (0..<12_000).flatMap { [use("a\($0)"), done("a\($0)")] }
        let lines = try told([use("stays")] + passing + [use("stays")])
        #expect(lines.count { $0.contains(#""agent_spawn","id":"stays""#) } == 1)
    }
}
