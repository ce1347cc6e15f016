import PerchJSON
import PerchModel

/// The call that asked for a sub-agent has returned, and the sub-agent is at its end: `agent_done`.
struct DoneEmission: HookEmission {
    private let call: String?
    private let agent: String?
    private let ending: HookEnding

    init?(_ call: HookCall) {
        let failed = call.isCall(of: HookCall.agentTools, "PostToolUseFailure") && call.event != nil
        guard failed || call.isCall(of: HookCall.agentTools, "PostToolUse") else { return nil }
        let response = call.response?.objectValue
        self.call = call.call
        agent = response?.name("agentId")
        ending = HookEnding(
            time: call.time,
            outcome: failed ? .fail : StatusMarker.outcome(in: ResponseText.of(call.response)),
            milliseconds: call.duration ?? response?["totalDurationMs"]?.count,
            tools: response?["totalToolUseCount"]?.count,
            cost: Pricing.cost(of: response, asked: call.input))
    }

    var note: HookNote? { call.map { .finished(agent: agent, call: $0) } }

    func answer(from ledger: HookLedger) -> HookAnswer { HookAnswer(line: ending.line(id: call)) }
}

/// A sub-agent was sent to work in the background: the call has returned, but the sub-agent lives on.
struct LaunchEmission: HookEmission {
    private let time: Timestamp
    private let call: String?
    private let agent: String?

    init?(_ call: HookCall) {
        guard call.isCall(of: HookCall.agentTools, "PostToolUse"), let response = call.response?.objectValue,
            response.name("status") == "async_launched"
        else { return nil }
        (time, self.call, agent) = (call.time, call.call, response.name("agentId"))
    }

    var note: HookNote? {
        guard let call, let agent else { return nil }
        return .launched(agent: agent, call: call)
    }

    var asksLedger: Bool { note != nil }

    /// An agent that is quicker than the hook which tells of its launch has ended already; then that hook tells of both.
    func answer(from ledger: HookLedger) -> HookAnswer {
        guard let call, let agent, case .stoppedFirst(let outcome) = ledger.life(of: agent) else { return HookAnswer() }
        return HookAnswer(line: HookEnding(time: time, outcome: outcome).line(id: call))
    }
}

/// A sub-agent has ended, by its own word: `agent_done` where it worked in the background.
///
/// Where it did not, the call that asked for it returns right now, and tells more.
struct StopEmission: HookEmission {
    private let time: Timestamp
    private let agent: String
    private let outcome: HookOutcome?

    init?(_ call: HookCall) {
        guard call.event == "SubagentStop", let agent = call.agent else { return nil }
        (time, self.agent) = (call.time, agent)
        outcome = StatusMarker.outcome(in: ResponseText.of(call.lastMessage))
    }

    var note: HookNote? { .stopped(agent: agent, outcome: outcome, time: time) }
    var asksLedger: Bool { true }

    func answer(from ledger: HookLedger) -> HookAnswer {
        guard case .launchedFirst(let call, let stopped) = ledger.life(of: agent), stopped == time else {
            return HookAnswer()
        }
        let ending = HookEnding(time: time, outcome: outcome, milliseconds: ledger.milliseconds(since: call, to: time))
        return HookAnswer(line: ending.line(id: call))
    }
}

/// What is known of a sub-agent's end.
struct HookEnding {
    var time: Timestamp
    var outcome: HookOutcome?
    var milliseconds: Int64?
    var tools: Int64?
    var cost: Double?

    func line(id: String?) -> [UInt8] {
        HookLine.of("agent_done", id: id, at: time) { line in
            line.orNull("outcome", outcome?.rawValue)
            line.orNull("duration_ms", milliseconds)
            line.orNull("tool_use_count", tools)
            line.orNull("cost_usd", cost)
        }
    }
}
