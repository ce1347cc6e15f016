import PerchModel

extension AgentRow {
    /// Counts an event of the agent, and takes a sign of life for one.
    mutating func note(_ sign: Sign, _ occasion: Occasion) {
        events.add(1)
        if let session = occasion.session { self.session = session }
        guard sign.isActivity else { return }
        lastActive = max(lastActive ?? occasion.time, occasion.time)
        if finished != nil {
            guard sign.revives else { return }
            revive()
        }
        presence = .active
        presenceReason = nil
        if let implied = sign.status {
            status = implied
        } else if status == .waiting {
            status = .processing
        }
    }

    private mutating func revive() {
        finished = nil
        duration = nil
        outcome = nil
        error = nil
        status = .processing
    }

    mutating func start(_ start: AgentStarted, at time: Timestamp) {
        started = min(started ?? time, time)
        name = start.name.cut(to: TextLimit.name) ?? name
        role = start.role.cut(to: TextLimit.name) ?? role
        model = start.model.cut(to: TextLimit.name) ?? model
        department = start.department.cut(to: TextLimit.name) ?? department
        branch = start.branch.cut(to: TextLimit.name) ?? branch
        promptPreview = start.promptPreview.cut(to: TextLimit.preview) ?? promptPreview
    }

    mutating func update(_ update: AgentUpdated) {
        status = update.status ?? status
        progress = update.progress.percent ?? progress
        message = update.message.cut(to: TextLimit.message) ?? message
        task = update.task.cut(to: TextLimit.name) ?? task
        metadata = update.metadata.kept ?? metadata
    }

    /// Ends the agent; returns by how much its total cost is above what was known of it.
    mutating func finish(_ finish: AgentFinished, at time: Timestamp) -> Double {
        finished = time
        presence = .offline
        presenceReason = nil
        outcome = finish.outcome.cut(to: TextLimit.name)
        error = finish.error.cut(to: TextLimit.message)
        status = finish.hasFailed ? .error : .completed
        duration = finish.duration.amount ?? started.map { time.milliseconds(since: $0) }
        running = 0
        tools = max(tools, finish.toolCount.counted)
        let more = max(0, (finish.cost.amount ?? 0) - cost)
        cost += more
        return more
    }

    /// An agent that has ended stays offline, whatever a watcher that did not know it yet says.
    mutating func take(_ change: AgentPresence, at time: Timestamp) {
        guard finished == nil else { return }
        presence = change.status
        presenceReason = change.reason.cut(to: TextLimit.message)
        switch change.status {
        case .active:
            lastActive = max(lastActive ?? time, time)
        case .idle, .offline:
            if status.isWork { status = .idle }
        }
        if change.status == .offline { running = 0 }
    }

    mutating func spend(_ usage: Spending) {
        if let model = usage.model { self.model = model }
        inputTokens.add(usage.inputTokens)
        outputTokens.add(usage.outputTokens)
        cacheReadTokens.add(usage.cacheReadTokens)
        cacheWriteTokens.add(usage.cacheWriteTokens)
        cost += usage.cost
    }
}

extension Timestamp {
    /// How much later it is, never less than nothing.
    func milliseconds(since start: Timestamp) -> Double {
        Double(max(0, microseconds - start.microseconds)) / 1000
    }

    /// So many milliseconds earlier, within the years that can be written.
    func earlier(milliseconds: Double) -> Timestamp {
        let micros = Int64(min(milliseconds * 1000, 4e17))
        return advanced(by: -micros).writable
    }
}
