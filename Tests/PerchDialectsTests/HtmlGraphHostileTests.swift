import PerchDialects
import PerchJSON
import PerchModel
import PerchTesting
import Testing

/// What is cut off, too large or made up is refused by a code or passed over, at every door that takes bytes.
@Suite struct HtmlGraphHostileTests {
    static let samples: [(path: String, body: String, kinds: [String])] = [
        (
            "/api/presence/{agent_id}",
            #"{"event":"call","tool_name":"Bash","feature_id":"f","session_id":"s","cost_tokens":5,"status":"offline"}"#,
            ["tool.started", "tool.finished", "usage.added", "agent.updated", "agent.presence"]
        ),
        ("/api/presence/{agent_id}", #""tool_execute""#, ["tool.started", "tool.finished"]),
        ("/api/presence/{agent_id}", "null", ["tool.started", "tool.finished"]),
        (
            "/api/broadcast/features/{id}",
            #"{"title":"T","status":"todo","description":"D","tags":["a"],"priority":"high"}"#, ["feature.changed"]
        ),
        ("/api/broadcast/features/{id}/status", #"{"new_status":"done"}"#, ["feature.changed"]),
        (
            "/api/broadcast/features/{id}/status", #"{"new_status":"todo"}"#, ["feature.changed", "agent.updated"]
        ),
        (
            "/api/broadcast/features/{id}/links", #"{"linked_feature_id":"x","link_type":"blocks"}"#,
            ["feature.linked"]
        ),
        ("/api/broadcast/features/{id}/comments", #"{"comment_text":"C","author":"A"}"#, ["htmlgraph.comment"]),
        ("/api/broadcast/tracks/{id}", #"{"title":5,"deep":{"a":[null,"é"]}}"#, ["feature.changed"]),
        (
            "/api/sync/push", #"{"status":"conflict","files_changed":3,"conflicts":["a"],"message":"M"}"#,
            ["sync.changed"]
        ),
    ]

    private func scene() -> HtmlGraphScene {
        var scene = HtmlGraphScene()
        scene.rows = [.feature(FeatureRow(project: "default", feature: "x"))]
        scene.rows.append(.agent(AgentRow(project: "default", agent: "x")))
        return scene
    }

    @Test(arguments: samples.indices) func `A report becomes its events, and is answered`(index: Int) throws {
        let sample = Self.samples[index]
        var scene = scene()
        #expect(try scene.ask(.post, sample.path, Array(sample.body.utf8)).status == 200)
        #expect(scene.reported.map(\.body.name) == sample.kinds)
        #expect(scene.reported.allSatisfy { $0.source == "htmlgraph" })
    }

    @Test(arguments: samples.indices) func `A report that is cut off anywhere is refused by a code`(index: Int) {
        let sample = Self.samples[index]
        let body = Array(sample.body.utf8)
        for length in 1..<body.count {
            var scene = scene()
            #expect(throws: PerchError.self) { try scene.ask(.post, sample.path, Array(body[..<length])) }
            #expect(scene.reported.isEmpty)
        }
    }

    @Test(arguments: samples.indices) func `Any byte may be another, and the answer is an answer or a code`(index: Int)
    {
        let sample = Self.samples[index]
        var random = SeededRandom(seed: UInt64(index))
        for _ in 0..<500 {
            var body = Array(sample.body.utf8)
            body[random.below(body.count)] = UInt8(random.below(256))
            var scene = scene()
            let answer = Result { try scene.ask(.post, sample.path, body) }
            if case .failure(let error) = answer { #expect(error is PerchError) }
        }
    }

    @Test func `Whatever a client says on a socket, it is answered in words or not at all`() throws {
        var random = SeededRandom(seed: 7)
        for path in ["/ws/broadcasts", "/ws/presence", "/ws/events"] {
            var scene = scene()
            for word in ["ping", "subscribe", #"{"type":"ping"}"#] {
                #expect(try scene.steps(path, hearing: Array(word.utf8)).count == 1)
                for length in 0..<word.utf8.count {
                    #expect(try scene.steps(path, hearing: Array(word.utf8.prefix(length))).isEmpty)
                }
            }
            for _ in 0..<500 {
                let noise = (0..<random.below(80)).map { _ in UInt8(random.below(256)) }
                #expect(try scene.steps(path, hearing: noise).isEmpty)
            }
            #expect(try scene.steps(path, hearing: Array(repeating: 0x70, count: 64 << 10)).isEmpty)
        }
    }

    @Test func `A filter that is cut off anywhere is refused`() throws {
        let filter = #"{"event_types":["tool_call"],"tool_names":["Bash"],"cost_threshold_tokens":5}"#
        var scene = scene()
        _ = try scene.encoder("/ws/events", query: [("filter", filter)])
        for length in 1..<filter.utf8.count {
            #expect(throws: PerchError.self) {
                try scene.encoder("/ws/events", query: [("filter", String(filter.prefix(length)))])
            }
        }
    }
}
