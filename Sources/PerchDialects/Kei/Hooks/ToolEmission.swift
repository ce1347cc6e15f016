import PerchJSON
import PerchModel

/// A tool is about to be used: `tool_use`.
struct ToolEmission: HookEmission {
    private let time: Timestamp
    private let id: String?
    private let caller: HookCaller
    private let tool: String

    /// The tools that are worth a pulse.
    private static let shown: Set<String> = ["Bash", "Read", "Edit", "Write", "Grep", "Glob", "NotebookEdit"]

    init?(_ call: HookCall) {
        guard call.isCall(of: Self.shown, "PreToolUse"), let tool = call.tool else { return nil }
        (time, id, caller, self.tool) = (call.time, call.call, HookCaller(call), tool)
    }

    var asksLedger: Bool { caller.agent != nil }

    func answer(from ledger: HookLedger) -> HookAnswer {
        let line = HookLine.of("tool_use", id: id, at: time) { line in
            line.field("agent_id", caller.id(by: ledger))
            line.field("tool", tool)
        }
        return HookAnswer(line: line)
    }
}
