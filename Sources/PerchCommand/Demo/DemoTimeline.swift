import PerchModel

/// Lays the steps of a script out in time, and fills in what follows from that: ids and durations.
enum DemoTimeline {
    static func events(of steps: [DemoStep], plan: DemoPlan) -> [DemoEvent] {
        // The order of writing breaks ties, so that an answer never precedes its question.
        let ordered = steps.enumerated().sorted { ($0.element.beat, $0.offset) < ($1.element.beat, $1.offset) }
        let last = ordered.last.map { max($0.element.beat, 0.001) } ?? 1
        var began: [String: Int64] = [:]
        var tools: [String: Int64] = [:]
        return ordered.enumerated().map { index, item in
            let step = item.element
            // Mostly an even rate, as asked for, with the script's own rhythm on top.
            let share = 0.8 * (Double(index) + 0.5) / Double(ordered.count) + 0.2 * step.beat / last
            let offset = Int64(share * plan.seconds * 1_000_000)
            let body = withDurations(step.body, agent: step.agent, at: offset, began: &began, tools: &tools)
            let draft = Draft(
                body, source: "native", project: plan.project, session: step.session, agent: step.agent,
                id: "\(plan.run)-\(plan.seed)-\(plan.take.map { "\($0)-" } ?? "")\(index + 1)")
            return DemoEvent(offset: offset, draft: draft)
        }
    }

    private static func withDurations(
        _ body: Body, agent: String?, at offset: Int64, began: inout [String: Int64], tools: inout [String: Int64]
    ) -> Body {
        switch body {
        case .agentStarted:
            began[agent ?? ""] = offset
        case .toolStarted(let payload):
            began[payload.call ?? ""] = offset
            tools[agent ?? "", default: 0] += 1
        case .toolFinished(var payload):
            payload.duration = milliseconds(since: began[payload.call], offset)
            return .toolFinished(payload)
        case .agentFinished(var payload):
            payload.duration = milliseconds(since: began[agent ?? ""], offset)
            payload.toolCount = tools[agent ?? ""] ?? 0
            return .agentFinished(payload)
        default: break
        }
        return body
    }

    private static func milliseconds(since start: Int64?, _ offset: Int64) -> Double? {
        start.map { Double((offset - $0) / 1_000) }
    }
}
