import PerchDialects
import PerchJSON
import PerchModel
import PerchTesting
import PerchViews
import Testing

private let dialect = AgentChatDialect()

private func use(_ path: String, _ method: Door.Method = .post, _ ask: Ask) throws -> Reaction<Answer> {
    let door = try #require(dialect.doors.first { $0.path == path && $0.method == method })
    guard case .answer(let use) = door.use else { throw PerchError(.internalError, "") }
    return try use(ask)
}

/// What a request reports to a world, and its answer.
private func posted(
    _ path: String, _ body: String, in world: World = World()
) throws -> (drafts: [Draft], answer: Answer) {
    var reaction = try use(path, .post, .sample(body: body))
    var drafts: [Draft] = []
    while true {
        switch reaction {
        case .done(let answer): return (drafts, answer)
        case .look(let next), .survey(let next): reaction = try next(world)
        case .recall(_, let next): reaction = try next(Recalled(Batch.of([]), next: nil))
        case .report(let more, let next):
            drafts += more
            reaction = try next()
        case .spend(_, let next): reaction = try next()
        }
    }
}

private func world(of drafts: [Draft]) -> World {
    var (world, changes) = (World(), Changes())
    for event in Batch.of(drafts).events { world.apply(event, into: &changes) }
    return world
}

private let creating =
    #"{"run_id":"r","parent_agent_id":"boss","child_agent_id":"kid","initial_message":"Bäu\n","metadata":{"budget":[1]}}"#

@Suite struct AgentChatDoorTests {
    @Test func `A conversation begins with a delegation, in the session of its run`() throws {
        let (drafts, answer) = try posted("/api/agent_chat/create", creating)
        #expect(answer.status == 200)
        #expect(drafts.map(\.session) == ["r", "r"])
        #expect(drafts.map(\.agent) == ["boss", "boss"])
        #expect(drafts.map(\.source) == ["agentchat", "agentchat"])
        guard case .messageSent(let message) = drafts[1].body else { return #expect(Bool(false)) }
        #expect((message.from, message.to, message.type, message.content) == ("boss", "kid", "delegation", "Bäu\n"))
    }

    @Test func `What a request reports can be read back from the log`() throws {
        let thread = world(of: try posted("/api/agent_chat/create", creating).drafts)
        let bodies = [
            ("/api/agent_chat/create", creating),
            (
                "/api/agent_chat/send",
                #"{"thread_id":"id-of-a-test","message_type":"question","from_agent":"kid","content":"?"}"#
            ),
            ("/api/agent_chat/close", #"{"thread_id":"id-of-a-test","status":"failed","error":"e"}"#),
            (
                "/api/actions/log",
                #"{"task_id":"r","action_type":"delegate","to_agent":"a","action_data":{"x":[1.5]},"tier_to":3}"#
            ),
        ]
        for (path, body) in bodies {
            let drafts = try posted(path, body, in: thread).drafts
            #expect(!drafts.isEmpty)
            for draft in drafts {
                try draft.checkNames()
                let line = Array(Batch.of([draft]).lines[0])
                #expect(try Event(stored: JSONParser().parse(line).object()).body == draft.body)
            }
        }
    }

    @Test(arguments: [
        "/api/agent_chat/create", "/agent-chat/send", "/agent_chat/close", "/api/actions/log",
        "/api/agent-chat/test/create-thread", "/api/agent-chat/test/send-to-agent",
    ])
    func `Every truncation of a body is refused with a code`(path: String) {
        let bytes = Array(creating.utf8)
        for end in 1..<bytes.count {
            var ask = Ask.sample()
            ask.body = Array(bytes[..<end])
            #expect(throws: PerchError.self) { try use(path, .post, ask) }
        }
    }

    @Test(arguments: [
        #"{"run_id":7}"#, #"{"run_id":{}}"#, #"[]"#, #""x""#, #"{"run_id":""}"#, #"{"thread_id":null}"#,
        #"{"thread_id":"\#(String(repeating: "x", count: 600))"}"#, #"{"task_id":"t","action_type":[]}"#,
        #"{"run_id":"r","parent_agent_id":"p","child_agent_id":"c","initial_message":"m","metadata":"no object"}"#,
    ])
    func `A body of other types is refused with a code`(body: String) {
        for path in ["/api/agent_chat/create", "/api/agent_chat/send", "/api/agent_chat/close", "/api/actions/log"] {
            #expect(throws: PerchError.self) { try use(path, .post, .sample(body: body)) }
        }
    }

    @Test func `What a person says is control, on every path`() throws {
        let thread = world(of: try posted("/api/agent_chat/create", creating).drafts)
        let body = #"{"thread_id":"id-of-a-test","message_type":"abort","from_agent":"user","content":"stop"}"#
        for path in ["/agent-chat/send", "/agent_chat/send", "/api/agent_chat/send"] {
            #expect(try posted(path, body, in: thread).drafts.map(\.scope) == [.control])
        }
        let order = #"{"agent":"kid","message":"do it"}"#
        #expect(try posted("/api/agent-chat/test/send-to-agent", order).drafts.map(\.scope) == [.control, .control])
    }

    @Test func `A message to nobody's conversation is refused, and one to an ended one is a conflict`() throws {
        let body = #"{"thread_id":"id-of-a-test","message_type":"answer","from_agent":"kid","content":"!"}"#
        #expect(throws: PerchError(.notFound, "There is no such thread.")) { try posted("/agent-chat/send", body) }
        var drafts = try posted("/api/agent_chat/create", creating).drafts
        drafts += try posted("/agent_chat/close", #"{"thread_id":"id-of-a-test"}"#, in: world(of: drafts)).drafts
        let refused = try posted("/agent-chat/send", body, in: world(of: drafts))
        #expect(refused.answer.status == 409)
        #expect(refused.drafts.isEmpty)
    }

    @Test func `Deleting is control`() {
        let deleting = dialect.doors.filter { $0.method == .delete }
        #expect(deleting.count == 2)
        #expect(deleting.allSatisfy { $0.scope == .control })
    }

    @Test(
        arguments: [
            ("delegate", nil, "task.started"), ("assign_task", nil, "task.started"),
            ("work", "running", "task.started"),
            ("work", nil, "task.finished"), ("report", "running", "task.finished"),
            ("delegate", "completed", "task.finished"), ("directive_complete", nil, "task.finished"),
        ] as [(String, String?, String)])
    func `An action that goes on is a task that began, any other one that has ended`(
        action: String, status: String?, kind: String
    ) throws {
        let status = status.map { #","status":"\#($0)""# } ?? ""
        let body = #"{"task_id":"r","from_agent":"a","to_agent":"b","action_type":"\#(action)"\#(status)}"#
        #expect(try posted("/api/actions/log", body).drafts.map(\.body.name) == [kind])
    }
}
