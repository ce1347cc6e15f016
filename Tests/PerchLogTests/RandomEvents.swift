import PerchModel
import PerchTesting

/// Events and questions at random, the same for the same seed.
struct RandomEvents {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value { values[next(values.count)] }

    private static let words = ["alpha", "Beta", "gamma", "delta-wing", "épée", "x", "42", "alphabet", "tool", "rare"]

    mutating func entry() -> Entry {
        let message = (0..<next(6)).map { _ in next(20) == 0 ? "needle" : pick(Self.words) }.joined(separator: " ")
        let body: Body =
            switch next(5) {
            case 0: .logWritten(LogWritten(message: message))
            case 1: .toolStarted(ToolStarted(tool: "Bash", input: message))
            case 2: .toolStarted(ToolStarted(tool: message))
            case 3: .skillUsed(SkillUsed(skill: message))
            default: .agentStarted(AgentStarted(name: message))
            }
        let draft = Draft(
            body, source: "native", project: pick(["web", "api", "\"quoted\""]),
            session: next(3) == 0 ? nil : "s\(next(400))", agent: next(4) == 0 ? nil : "a\(next(12))")
        return Entry(sealing: draft, now: Entries.start)
    }

    mutating func query(last: Seq) -> EventQuery {
        var filter = EventFilter()
        if next(3) == 0 { filter.kinds = [pick(["tool.*", "log.written", "a*", "none.*", "skill.used"])] }
        if next(9) == 0 { filter.kinds.append("agent.started") }
        if next(3) == 0 { filter.project = pick(["web", "api", "\"quoted\"", "other"]) }
        if next(4) == 0 { filter.session = "s\(next(410))" }
        if next(3) == 0 { filter.agent = "a\(next(13))" }
        if next(3) == 0 {
            filter.words = (0...next(2)).map { _ in pick(["al", "BETA", "need", "4", "wing", "zzz", "tool"]) }
        }
        var query = EventQuery(limit: pick([1, 7, 100, 5_000]), newestFirst: next(2) == 0, filter: filter)
        if next(2) == 0 { query.after = Seq(next(Int(last))) }
        if next(3) == 0 { query.before = Seq(next(Int(last) + 10)) }
        return query
    }
}
