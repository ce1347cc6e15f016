import PerchJSON
import PerchModel

/// A sub-agent is asked for: `agent_spawn`.
struct SpawnEmission: HookEmission {
    private let time: Timestamp
    private let id: String?
    private let caller: HookCaller
    private let type: String?
    private let model: String?
    private let branch: String?
    private let preview: String

    init?(_ call: HookCall) {
        guard call.isCall(of: HookCall.agentTools, "PreToolUse") else { return nil }
        time = call.time
        id = call.call
        caller = HookCaller(call)
        type = call.input?.name("subagent_type")
        model = call.input?.name("model")
        branch = call.input?.name("isolation")
        preview = Self.preview(of: call.input?["prompt"]?.stringValue ?? "")
    }

    var note: HookNote? {
        id.map { .asked(HookRequest(id: $0, session: caller.session, type: type, by: caller.agent, time: time)) }
    }

    var asksLedger: Bool { caller.agent != nil }

    func answer(from ledger: HookLedger) -> HookAnswer {
        let line = HookLine.of("agent_spawn", id: id, at: time) { line in
            line.orNull("parent_id", caller.agent.flatMap(ledger.call(of:)) ?? caller.session)
            line.orNull("subagent_type", type)
            line.orNull("model", model)
            line.orNull("branch", branch)
            line.field("prompt_preview", preview)
        }
        return HookAnswer(line: line)
    }

    /// The first 80 code points, on one line and without double quotes.
    private static func preview(of prompt: String) -> String {
        let scalars = prompt.unicodeScalars.prefix(80).map {
            $0 == "\"" || $0.value < 0x20 || $0 == "\u{7F}" ? " " : $0
        }
        return String(String.UnicodeScalarView(scalars))
    }
}

/// A sub-agent begins to work: nothing to write about, but the moment to tell which call asked for it.
struct StartEmission: HookEmission {
    private let time: Timestamp
    private let agent: String
    private let type: String?
    private let session: String?

    init?(_ call: HookCall) {
        guard call.event == "SubagentStart", let agent = call.agent else { return nil }
        (time, self.agent, type, session) = (call.time, agent, call.agentType, call.session)
    }

    var asksLedger: Bool { true }

    func answer(from ledger: HookLedger) -> HookAnswer {
        guard ledger.call(of: agent) == nil,
            let request = ledger.onlyRequest(session: session, type: type, notBy: agent, at: time)
        else { return HookAnswer() }
        return HookAnswer(note: HookNote.started(agent: agent, call: request.id).line)
    }
}
