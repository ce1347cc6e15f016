import PerchDialects
import PerchJSON
import PerchModel
import Testing

private func lines(_ emitter: KeiEmitter, _ json: String) -> [String] {
    var files = KeiHookFiles()
    files.run(emitter, json)
    return files.lines
}

private let start = #"{"ts":"2026-05-02T13:00:00.123Z","event":"#

@Suite struct KeiHookLineTests {
    @Test(
        arguments: [
            (
                KeiEmitter.spawn,
                #"{"session_id":"s1","hook_event_name":"PreToolUse","tool_name":"Agent","tool_use_id":"t1","tool_input":"#
                    + #"{"prompt":"Say \"hi\"\n\tto ü","subagent_type":"coder","model":"opus","isolation":"worktree"}}"#,
                #""agent_spawn","id":"t1","parent_id":"s1","subagent_type":"coder","model":"opus","branch":"worktree","#
                    + #""prompt_preview":"Say  hi   to ü"}"#
            ),
            (
                .spawn, #"{"tool_name":"Task","tool_input":{"model":7}}"#,
                #""agent_spawn","id":"unknown","parent_id":null,"subagent_type":null,"model":null,"branch":null,"#
                    + #""prompt_preview":""}"#
            ),
            (
                .done,
                #"{"hook_event_name":"PostToolUse","tool_name":"Agent","tool_use_id":"t1","tool_input":{"model":"haiku"},"#
                    + #""tool_response":{"status":"completed","totalDurationMs":1500,"totalToolUseCount":4,"content":"#
                    + #"[{"type":"text","text":"=== STATUS-TRUTH MARKER ===\nshipped: Partial"}],"#
                    + #""usage":{"input_tokens":1,"output_tokens":3}}}"#,
                #""agent_done","id":"t1","outcome":"partial","duration_ms":1500,"tool_use_count":4,"cost_usd":0.000016}"#
            ),
            (
                .done, #"{"tool_name":"Agent","toolUseId":"t2","duration_ms":9,"tool_response":"gone"}"#,
                #""agent_done","id":"t2","outcome":null,"duration_ms":9,"tool_use_count":null,"cost_usd":null}"#
            ),
            (
                .done,
                #"{"hook_event_name":"PostToolUseFailure","tool_name":"Agent","tool_use_id":"t3","error":"x"}"#,
                #""agent_done","id":"t3","outcome":"fail","duration_ms":null,"tool_use_count":null,"cost_usd":null}"#
            ),
            (
                .tool, #"{"session_id":"s1","tool_name":"NotebookEdit","tool_use_id":"c1"}"#,
                #""tool_use","id":"c1","agent_id":"s1","tool":"NotebookEdit"}"#
            ),
            (
                .tool, #"{"tool_name":"Bash","hook_event_name":"PreToolUse","agent_id":"a9"}"#,
                #""tool_use","id":"unknown","agent_id":"a9","tool":"Bash"}"#
            ),
            (
                .skill,
                #"{"tool_name":"Skill","tool_use_id":"k1","tool_input":{"skillName":"pdf"},"tool_response":"x"}"#,
                #""skill_use","id":"k1","agent_id":"main","skill":"pdf","success":true}"#
            ),
        ])
    func `Each emitter writes its fields in their order, and null for what is not known`(
        emitter: KeiEmitter, json: String, line: String
    ) {
        #expect(lines(emitter, json) == [start + line + "\n"])
    }

    @Test(
        arguments: [
            (KeiEmitter.spawn, #"{"tool_name":"Bash","tool_use_id":"t"}"#),
            (.spawn, #"{"tool_name":"Agent","hook_event_name":"PostToolUse"}"#),
            (.spawn, #"{"hook_event_name":"SubagentStart","agent_id":"a"}"#),
            (.done, #"{"tool_name":"Bash","tool_response":"x"}"#),
            (.done, #"{"tool_name":"Agent","hook_event_name":"PreToolUse"}"#),
            (
                .done,
                #"{"tool_name":"Agent","tool_use_id":"t","tool_response":{"status":"async_launched","agentId":"a"}}"#
            ),
            (.done, #"{"tool_name":"Agent","tool_response":{"status":"async_launched"}}"#),
            (.done, #"{"hook_event_name":"SubagentStop","agent_id":"a"}"#),
            (.done, #"{"hook_event_name":"SubagentStop"}"#),
            (.tool, #"{"tool_name":"WebFetch"}"#),
            (.tool, #"{"tool_name":"Bash","hook_event_name":"PostToolUse"}"#),
            (.skill, #"{"tool_name":"Skill","tool_input":{}}"#),
            (.skill, #"{"tool_name":"Skill","tool_input":{"skill":""}}"#),
            (.skill, #"{"tool_name":"Bash","tool_input":{"skill":"pdf"}}"#),
        ])
    func `What is none of an emitter's business is not written`(emitter: KeiEmitter, json: String) {
        #expect(lines(emitter, json).isEmpty)
    }

    @Test(arguments: [
        ("\"\"", false), ("[]", false), ("[0]", true), ("null", false), ("7", false), ("{}", false),
        (#"{"exit_code":0}"#, true), (#"{"exit_code":1}"#, false), (#"{"exit_code":1,"status":"DONE"}"#, true),
        (#"{"status":"broken"}"#, false), (#"{"status":"all OK"}"#, true), (#"{"content":[1]}"#, true),
        (#"{"content":[]}"#, false), (#"{"content":"x"}"#, true), (#"{"success":true,"commandName":"pdf"}"#, true),
        (#"{"success":false,"content":"why"}"#, false),
    ])
    func `A skill's success is told by its response`(response: String, success: Bool) {
        let json = #"{"tool_name":"Skill","tool_input":{"skill":"pdf"},"tool_response":\#(response)}"#
        #expect(lines(.skill, json).first?.hasSuffix("\"success\":\(success)}\n") == true)
    }
}

@Suite struct KeiHookResponseTests {
    private func outcome(_ text: String) -> String? {
        var writer = JSONWriter()
        writer.value(text)
        let text = String(decoding: writer.bytes, as: UTF8.self)
        return outcome(response: text)
    }

    private func outcome(response: String) -> String? {
        var files = KeiHookFiles()
        files.run(.done, #"{"tool_name":"Agent","tool_use_id":"t","tool_response":\#(response)}"#)
        return files.field("outcome").first ?? "no line"
    }

    private static let marker = "=== STATUS-TRUTH MARKER ==="

    @Test(
        arguments: [
            ("\(marker)\nshipped: functional\nstubs: 0", "functional"),
            ("Done.\r\n\(marker)\r\nshipped: FAIL\r\n", "fail"),
            ("\(marker)\n- **Shipped:** `scaffolding`.", "scaffolding"),
            ("shipped: partial\n\(marker)\nstubs: 1", "partial"),
            ("shipped: fail\n\(marker)\nshipped: partial, mostly", "partial"),
            ("\(marker)\nshipped: functional|partial|fail", nil),
            ("\(marker)\nshipped: everything", nil),
            ("\(marker)\nshipped:", nil),
            ("\(marker)\nnot shipped: fail", nil),
            ("== STATUS-TRUTH MARKER ===\nshipped: functional", nil),
            ("=\(marker)shipped: functional", "functional"),
            ("shipped: functional", nil),
            ("", nil),
        ] as [(String, String?)])
    func `The outcome is the first word behind the marker`(text: String, expected: String?) {
        #expect(outcome(text) == expected)
    }

    @Test(
        arguments: [
            (#"["M","shipped: fail"]"#, "fail"),
            (#"{"text":"M\nshipped: fail"}"#, "fail"),
            (#"{"content":[{"type":"text","text":"M"},{"text":null,"content":["shipped: fail"]}]}"#, "fail"),
            (#"{"message":"M\nshipped: fail"}"#, nil),
            (#"[[[[[[[[[[[[[[["M\nshipped: fail"]]]]]]]]]]]]]]]"#, "fail"),
            (#"[[[[[[[[[[[[[[[["M\nshipped: fail"]]]]]]]]]]]]]]]]"#, nil),
            ("null", nil), ("12", nil),
        ] as [(String, String?)])
    func `A response's text is gathered from wherever it may stand, to a bounded depth`(
        response: String, expected: String?
    ) {
        #expect(outcome(response: response.replacing("M", with: Self.marker)) == expected)
    }

    @Test(
        arguments: [
            (#""resolvedModel":"claude-haiku-4-5","model":"opus""#, "1000000", "200000", "2.0"),
            (#""model":"claude-Sonnet-4-5""#, "1000", "1", "0.003015"),
            (#""x":0"#, "1", "1", "0.00003"),
            (#""resolvedModel":"gpt-9""#, "1", "1", "null"),
            (#""model":"haiku-sonnet""#, "1", "0", "0.000001"),
            (#""model":"opus""#, "-1", "null", "null"),
            (#""model":"opus""#, "null", "2", "0.00005"),
            (#""model":"opus""#, "9223372036854775807", "1", "null"),
        ])
    func `The cost is tokens by the price of the model that answered`(
        model: String, read: String, written: String, cost: String
    ) throws {
        let usage = #""usage":{"input_tokens":\#(read),"output_tokens":\#(written)}"#
        let line = lines(
            .done,
            #"{"tool_name":"Agent","tool_input":{"model":"opus"},"tool_response":{\#(model),\#(usage)}}"#)[0]
        let object = try JSONParser().parse(Array(line.utf8)).object()
        #expect(try object.double("cost_usd") == Double(cost))
    }
}

@Suite struct KeiHookHostileTests {
    private static let sample =
        #"{"session_id":"s\ud83d\ude00","agent_id":"a","tool_name":"Agent","tool_use_id":"t","tool_input":{"prompt":"ü"}}"#

    @Test func `Every truncation of a hook's JSON is passed over`() {
        let bytes = Array(Self.sample.utf8)
        let now = Timestamp(microseconds: 0)
        for end in bytes.indices { #expect(KeiHook(.spawn, json: Array(bytes[..<end]), at: now) == nil) }
        #expect(KeiHook(.spawn, json: bytes, at: now) != nil)
    }

    @Test(arguments: KeiEmitter.allCases)
    func `No JSON makes an emitter fail`(emitter: KeiEmitter) {
        let values = ["null", "true", "-1", "1e300", "\"\"", "[]", "{}", "[[]]", #"{"text":{}}"#, #""\u0000""#]
        let texts = ["", "[]", "7", "{}", "\u{0}", "{\"tool_name\":"]
        #expect(texts.allSatisfy { lines(emitter, $0).isEmpty })
        for value in values {
            for name in ["Agent", "Bash", "Skill"] {
                let json =
                    #"{"tool_name":"\#(name)","tool_use_id":\#(value),"session_id":\#(value),"agent_id":\#(value),"#
                    + #""tool_input":\#(value),"tool_response":\#(value),"duration_ms":\#(value)}"#
                for line in lines(emitter, json) {
                    #expect(line.utf8.filter { $0 == 10 }.count == 1 && line.hasPrefix(start))
                }
            }
        }
    }

    @Test func `Names are cut, and so is the prompt, whatever it is made of`() throws {
        let long = String(repeating: "e\u{301}", count: 5_000)
        let json =
            #"{"tool_name":"Agent","tool_use_id":"\#(long)","session_id":"\#(long)","tool_input":"#
            + #"{"prompt":"\#(long)","model":"\#(long)"}}"#
        let line = try JSONParser().parse(Array(lines(.spawn, json)[0].utf8)).object()
        #expect(try line.requiredString("prompt_preview").unicodeScalars.count == 80)
        for key in ["id", "parent_id", "model"] as [StaticString] {
            #expect(try line.requiredString(key).unicodeScalars.count == 256)
        }
    }
}
