import PerchCrypto
import PerchJSON
import PerchModel
import PerchTesting
import Testing

@testable import PerchDialects

private func frames(_ encoder: inout any FeedEncoder, at now: Timestamp = .earliest) throws -> [JSONObject] {
    var frames: [JSONObject] = []
    var failure: (any Error)?
    encoder.flush(at: now) { message in
        do { frames.append(try JSONParser().parse(Array(message.bytes)).object()) } catch { failure = error }
    }
    if let failure { throw failure }
    return frames
}

private func types(_ frames: [JSONObject]) throws -> [String] {
    try frames.map { try $0.requiredString("type") }
}

private func encoder(_ names: String...) -> any FeedEncoder {
    DaenaSubscription(project: nil, filter: DaenaFilter(names)).makeEncoder(from: EmptyPicture())
}

private func feed(_ drafts: [Draft], from seq: Seq = 1, patches: [Patch] = []) -> Feed {
    Feed(seq: seq + Seq(drafts.count) - 1, batch: Batch.of(drafts, from: seq), patches: patches)
}

private func patch(_ agent: String, _ status: AgentStatus, at seconds: Int64) -> Patch {
    var row = AgentRow(project: "web", agent: agent)
    row.status = status
    row.lastActive = Timestamp(microseconds: seconds * 1_000_000)
    return Patch(view: .agents, key: row.key, row: .agent(row))
}

@Suite struct DaenaEncoderTests {
    private let noise = Draft(.usageAdded(UsageAdded()), source: "native", project: "web")

    @Test func `The status is told at once, and again after two seconds where it has changed`() throws {
        var encoder = encoder("agent_status_update")
        encoder.absorb(feed([noise], patches: [patch("a", .processing, at: 1)]))
        #expect(encoder.due ?? .latest <= Timestamp(microseconds: 0))
        #expect(try frames(&encoder, at: Timestamp(microseconds: 0)).count == 1)
        #expect(encoder.due == nil)
        encoder.absorb(feed([noise], from: 2, patches: [patch("a", .processing, at: 2)]))
        #expect(encoder.due == nil)
        encoder.absorb(feed([noise], from: 3, patches: [patch("a", .idle, at: 3), patch("b", .idle, at: 3)]))
        #expect(encoder.due == Timestamp(microseconds: 2_000_000))
        #expect(try frames(&encoder, at: Timestamp(microseconds: 1_999_999)).isEmpty)
        let status = try frames(&encoder, at: Timestamp(microseconds: 2_000_000))[0].requiredObject("agents")
        #expect(try status.requiredObject("a").requiredString("status") == "idle")
        #expect(try status.requiredObject("b").requiredString("status") == "idle")
    }

    @Test func `An agent appears once, and again when it says that it started, but never by what is said about it`()
        throws
    {
        var encoder = encoder("agent_started")
        let bodies: [Body] = [
            .attentionRaised(AttentionRaised(reason: .stalled)), .agentPresence(AgentPresence(status: .offline)),
            .usageAdded(UsageAdded()), .usageAdded(UsageAdded()), .agentStarted(AgentStarted()),
        ]
        encoder.absorb(feed(bodies.map { Draft($0, source: "native", agent: "a") }))
        #expect(try frames(&encoder).count == 2)
        encoder.absorb(feed([Draft(.usageAdded(UsageAdded()), source: "native", agent: "user:ada")], from: 6))
        #expect(try frames(&encoder).isEmpty)
        encoder.absorb(feed([noise], from: 7, patches: [Patch(view: .agents, key: "default/a", row: nil)]))
        encoder.absorb(feed([Draft(.usageAdded(UsageAdded()), source: "native", agent: "a")], from: 8))
        #expect(try frames(&encoder).count == 1)
    }

    @Test func `The end of an activity passes a filter for its type`() throws {
        var row = ActivityRow(project: "web", activity: "x", seq: 1, time: Entries.start)
        row.type = "memory_write"
        let end = Draft(.activityCompleted(ActivityCompleted(activity: "x")), source: "daena", project: "web")
        let feed = feed([end], patches: [Patch(view: .collaboration, key: row.key, row: .activity(row))])
        for (name, count) in [
            ("memory_write", 1), ("memory_read", 0), ("activity_completed", 1), ("agent_activity", 0),
        ] {
            var encoder = encoder(name)
            encoder.absorb(feed)
            #expect(try frames(&encoder).count == count, "\(name)")
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `Whatever happens anywhere is told in frames of the seven types, each one line of JSON`(seed: UInt64) throws {
        var generator = EventGenerator(seed: seed)
        var encoder = encoder()
        var told: Set<String> = []
        for _ in 0..<50 {
            let events = generator.events(40)
            encoder.absorb(feed(events.map(\.draft), from: events[0].seq))
            for frame in try frames(&encoder) {
                told.insert(try frame.requiredString("type"))
                #expect(try frame.requiredString("timestamp").hasSuffix("Z"))
                guard let activity = try frame.object("activity") else { continue }
                #expect(try activity.requiredString("activity_id") != "")
                _ = try (activity.requiredDouble("timestamp"), activity.requiredStrings("related_agents"))
                _ = try (activity.requiredObject("metadata"), activity.requiredString("activity_type"))
            }
        }
        #expect(told.isSubset(of: DaenaFrameType.allCases.map(\.rawValue)))
        #expect(told.isSuperset(of: ["agent_activity", "memory_update", "collaboration_started", "decision_recorded"]))
    }
}

@Suite struct DaenaConversationTests {
    private func conversation() -> DaenaConversation {
        DaenaConversation(DaenaSubscription(project: nil, filter: DaenaFilter([])), isReplay: false)
    }

    private func said(_ reaction: Reaction<[Step]>) throws -> [JSONObject] {
        guard case .done(let steps) = reaction else { return [] }
        return try steps.compactMap { step in
            guard case .say(let message) = step else { return nil }
            return try JSONParser().parse(Array(message.bytes)).object()
        }
    }

    @Test func `Every beginning of a message is answered by an error, and nothing ends the connection`() throws {
        let message = Array(#"{"type":"subscribe","activity_types":["agent_activity","memory_update"]}"#.utf8)
        for end in 0..<message.count {
            var conversation = conversation()
            let answers = try said(conversation.hear(Array(message[..<end]), at: .earliest))
            #expect(try types(answers) == ["error"])
        }
    }

    @Test func `Too many names and too long ones are refused`() throws {
        for names in [(0..<65).map { "n\($0)" }, [String(repeating: "x", count: 65)]] {
            var writer = JSONWriter()
            writer.object { writer in
                writer.field("type", "subscribe")
                writer.field("activity_types", names)
            }
            var conversation = conversation()
            #expect(try types(said(conversation.hear(writer.bytes, at: .earliest))) == ["error"])
        }
    }

    @Test func `A replay is not turned to something else`() throws {
        var conversation = DaenaConversation(DaenaSubscription(project: nil, filter: DaenaFilter([])), isReplay: true)
        let answer = conversation.hear(
            Array(#"{"type":"subscribe","activity_types":["memory_read"]}"#.utf8), at: .earliest)
        #expect(try types(said(answer)) == ["error"])
    }
}

@Suite struct DaenaAccessTests {
    /// The example of RFC 7515, appendix A.1, whose payload has two line breaks in it.
    private let example = (
        token: "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
            + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
            + "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        key: "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
    )

    @Test func `The standard's own example is signed as we sign`() throws {
        let parts = example.token.split(separator: ".")
        let key = try #require(Base64URL.decode(Array(example.key.utf8)))
        let signature = try #require(Base64URL.decode(Array(parts[2].utf8)))
        #expect(HMAC.sha256(key: key, message: Array("\(parts[0]).\(parts[1])".utf8)) == signature)
    }

    @Test func `A text is read only as its bytes are written`() {
        let good = [("", ""), ("Zg", "f"), ("Zm8", "fo"), ("Zm9v", "foo"), ("Zm9vYg", "foob")]
        for (text, bytes) in good { #expect(Base64URL.decode(Array(text.utf8)) == Array(bytes.utf8)) }
        #expect(Base64URL.decode(Array("-_-_".utf8)) == [0xfb, 0xff, 0xbf])
        for text in ["Z", "Zg==", "Zh", "Zm9vY", "Zm9v\n", "Zm+v", "Zm/v", " ", "Zm9vYh", "ä"] {
            #expect(Base64URL.decode(Array(text.utf8)) == nil, "\(text)")
        }
    }

    @Test func `Every secret has its variable, and none of them can be printed`() {
        let variables = [
            "DAENA_SECRET_KEY", "DAENA_TEST_API_KEY", "DAENA_MONITORING_API_KEY", "JWT_SECRET", "SECRET_KEY",
        ]
        for variable in variables {
            let settings = DaenaSettings(environment: [variable: "hidden"])
            #expect(settings.access != nil)
            #expect(!"\(settings)\(String(reflecting: settings))".contains("hidden"))
            #expect(DaenaSettings(environment: [variable: ""]).access == nil)
            #expect(DaenaSettings(environment: [variable: "hidden", "DISABLE_AUTH": "1"]).access == nil)
            #expect(DaenaSettings(environment: [variable: "hidden", "DISABLE_AUTH": "0"]).access != nil)
        }
        let both = DaenaSettings(environment: ["JWT_SECRET": "first", "SECRET_KEY": "second"])
        #expect(both.tokenSecret?.matches("first") == true)
    }
}
