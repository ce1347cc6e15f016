import PerchDialects
import PerchJSON
import PerchModel
import PerchTesting
import PerchViews
import Testing

private let dialect = AgentChatDialect()

private func opened(_ thread: String, run: String?, session: String? = nil, project: String = "default") -> Draft {
    Draft(
        .threadOpened(ThreadOpened(thread: thread, run: run, parent: "boss", child: "kid")), source: "native",
        project: project, session: session, agent: "boss")
}

private func sent(
    _ thread: String, _ content: String, session: String? = nil, project: String = "default", id: String? = nil
) -> Draft {
    Draft(
        .messageSent(MessageSent(thread: thread, from: "kid", to: "boss", content: content, message: id)),
        source: "native", project: project, session: session, agent: "kid")
}

private func closed(_ thread: String, _ status: String? = nil, error: String? = nil) -> Draft {
    Draft(.threadClosed(ThreadClosed(thread: thread, status: status, error: error)), source: "native", agent: "kid")
}

/// A log and its world, and a client of a stream, whose steps are taken by hand.
private struct Stage {
    var drafts: [Draft]

    private func world(_ drafts: [Draft]) -> World {
        var (world, changes) = (World(), Changes())
        for event in Batch.of(drafts).events { world.apply(event, into: &changes) }
        return world
    }

    /// What a client is told: what the log has for it, then what happens when it is there.
    func told(
        _ path: String = "/api/stream/agent_chat/{run_id}", _ parameters: [String: String] = ["run_id": "r"],
        query: [(name: String, value: String)] = [], headers: [String: String] = [:], then live: [Draft] = []
    ) throws -> [(name: String?, seq: Seq?, text: String)] {
        let door = try #require(dialect.doors.first { $0.path == path })
        guard case .events(let receive) = door.use else { return [] }
        let ask = Ask.sample(parameters: parameters, query: query, headers: headers)
        var conversation = try receive(ask).conversation
        let steps = try carryOut(conversation.begin(at: .earliest))
        var messages: [Message] = []
        for step in steps {
            switch step {
            case .say(let message): messages.append(message)
            case .resume(let subscription, let seq, let filter):
                messages += tell(subscription, after: seq, filter, live)
            default: break
            }
        }
        return messages.map { ($0.name, $0.seq, String(decoding: $0.bytes, as: UTF8.self)) }
    }

    private func carryOut(_ reaction: Reaction<[Step]>) throws -> [Step] {
        var reaction = reaction
        while true {
            switch reaction {
            case .done(let steps): return steps
            case .look(let next), .survey(let next): reaction = try next(world(drafts))
            case .recall(let query, let next):
                let batch = Batch.of(drafts)
                let found = batch.events.indices.filter { place in
                    let event = batch.events[place]
                    return event.seq > query.after && event.seq < query.before ?? .max
                        && query.filter.matches(event, line: batch.lines[place])
                }
                let page = found.prefix(2)
                var lines = EncodedLines()
                for place in page { lines.append { $0.append(contentsOf: batch.lines[place]) } }
                let events = page.map { batch.events[$0] }
                reaction = try next(
                    Recalled(Batch(events: events, lines: lines), next: found.count > 2 ? events.last?.seq : nil))
            case .report(_, let next): reaction = try next()
            case .spend(_, let next): reaction = try next()
            }
        }
    }

    /// As a server does it: the log through an encoder of its own, then another one that began with the world of that moment.
    private func tell(
        _ subscription: any Subscription, after seq: Seq, _ filter: EventFilter, _ live: [Draft]
    ) -> [Message] {
        let batch = Batch.of(drafts)
        var messages: [Message] = []
        var catchUp = subscription.makeEncoder(from: world(drafts))
        for place in batch.events.indices
        where batch.events[place].seq > seq && filter.matches(batch.events[place], line: batch.lines[place]) {
            catchUp.absorb(
                Feed(seq: batch.events[place].seq, batch: batch.part(place..<place + 1), patches: []))
        }
        catchUp.flush(at: .latest) { messages.append($0) }
        var channel = subscription.makeEncoder(from: world(drafts))
        channel.absorb(
            Feed(
                seq: Seq(drafts.count + live.count), batch: Batch.of(live, from: Seq(drafts.count + 1)), patches: []))
        channel.flush(at: .latest) { messages.append($0) }
        return messages
    }
}

@Suite struct AgentChatStreamTests {
    @Test func `A first visit hears what was said, and from then on everything`() throws {
        let stage = Stage(drafts: [
            opened("t", run: "r"), sent("t", "one"), closed("t"), sent("u", "two", session: "r"),
        ])
        let told = try stage.told(then: [opened("v", run: "r"), sent("v", "three"), closed("v")])
        #expect(
            told.map(\.name) == [
                "connected", "agent_chat_message_sent", "agent_chat_message_sent", "agent_chat_thread_created",
                "agent_chat_message_sent", "agent_chat_thread_closed",
            ])
        #expect(told.map(\.seq) == [nil, 2, 4, 5, 6, 7])
        #expect(told[0].text == #"{"status":"ok","run_id":"r"}"#)
    }

    @Test func `A message that is reported twice is told once, and one of that id in another thread besides`() throws {
        let stage = Stage(drafts: [opened("t", run: "r"), sent("t", "whole", id: "m"), sent("t", "cut", id: "m")])
        let live = [sent("t", "again", id: "m"), sent("t", "new", id: "n"), sent("u", "other", session: "r", id: "m")]
        #expect(try stage.told(then: live + live).map(\.seq) == [nil, 2, 5, 6])
        #expect(try stage.told(headers: ["last-event-id": "2"], then: live).map(\.seq) == [nil, 5, 6])
    }

    @Test func `Who comes back hears everything after what it had`() throws {
        let stage = Stage(drafts: [opened("t", run: "r"), sent("t", "one"), opened("u", run: "r"), closed("t")])
        #expect(try stage.told(headers: ["last-event-id": "2"]).map(\.seq) == [nil, 3, 4])
        #expect(try stage.told(query: [("last_event_id", "3")]).map(\.seq) == [nil, 4])
    }

    @Test func `A message is told in exactly the fields of the document`() throws {
        let stage = Stage(drafts: [opened("t", run: "r"), sent("t", "é\n", id: "m")])
        #expect(
            try stage.told()[1].text
                == #"{"run_id":"r","thread_id":"t","message_id":"m","from_agent":"kid","to_agent":"boss","#
                + #""message_type":"message","content":"é\n","created_at":"2026-05-02T13:00:00.002000+00:00","metadata":{}}"#
        )
    }

    @Test func `A conversation of a run is told wherever it was opened, and one of another run nowhere`() throws {
        let drafts = [
            opened("a", run: "r", session: "s"), opened("b", run: "q", session: "r"), sent("a", "yes", session: "s"),
            sent("b", "no", session: "r"), sent("c", "yes", session: "r"), sent("d", "no", session: "s"),
            sent("a", "yes"),
        ]
        let told = try Stage(drafts: drafts).told(then: drafts.suffix(5))
        let contents = try told.dropFirst().map {
            try JSONParser().parse(Array($0.text.utf8)).object().requiredString("content")
        }
        #expect(contents == Array(repeating: "yes", count: 6))
    }

    @Test func `A conversation that the world has let go of is still one of its run`() throws {
        var drafts = [opened("old", run: "r", session: "s"), closed("old")]
        drafts += (0..<600).map { opened("t\($0)", run: "q") }
        drafts.append(sent("old", "still here", session: "s"))
        let told = try Stage(drafts: drafts).told(headers: ["last-event-id": "10"])
        #expect(told.count == 2)
        #expect(told.last?.text.contains("still here") == true)
    }

    @Test func `One project's stream is silent about the others`() throws {
        let drafts = [sent("t", "no", session: "r", project: "a"), sent("t", "yes", session: "r", project: "b")]
        #expect(try Stage(drafts: drafts).told(query: [("project", "b")]).map(\.seq) == [nil, 2])
    }

    @Test(
        arguments: [
            ("completed", nil, "completed"), ("TIMEOUT", nil, "timeout"), ("success", nil, "completed"),
            (nil, nil, "completed"), (nil, "broke", "failed"), ("cancelled", nil, "abandoned"),
            ("whatever", "broke", "failed"),
        ] as [(String?, String?, String)])
    func `An end is told in one of the four words`(word: String?, error: String?, told: String) throws {
        let stage = Stage(drafts: [opened("t", run: "r")])
        #expect(try stage.told(then: [closed("t", word, error: error)])[1].text.contains("\"status\":\"\(told)\""))
    }

    @Test(arguments: ["\u{2028}", "\u{2029}", "\u{85}", "\r\n", "\u{0}", "\u{202E}é", "\u{E2}\u{C2}"])
    func `Whatever is said stays on one line, by anybody's rules`(content: String) throws {
        let text = try #require(try Stage(drafts: [sent("t", content, session: "r")]).told().last?.text)
        #expect(text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count == 1)
        #expect(try JSONParser().parse(Array(text.utf8)).object().requiredString("content") == content)
    }

    @Test func `Clients of a run share what they are told, however they came`() throws {
        var subscriptions: [AnyHashable] = []
        for headers in [[:], ["last-event-id": "1"]] {
            let door = try #require(dialect.doors.first { $0.path == "/api/stream/agent_chat/{run_id}" })
            guard case .events(let receive) = door.use else { continue }
            var conversation = try receive(.sample(parameters: ["run_id": "r"], headers: headers)).conversation
            guard case .recall(_, let next) = conversation.begin(at: .earliest) else { continue }
            guard case .look(let look) = try next(Recalled(Batch.of([]), next: nil)) else { continue }
            guard case .done(let steps) = try look(World()) else { continue }
            for case .resume(let subscription, _, _) in steps { subscriptions.append(AnyHashable(subscription)) }
        }
        #expect(subscriptions.count == 2)
        #expect(Set(subscriptions).count == 1)
    }
}
