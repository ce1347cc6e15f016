import PerchJSON
import PerchModel

/// A skill was used: `skill_use`.
struct SkillEmission: HookEmission {
    private let time: Timestamp
    private let id: String?
    private let caller: HookCaller
    private let skill: String
    private let success: Bool

    init?(_ call: HookCall) {
        guard call.isCall(of: ["Skill"], "PostToolUse"),
            let skill = call.input?.name("skill") ?? call.input?.name("skillName")
        else { return nil }
        (time, id, caller, self.skill) = (call.time, call.call, HookCaller(call), skill)
        success = Self.succeeded(call.response)
    }

    var asksLedger: Bool { caller.agent != nil }

    func answer(from ledger: HookLedger) -> HookAnswer {
        let line = HookLine.of("skill_use", id: id, at: time) { line in
            line.field("agent_id", caller.id(by: ledger))
            line.field("skill", skill)
            line.field("success", success)
        }
        return HookAnswer(line: line)
    }

    /// What the response says of itself, else an exit code of 0, else a good status, else that there is content at all.
    private static func succeeded(_ response: JSONElement?) -> Bool {
        guard let response = response?.objectValue else { return hasContent(response) }
        if let success = response["success"]?.boolValue { return success }
        if response["exit_code"]?.int64Value == 0 { return true }
        return isGood(response.name("status") ?? "") || hasContent(response["content"])
    }

    /// Whole words count, so that "broken" is not taken for "ok".
    private static func isGood(_ status: String) -> Bool {
        status.lowercased().split { !$0.isLetter }.contains { $0 == "ok" || $0 == "completed" || $0 == "done" }
    }

    private static func hasContent(_ element: JSONElement?) -> Bool {
        if let text = element?.stringValue { return !text.isEmpty }
        return element?.arrayValue?.isEmpty == false
    }
}
