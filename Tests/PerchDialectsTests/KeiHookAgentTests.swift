import PerchDialects
import PerchModel
import Testing

@Suite struct KeiHookAgentTests {
    private var files = KeiHookFiles()

    private mutating func ask(_ call: String, type: String = "coder", by agent: String? = nil) {
        let by = agent.map { #","agent_id":"\#($0)""# } ?? ""
        files.run(
            .spawn,
            #"{"session_id":"s","tool_name":"Agent","tool_use_id":"\#(call)","tool_input":{"subagent_type":"\#(type)"}\#(by)}"#
        )
    }

    private mutating func begin(_ agent: String, type: String = "coder") {
        files.run(
            .spawn,
            #"{"session_id":"s","hook_event_name":"SubagentStart","agent_id":"\#(agent)","agent_type":"\#(type)"}"#)
    }

    private mutating func use(by agent: String) {
        files.run(.tool, #"{"session_id":"s","tool_name":"Bash","agent_id":"\#(agent)"}"#)
    }

    private mutating func answer(_ call: String, _ agent: String, status: String) {
        files.run(
            .done,
            #"{"session_id":"s","tool_name":"Agent","tool_use_id":"\#(call)","tool_response":"#
                + #"{"status":"\#(status)","agentId":"\#(agent)"}}"#)
    }

    private mutating func stop(_ agent: String, saying text: String = "") {
        files.run(
            .done, #"{"hook_event_name":"SubagentStop","agent_id":"\#(agent)","last_assistant_message":"\#(text)"}"#)
    }

    private var callers: [String?] { files.field("agent_id").filter { $0 != nil } }
    private var ended: [String?] {
        zip(files.field("event"), files.field("id")).filter { $0.0 == "agent_done" }.map(\.1)
    }

    @Test mutating func `A background agent ends when it stops, by the id it was spawned under`() throws {
        ask("t1")
        answer("t1", "a1", status: "async_launched")
        use(by: "a1")
        #expect(ended.isEmpty)
        stop("a1", saying: #"=== STATUS-TRUTH MARKER ===\nshipped: partial"#)
        #expect(ended == ["t1"])
        let last = try #require(files.lines.last)
        #expect(last.contains(#""outcome":"partial","duration_ms":3000,"tool_use_count":null,"cost_usd":null"#))
        stop("a1")
        #expect(ended == ["t1"])
        #expect(callers == ["t1"])
    }

    @Test mutating func `A foreground agent ends once, when its call returns`() {
        ask("t1")
        begin("a1")
        use(by: "a1")
        stop("a1")
        answer("t1", "a1", status: "completed")
        #expect(ended == ["t1"])
        #expect(callers == ["t1"])
    }

    @Test mutating func `An agent that is quicker than the word of its launch ends with that word`() {
        ask("t1")
        stop("a1", saying: #"=== STATUS-TRUTH MARKER ===\nshipped: fail"#)
        answer("t1", "a1", status: "async_launched")
        #expect(ended == ["t1"])
        #expect(files.field("outcome").last == "fail")
    }

    @Test mutating func `Of two hooks that run at the same time the later one in the ledger tells of the end`() throws {
        let launch = try #require(
            KeiHook(
                .done,
                json: Array(
                    #"{"tool_name":"Agent","tool_use_id":"t1","tool_response":{"status":"async_launched","agentId":"a1"}}"#
                        .utf8),
                at: Timestamp(microseconds: 1)))
        let stop = try #require(
            KeiHook(
                .done, json: Array(#"{"hook_event_name":"SubagentStop","agent_id":"a1"}"#.utf8),
                at: Timestamp(microseconds: 2)))
        for order in [[launch, stop], [stop, launch]] {
            let ledger = HookLedger(order.flatMap { $0.note ?? [] })
            #expect(order.map { $0.answer(from: ledger).line == nil } == [true, false])
        }
    }

    @Test mutating func `Parallel agents of one type are not guessed, and known once their calls have returned`() {
        ask("t1")
        ask("t2")
        begin("a2")
        use(by: "a2")
        answer("t1", "a1", status: "async_launched")
        answer("t2", "a2", status: "async_launched")
        use(by: "a1")
        use(by: "a2")
        #expect(callers == ["a2", "t1", "t2"])
    }

    @Test mutating func `Parallel agents of different types are told apart when they begin`() {
        ask("t1", type: "coder")
        ask("t2", type: "tester")
        begin("a2", type: "tester")
        begin("a1", type: "coder")
        use(by: "a1")
        use(by: "a2")
        #expect(callers == ["t1", "t2"])
    }

    @Test mutating func `A guess gives way to what a call's response says`() {
        ask("t1")
        begin("stranger")
        use(by: "stranger")
        answer("t1", "a1", status: "async_launched")
        use(by: "stranger")
        use(by: "a1")
        #expect(callers == ["t1", "stranger", "t1"])
    }

    @Test mutating func `A call that failed or was denied long ago is waited for no longer`() {
        ask("t1")
        files.run(.done, #"{"hook_event_name":"PostToolUseFailure","tool_name":"Agent","tool_use_id":"t1"}"#)
        ask("t2")
        begin("a2")
        use(by: "a2")
        ask("t3")
        files.time += 601_000_000
        ask("t4")
        begin("a4")
        use(by: "a4")
        #expect(callers == ["t2", "t4"])
    }

    @Test mutating func `A sub-agent's sub-agent has it for its parent, and what nobody knows has the session`() {
        ask("t1")
        answer("t1", "a1", status: "async_launched")
        ask("t2", by: "a1")
        ask("t3", by: "nobody")
        #expect(files.field("parent_id") == ["s", "t1", "s"])
        begin("a1")
        use(by: "a1")
        #expect(callers == ["t1"])
    }

    @Test mutating func `Garbage in the ledger is passed over`() {
        files.ledger =
            Array("launched\ta1\nasked\t\t\t\t\tx\nstopped\ta1\tx\ty\n\u{0}\n\t\t\t\nlaunched\ta1\tt0\tx\n".utf8) + [
                0xFF, 10,
            ]
        ask("t1")
        answer("t1", "a1", status: "async_launched")
        files.ledger += Array("launched\ta".utf8)
        use(by: "a1")
        #expect(callers == ["t1"])
    }

    @Test mutating func `An id that would break the ledger's lines is not put into it`() {
        ask(#"t\n1"#)
        answer(#"t\t1"#, "a1", status: "async_launched")
        stop(#"a1\u0000"#)
        #expect(files.ledger.isEmpty)
        #expect(files.lines.count == 1)
    }
}
