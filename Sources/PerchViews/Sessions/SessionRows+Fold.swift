import PerchModel

extension SessionRow {
    init(_ session: String, _ occasion: Occasion) {
        self.init(project: occasion.project, session: session)
        started = occasion.time
    }

    /// An agent reported here that had last reported elsewhere.
    mutating func join(_ agent: String) {
        if agents.add(agent, upTo: ListLimit.sessionAgents) || !agents.contains(agent) { agentCount.add(1) }
    }

    mutating func start(_ start: SessionStarted, at time: Timestamp) {
        query = start.query.cut(to: TextLimit.message) ?? query
        started = min(started ?? time, time)
        guard state == .finished else { return }
        state = .active
        finished = nil
        ok = nil
        error = nil
    }

    mutating func update(_ update: SessionUpdated) {
        phase = update.phase.cut(to: TextLimit.name) ?? phase
        progress = update.progress.percent ?? progress
    }

    mutating func finish(_ finish: SessionFinished, at time: Timestamp) {
        state = .finished
        finished = time
        ok = finish.ok ?? (finish.error == nil ? nil : false)
        error = finish.error.cut(to: TextLimit.message)
    }
}

extension OutputRow: LedgerRow {
    init(_ output: SessionOutput, _ occasion: Occasion) {
        self.init(
            project: occasion.project, content: output.content.cut(to: TextLimit.sessionOutput), seq: occasion.seq,
            time: occasion.time)
        session = occasion.session
        agent = occasion.agent
        type = output.type.cut(to: TextLimit.name)
    }

    var weight: Int { content.utf8.count }
    var group: Name? { Name(project, session ?? "") }

    static let blank = OutputRow(project: "", content: "", seq: 0, time: .earliest)
}

extension LogRow: LedgerRow {
    init(_ log: LogWritten, _ occasion: Occasion) {
        self.init(
            project: occasion.project, message: log.message.cut(to: TextLimit.message), seq: occasion.seq,
            time: occasion.time)
        session = occasion.session
        agent = occasion.agent
        level = log.level.cut(to: TextLimit.name)
        logger = log.logger.cut(to: TextLimit.name)
        details = log.details.kept
    }

    var weight: Int { message.utf8.count + details.length }
    var group: Name? { Name(project, session ?? "") }

    static let blank = LogRow(project: "", message: "", seq: 0, time: .earliest)
}
