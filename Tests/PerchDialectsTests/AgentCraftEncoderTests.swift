import PerchJSON
import PerchModel
import PerchTesting
import PerchViews
import Testing

@testable import PerchDialects

/// A world that is folded and told by an AgentCraft encoder, as the projector does it.
private struct Stage {
    var world = World()
    var encoder: any FeedEncoder
    var told: [[UInt8]] = []
    let subscription: AgentCraftSubscription

    init(_ flavour: AgentCraftFlavour = .document, logs: AgentCraftSubscription.Logs = .none, project: String? = nil) {
        var subscription = AgentCraftSubscription(flavour: flavour, project: project)
        subscription.logs = logs
        self.subscription = subscription
        encoder = subscription.makeEncoder(from: world)
    }

    /// Takes a batch in and flushes what is due at a moment.
    mutating func tell(_ events: [Event], at now: Timestamp) {
        var changes = Changes()
        for event in events { world.apply(event, into: &changes) }
        var lines = EncodedLines()
        for _ in events { lines.append { _ in } }
        let batch = Batch(events: events, lines: lines)
        encoder.absorb(Feed(seq: world.seq, batch: batch, patches: changes.patches(from: world)))
        flush(at: now)
    }

    mutating func tell(_ drafts: [Draft], at now: Timestamp = Entries.start) {
        tell(Batch.of(drafts, from: world.seq + 1).events, at: now)
    }

    mutating func flush(at now: Timestamp) {
        guard let due = encoder.due, due <= now else { return }
        encoder.flush(at: now) { told.append(Array($0.bytes)) }
    }

    /// The frames of a type.
    func frames(_ type: String) throws -> [JSONObject] {
        try told.map { try JSONParser().parse($0).object() }.filter { $0["type"]?.stringValue == type }
    }
}

private func draft(_ body: Body, _ agent: String? = nil, session: String? = nil, project: String = "web") -> Draft {
    Draft(body, source: "native", project: project, session: session, agent: agent)
}

@Suite struct AgentCraftEncoderTests {
    @Test(arguments: [UInt64(1), 2, 3])
    func `Whatever happens, every frame is one line of JSON with a type, of bounded size`(seed: UInt64) throws {
        for flavour in [AgentCraftFlavour.document, .source] {
            var stage = Stage(flavour, logs: .all)
            var generator = EventGenerator(seed: seed)
            for step in 0..<100 {
                stage.tell(generator.events(20), at: Entries.start.advanced(by: Int64(step) * 60_000))
            }
            #expect(stage.told.count > 500)
            for frame in stage.told {
                #expect(!frame.contains(UInt8(ascii: "\n")))
                #expect(frame.count < 2 << 20)
                #expect(try JSONParser().parse(frame).object()["type"]?.stringValue != nil)
            }
        }
    }

    @Test(arguments: [UInt64(4), 5, 6])
    func `The last list of sessions that was told is the one a newcomer is greeted with`(seed: UInt64) throws {
        var stage = Stage()
        var generator = EventGenerator(seed: seed)
        for step in 0..<60 {
            stage.tell(generator.events(7), at: Entries.start.advanced(by: Int64(step) * 30_000))
        }
        stage.flush(at: .latest)
        let greeting = try #require(stage.subscription.greeting(from: stage.world, at: .earliest).first)
        let wanted = try JSONParser().parse(Array(greeting.bytes)).object().requiredText("data")
        #expect(try stage.frames("active_sessions").last?.requiredText("data") == wanted)
    }

    @Test func `The list of sessions is told at once and then ten times a second`() throws {
        var stage = Stage()
        for step in 0..<100 {
            let phase = draft(.sessionUpdated(SessionUpdated(phase: "p\(step)")), session: "s")
            stage.tell([phase], at: Entries.start.advanced(by: Int64(step) * 10_000))
        }
        #expect(try stage.frames("active_sessions").count == 10)
        #expect(stage.encoder.due == Entries.start.advanced(by: 1_000_000))
    }

    @Test func `Of many sessions the newest are listed and all are counted`() throws {
        var stage = Stage()
        stage.tell((0..<300).map { draft(.sessionStarted(SessionStarted(query: "q")), session: "s\($0)") })
        let data = try #require(try stage.frames("active_sessions").last).requiredObject("data")
        #expect(try data.int("total_sessions") == 300)
        let sessions = try data.requiredArray("sessions")
        #expect(sessions.count == 200)
        #expect(sessions.first { _ in true }?.objectValue?["session_id"]?.stringValue == "s299")
    }

    @Test func `An agent that waits is idle, and the metadata say so`() throws {
        var stage = Stage()
        stage.tell([draft(.agentUpdated(AgentUpdated(status: .waiting)), "a")])
        let frame = try #require(try stage.frames("agent_status").first)
        #expect(try frame.string("status") == "IDLE")
        #expect(try frame.requiredObject("metadata").bool("waiting") == true)
    }

    @Test func `What the sender tells beside never takes the place of what Perch knows`() throws {
        var stage = Stage()
        let sent = JSONText(validated: Array(#"{"session_id":"forged","feature":7,"step":2}"#.utf8))
        stage.tell([draft(.agentUpdated(AgentUpdated(feature: "f", metadata: sent)), "a", session: "s")])
        let metadata = try #require(try stage.frames("agent_status").first).requiredObject("metadata")
        #expect(try metadata.string("session_id") == "s")
        #expect(try metadata.string("feature") == "f")
        #expect(try metadata.int("step") == 2)
        #expect(metadata.count == 3)
    }

    @Test func `A long batch of log lines is told in several frames and in order`() throws {
        var stage = Stage(logs: .session("s"))
        stage.tell((0..<250).map { draft(.logWritten(LogWritten(message: "\($0)")), session: "s") })
        let frames = try stage.frames("session_logs").map { try $0.requiredArray("logs") }
        #expect(frames.map(\.count) == [100, 100, 50])
        let messages = frames.flatMap { logs in logs.compactMap { $0.objectValue?["message"]?.stringValue } }
        #expect(messages == (0..<250).map(String.init))
    }

    @Test func `Persons are no agents, and what they say to agents is told`() throws {
        var stage = Stage()
        let message = MessageSent(thread: "t", from: "user", to: "a", content: "Stop")
        stage.tell([draft(.messageSent(message), "user")])
        #expect(try stage.frames("agent_status").isEmpty)
        #expect(try stage.frames("agent_collaboration").first?.string("primary_agent") == "user")
    }

    @Test func `Whoever the world lets go of is let go of here, whatever agents call themselves`() {
        var limits = Limits()
        (limits.agents, limits.endedAgents, limits.sessions) = (9, 4, 5)
        var world = World(limits: limits)
        var scene = AgentCraftScene(world, project: nil)
        var changes = Changes()
        for seq in 1...200 {
            let name = "\(seq)" + String(repeating: seq.isMultiple(of: 2) ? "é" : "x", count: 400)
            let start = draft(.agentStarted(AgentStarted()), name, session: name)
            for event in Batch.of([start], from: Seq(seq)).events {
                _ = scene.follow(event, agent: name)
                world.apply(event, into: &changes)
            }
            for patch in changes.patches(from: world) { _ = scene.take(patch) }
            changes.removeAll()
            #expect(scene.agents.count <= limits.agents)
            #expect(scene.sessions.count <= limits.sessions)
        }
    }

    @Test func `Times from the ends of the calendar break nothing`() throws {
        var stage = Stage(.source)
        var early = draft(.sessionUpdated(SessionUpdated(progress: 1)), "a", session: "s")
        early.time = .earliest
        var late = draft(.agentUpdated(AgentUpdated(progress: 1)), "a", session: "s")
        late.time = .latest
        stage.tell([early])
        stage.tell([late], at: .latest)
        #expect(try stage.frames("agent_status").count == 2)
    }
}
