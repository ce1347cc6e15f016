import PerchModel

/// Fills in what an event leaves to those before it: whose tool a call's end is of, what model an agent runs on, what feature it is on.
struct HtmlGraphTrace: Sendable {
    private struct Call {
        let tool: String
        let event: String?
    }

    private var calls = RecentMemory<String, Call>(limit: 4096)
    private var models = RecentMemory<String, String>(limit: 4096)
    private var features = RecentMemory<String, String>(limit: 4096)

    /// One that knows nothing yet.
    init() {}

    /// One that knows what the picture shows.
    init(from picture: some Picture, project: String?) {
        picture.forEachRow(ofKind: .agent, project: project) { row in
            guard case .agent(let agent) = row else { return }
            if let model = agent.model { models.set(model, for: agent.key) }
            if let feature = agent.feature { features.set(feature, for: agent.key) }
        }
        picture.forEachRow(ofKind: .work, project: project) { row in
            guard case .work(let work) = row, work.state == .running, work.type == .call, let tool = work.name else {
                return
            }
            calls.set(Call(tool: tool, event: nil), for: RowKey.joined(work.project, work.agent ?? "", work.id))
        }
    }

    mutating func event(_ event: Event) -> HtmlGraphEvent {
        var told = HtmlGraphEvent(event)
        told.take(event.body)
        pair(&told, event)
        guard let agent = event.agent else { return told }
        let key = RowKey.joined(event.project, agent)
        if let model = told.model { models.set(model, for: key) } else { told.model = models[key] }
        if let feature = told.feature { features.set(feature, for: key) } else { told.feature = features[key] }
        return told
    }

    private mutating func pair(_ told: inout HtmlGraphEvent, _ event: Event) {
        switch event.body {
        case .toolStarted(let start):
            guard let call = start.call else { return }
            calls.set(
                Call(tool: start.tool, event: HtmlGraphEvent.id(of: event)),
                for: RowKey.joined(event.project, event.agent ?? "", call))
        case .toolFinished(let finish):
            let call = calls[RowKey.joined(event.project, event.agent ?? "", finish.call)]
            told.tool = call?.tool
            told.parent = call?.event
        default: return
        }
    }
}
