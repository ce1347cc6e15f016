/// Who made a call: the session's main conversation, or a sub-agent.
struct HookCaller {
    let session: String?
    /// The sub-agent's own id.
    let agent: String?

    init(_ call: HookCall) {
        (session, agent) = (call.session, call.agent)
    }

    /// The caller as events name it: a sub-agent by the call that asked for it, as its `agent_spawn` does; by its own id
    /// where that is not known; the main conversation by its session, else "main".
    func id(by ledger: HookLedger) -> String {
        guard let agent else { return session ?? "main" }
        return ledger.call(of: agent) ?? agent
    }
}
