import PerchDialects
import PerchJSON
import PerchModel
import PerchTesting
import Testing

@Suite struct HtmlGraphTests {
    private let types: Set<String> = [
        "tool_call", "tool_result", "error", "completion", "start", "end", "check_point", "delegation",
        "task_delegation",
    ]
    private let fields = [
        "event_id", "agent_id", "event_type", "timestamp", "tool_name", "input_summary", "output_summary",
        "session_id", "status", "model", "parent_event_id", "execution_duration_seconds", "cost_tokens", "feature_id",
        "context",
    ]

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `Every event there is is told by all its fields, in a type of the original`(seed: UInt64) throws {
        var scene = HtmlGraphScene()
        var encoder = try scene.encoder("/ws/events")
        var generator = EventGenerator(seed: seed)
        var kinds: Set<String> = []
        for _ in 0..<20 {
            let events = generator.events(100)
            kinds.formUnion(events.map(\.body.name))
            let told = try encoder.messages(of: events)
            #expect(told.count == events.count)
            for message in told {
                #expect(message.names == ["type"] + fields)
                #expect(types.contains(try message.requiredString("event_type")))
                #expect(Timestamp(iso8601: try message.requiredString("timestamp")) != nil)
            }
        }
        #expect(kinds.isSuperset(of: Kind.allCases.map(\.rawValue)))
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `Features, links and synchronisations of any door are broadcast in words of the original`(seed: UInt64) throws
    {
        var scene = HtmlGraphScene()
        var encoder = try scene.encoder("/ws/broadcasts")
        var generator = EventGenerator(seed: seed)
        let wanted: Set<String> = ["feature.changed", "feature.linked", "sync.changed"]
        let words: Set<String> = [
            "feature_created", "feature_updated", "feature_deleted", "track_updated", "spike_updated", "status_changed",
            "link_added", "sync_result",
        ]
        for event in generator.events(3000) {
            let told = try encoder.messages(of: [event])
            #expect(told.isEmpty == !wanted.contains(event.body.name))
            for message in told {
                #expect(try message.requiredString("type") == "broadcast_event")
                #expect(words.contains(try message.requiredString("event_type")))
                #expect(try message.requiredObject("payload").count > -1)
            }
        }
    }

    @Test func `Presence is told once a feed, with the time of the agent's last event in it`() throws {
        var scene = HtmlGraphScene()
        var encoder = try scene.encoder("/ws/broadcasts")
        let events = Batch.of(
            ["a", "a", "b"].map { Draft(.toolStarted(ToolStarted(tool: "Bash")), source: "native", agent: $0) }
        )
        .events
        var row = AgentRow(project: "default", agent: "a")
        row.tools = 2
        let patches = [
            Patch(view: .agents, key: row.key, row: .agent(row)), Patch(view: .agents, key: "default/gone", row: nil),
        ]
        let told = try encoder.messages(of: events, patches)
        #expect(told.count == 1)
        #expect(try told.first?.requiredString("timestamp") == events[1].time.description)
        #expect(try told.first?.requiredObject("presence").int64("total_tools_executed") == 2)
        #expect(try encoder.messages().isEmpty)
    }

    @Test func `The list of all agents is told where a presence changed, and a second later at the earliest`() throws {
        var scene = HtmlGraphScene()
        var row = AgentRow(project: "default", agent: "a")
        scene.rows = [.agent(row)]
        var encoder = try scene.encoder("/ws/presence")
        func told(_ row: AgentRow?, after milliseconds: Int64) throws -> Int? {
            let patch = Patch(view: .agents, key: "default/a", row: row.map { .agent($0) })
            let now = HtmlGraphScene.now.advanced(by: milliseconds * 1000)
            return try encoder.messages(of: [], [patch], at: now).first?.requiredArray("agents").count
        }
        row.attention = [.waiting]
        #expect(try told(row, after: 0) == nil)
        row.tools = 1
        #expect(try told(row, after: 0) == 1)
        row.tools = 2
        #expect(try told(row, after: 999) == nil)
        #expect(try told(row, after: 1000) == 1)
        #expect(try told(nil, after: 2000) == 0)
    }

    @Test(arguments: ["agent_workload", "recent_activity", "cost_trends"])
    func `An answer is the same whether the past was given late or came as it happened`(query: String) throws {
        let events = Batch.of(
            (0..<100).map { number in
                let body: Body =
                    number % 2 == 0
                    ? .toolStarted(ToolStarted(tool: "Bash")) : .usageAdded(UsageAdded(inputTokens: Int64(number)))
                return Draft(body, source: "native", session: "s\(number % 3)", agent: "a\(number % 7)")
            }
        ).events
        var scene = HtmlGraphScene(queryID: query)
        var encoders: [any FeedEncoder] = []
        for split in [0, 40, 100] {
            var encoder = try scene.encoder("/ws/query/{query_id}")
            _ = try encoder.messages(of: Array(events[split...]))
            encoder.absorb(past: Array(events[..<split]))
            encoders.append(encoder)
        }
        let answers = encoders.map { $0.greeting(at: HtmlGraphScene.now)?.map { Array($0.bytes) } }
        #expect(answers[0]?.count == 1 && answers[0] == answers[1] && answers[1] == answers[2])
    }
}
