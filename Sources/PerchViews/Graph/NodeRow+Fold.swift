import PerchModel

extension NodeRow {
    mutating func start(_ start: AgentStarted, _ occasion: Occasion) {
        spawned = min(spawned ?? occasion.time, occasion.time)
        name = start.name.cut(to: TextLimit.name) ?? name
        role = start.role.cut(to: TextLimit.name) ?? role
        model = start.model.cut(to: TextLimit.name) ?? model
        branch = start.branch.cut(to: TextLimit.name) ?? branch
        promptPreview = start.promptPreview.cut(to: TextLimit.preview) ?? promptPreview
        call = start.call.named ?? call
        session = session ?? occasion.session
    }

    mutating func finish(_ agent: AgentRow) {
        state = .done
        ended = agent.finished
        outcome = agent.outcome
        duration = agent.duration
        tools = max(tools, agent.tools)
    }

    /// It went without a word.
    mutating func vanish(at time: Timestamp) {
        state = .done
        ended = time
        duration = spawned.map { time.milliseconds(since: $0) }
    }

    mutating func revive() {
        state = .alive
        ended = nil
        duration = nil
        outcome = nil
    }
}
