import PerchModel

/// What one event adds to the sums, or takes from them.
struct Tally {
    var agents: Int64 = 0
    var active: Int64 = 0
    var idle: Int64 = 0
    var offline: Int64 = 0
    var finished: Int64 = 0
    var working: Int64 = 0
    var waiting: Int64 = 0
    var sessions: Int64 = 0
    var openSessions: Int64 = 0
    var events: Int64 = 0
    var unknown: Int64 = 0
    var tools: Int64 = 0
    var failures: Int64 = 0
    var skills: Int64 = 0
    var messages: Int64 = 0
    var spending: Spending?

    /// Counts an agent in (1) or out (-1).
    mutating func count(_ standing: Standing, by sign: Int64) {
        switch standing.presence {
        case .active: active += sign
        case .idle: idle += sign
        case .offline: offline += sign
        }
        if standing.isFinished { finished += sign }
        if standing.isWorking { working += sign }
    }
}

extension TotalsRow {
    mutating func add(_ tally: Tally) {
        agents += tally.agents
        active += tally.active
        idle += tally.idle
        offline += tally.offline
        finished += tally.finished
        working += tally.working
        waiting += tally.waiting
        sessions += tally.sessions
        openSessions += tally.openSessions
        events.add(tally.events)
        unknown.add(tally.unknown)
        tools.add(tally.tools)
        failures.add(tally.failures)
        skills.add(tally.skills)
        messages.add(tally.messages)
        guard let spending = tally.spending else { return }
        inputTokens.add(spending.inputTokens)
        outputTokens.add(spending.outputTokens)
        cacheReadTokens.add(spending.cacheReadTokens)
        cacheWriteTokens.add(spending.cacheWriteTokens)
        cost += spending.cost
    }
}

extension DayRow {
    mutating func add(_ spending: Spending) {
        inputTokens.add(spending.inputTokens)
        outputTokens.add(spending.outputTokens)
        cacheReadTokens.add(spending.cacheReadTokens)
        cacheWriteTokens.add(spending.cacheWriteTokens)
        cost += spending.cost
    }
}
