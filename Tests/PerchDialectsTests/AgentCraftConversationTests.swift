import PerchJSON
import PerchModel
import PerchTesting
import PerchViews
import Testing

@testable import PerchDialects

/// What a reaction comes to in a world, without a log.
private func outcome(_ reaction: Reaction<[Step]>, in world: World = World()) throws -> [Step] {
    switch reaction {
    case .done(let steps): steps
    case .look(let next), .survey(let next): try outcome(try next(world), in: world)
    case .recall(_, let next): try outcome(try next(Recalled(Batch.of([]), next: nil)), in: world)
    case .report(_, let next): try outcome(try next(), in: world)
    case .spend(_, let next): try outcome(try next(), in: world)
    }
}

/// The types of the frames that are said.
private func types(_ steps: [Step]) throws -> [String] {
    try steps.compactMap { step in
        guard case .say(let message) = step else { return nil }
        return try JSONParser().parse(Array(message.bytes)).object().requiredString("type")
    }
}

private func conversation() -> AgentCraftConversation {
    AgentCraftConversation(AgentCraftSubscription(flavour: .document, project: nil))
}

@Suite struct AgentCraftConversationTests {
    private static let samples = [
        (#"{"type":"get_session_state","session_id":"session_abc123"}"#, AgentCraftCommand.state("session_abc123")),
        (#"{"type":"get_session_logs","session_id":"session_abc123"}"#, .logs("session_abc123")),
        (#"{"type":"start_log_streaming","session_id":"session_abc123"}"#, .startLogs("session_abc123")),
        (#"{"type":"start_log_streaming"}"#, .startLogs(nil)),
        (#"{"type":"stop_log_streaming"}"#, .stopLogs),
        (#"{"type":"pong"}"#, .pong),
        (#"{"type":"ping"}"#, .ping),
    ]

    @Test(arguments: samples)
    func `The document's messages are read`(text: String, command: AgentCraftCommand) throws {
        #expect(try AgentCraftCommand(Array(text.utf8)) == command)
    }

    @Test func `Every beginning of a message is answered with an error and ends nothing`() throws {
        for (text, _) in Self.samples {
            for end in 0..<text.utf8.count {
                var client = conversation()
                let steps = try outcome(client.hear(Array(text.utf8.prefix(end)), at: Entries.start))
                #expect(try types(steps) == ["error"])
            }
        }
    }

    @Test(
        arguments: [
            String(repeating: "[", count: 10_000), String(repeating: "x", count: 60_000), "\u{0}", "null", "1e999",
            #"{"type":"get_session_state","session_id":"\#(String(repeating: "s", count: 513))"}"#,
            #"{"type":"get_session_state","session_id":["a"]}"#, #"{"type":"start_log_streaming","session_id":7}"#,
        ])
    func `Hostile messages are answered with an error`(text: String) throws {
        var client = conversation()
        #expect(try types(try outcome(client.hear(Array(text.utf8), at: Entries.start))) == ["error"])
    }

    @Test func `Bytes that are no UTF-8 are answered with an error`() throws {
        var client = conversation()
        #expect(try types(try outcome(client.hear([0x7B, 0xFF, 0x7D], at: Entries.start))) == ["error"])
    }

    @Test func `Sixty messages are heard in any minute, the first too many is told, and pongs never count`() {
        var rate = AgentCraftRate()
        let second: Int64 = 1_000_000
        for step in 0..<60 { #expect(rate.take(at: Entries.start.advanced(by: Int64(step) * 500_000)) == .ok) }
        #expect(rate.take(at: Entries.start.advanced(by: 30 * second)) == .firstExcess)
        #expect(rate.take(at: Entries.start.advanced(by: 31 * second)) == .excess)
        #expect(rate.take(at: Entries.start.advanced(by: 60 * second - 1)) == .excess)
        #expect(rate.take(at: Entries.start.advanced(by: 60 * second)) == .ok)
        #expect(rate.take(at: Entries.start.advanced(by: 60 * second)) == .excess)
    }

    @Test func `Logs are turned on by changing over before the client is told`() throws {
        var client = conversation()
        let text = #"{"type":"start_log_streaming","session_id":"s"}"#
        let steps = try outcome(client.hear(Array(text.utf8), at: Entries.start))
        guard case .change(let subscription as AgentCraftSubscription) = steps[1] else {
            Issue.record("the second step is no change")
            return
        }
        #expect(subscription.logs == .session("s"))
        #expect(try types(Array(steps[2...])) == ["log_streaming_started"])
    }

    @Test func `What cannot be had now ends the link only where it will pass`() throws {
        var client = conversation()
        let lasting = client.refused(PerchError(.corrupt, "No."), at: Entries.start)
        #expect(try types(lasting) == ["error"])
        guard case .close(1013, _)? = client.refused(PerchError(.tooManyClients, "No."), at: Entries.start).first else {
            Issue.record("the link stays")
            return
        }
    }

    @Test func `Every status has a word on both paths that is read back as one`() {
        for status in AgentStatus.allCases {
            for flavour in [AgentCraftFlavour.document, .source] {
                let word = AgentCraftStatus.word(status, flavour)
                #expect(AgentCraftStatus.status(word) == (status == .waiting ? .idle : status))
            }
        }
    }

    @Test func `Every event that may be a log entry is of a kind that is asked for`() {
        var generator = EventGenerator(seed: 9)
        for event in generator.events(3_000) where AgentCraftLogEntry(event, title: { $0 }) != nil {
            #expect(EventFilter(kinds: AgentCraftLogEntry.kinds).matchesFields(of: event))
        }
    }
}
