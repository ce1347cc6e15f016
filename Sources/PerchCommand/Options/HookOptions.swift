public import PerchDialects

/// What `perch hook` was asked to do.
public struct HookOptions: Sendable, Equatable {
    /// Who calls.
    public let emitter: KeiEmitter
    /// The file that gets the line; nil where the environment tells neither a file nor a home.
    public let events: String?
    /// Whether the person has turned it off.
    public let isBypassed: Bool

    init(_ arguments: [String], environment: [String: String]) throws(UsageError) {
        emitter = try Self.emitter(arguments)
        events = Self.events(environment)
        let switches = emitter == .skill ? ["KEI_EVENTS_BYPASS", "SKILL_RECORD_BYPASS"] : ["KEI_EVENTS_BYPASS"]
        isBypassed = switches.contains { environment[$0] == "1" }
    }

    private static func emitter(_ arguments: [String]) throws(UsageError) -> KeiEmitter {
        let names = KeiEmitter.allCases.map(\.rawValue)
        guard arguments.count == 2, arguments[0] == "kei" else {
            throw UsageError("Call it as perch hook kei \(names.joined(separator: "|")).", command: .hook)
        }
        if let emitter = KeiEmitter(rawValue: arguments[1]) { return emitter }
        let suggestion = Nearest.suggestion(for: arguments[1], among: names)
        let word = VisibleText.of(arguments[1], limit: 64)
        throw UsageError("kei has no hook \"\(word)\"\(suggestion)", command: .hook)
    }

    private static func events(_ environment: [String: String]) -> String? {
        if let file = environment["KEI_EVENTS_FILE"], !file.isEmpty { return file }
        guard let home = environment["HOME"], !home.isEmpty else { return nil }
        return "\(home)/.claude/memory/agent-events.jsonl"
    }
}
