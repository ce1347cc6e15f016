import PerchModel

extension AgentCraftAgent {
    /// Follows an event, and tells what of it is worth a frame.
    ///
    /// What it comes to know is put right by the rows that follow the batch; between them it is enough for the frames of the batch.
    mutating func take(_ event: Event) -> AgentCraftNews? {
        session = event.session ?? session
        updated = event.time
        switch event.body {
        case .agentStarted(let start): return take(start)
        case .agentUpdated(let update): return take(update)
        case .agentFinished(let finish): return take(finish)
        case .agentPresence(let presence): return take(presence)
        case .toolStarted(let start):
            work(.processing)
            return AgentCraftNews(status, Self.sentence(start.tool, start.target ?? start.input))
        case .taskStarted(let report), .taskUpdated(let report): return take(report, isFinished: false)
        case .taskFinished(let report): return take(report, isFinished: true)
        case .activityRecorded(let activity): return take(activity)
        case .activityCompleted(let activity):
            return AgentCraftNews(activity.success == false ? .error : status, "Ended \(activity.activity)")
        case .skillUsed, .memoryChanged: work(.processing)
        case .threadOpened, .messageSent, .handoffMade, .collaborationStarted, .decisionRecorded: work(.collaborating)
        case .toolFinished, .usageAdded, .sessionStarted, .sessionUpdated, .sessionOutput, .sessionFinished,
            .logWritten, .threadClosed, .collaborationEnded, .featureChanged, .featureLinked, .syncChanged,
            .attentionRaised, .attentionCleared, .other:
            break
        }
        return nil
    }

    private mutating func work(_ status: AgentStatus) {
        self.status = status
        isFinished = false
        isOffline = false
    }

    private mutating func take(_ start: AgentStarted) -> AgentCraftNews {
        work(.analyzing)
        name = start.name?.cut(to: AgentCraftText.nameBytes) ?? name
        return AgentCraftNews(status, start.promptPreview ?? start.role.map { "Started as \($0)" } ?? "Started")
    }

    private mutating func take(_ update: AgentUpdated) -> AgentCraftNews {
        if let told = update.status {
            status = told
            if told != .completed, told != .error { (isFinished, isOffline) = (false, false) }
        } else if isFinished {
            work(.processing)
        }
        progress = update.progress ?? progress
        message = update.message ?? message
        task = update.task?.cut(to: AgentCraftText.nameBytes) ?? task
        feature = update.feature ?? feature
        return AgentCraftNews(status, message, metadata: update.metadata, progress: progress)
    }

    /// Who has said that it is done is told so once.
    private mutating func take(_ finish: AgentFinished) -> AgentCraftNews? {
        let end: AgentStatus = finish.hasFailed ? .error : .completed
        let isKnown = status == end
        status = end
        isFinished = true
        return isKnown ? nil : AgentCraftNews(end, finish.error ?? finish.outcome ?? message)
    }

    private mutating func take(_ presence: AgentPresence) -> AgentCraftNews? {
        guard !isFinished else { return nil }
        isOffline = presence.status == .offline
        guard presence.status != .active else { return AgentCraftNews(status, presence.reason ?? message) }
        if [.analyzing, .processing, .collaborating].contains(status) { status = .idle }
        return AgentCraftNews(.idle, presence.reason ?? message)
    }

    /// That a task is done says nothing of what the agent does next.
    private mutating func take(_ report: TaskReport, isFinished: Bool) -> AgentCraftNews {
        let title = (report.name ?? report.task).cut(to: AgentCraftText.nameBytes)
        guard !isFinished else {
            let failed = report.hasFailed
            return AgentCraftNews(failed ? .error : .completed, Self.sentence(title, report.status), progress: 100)
        }
        work(.processing)
        task = title
        progress = report.progress ?? progress
        return AgentCraftNews(status, Self.sentence(title, report.status ?? report.action), progress: report.progress)
    }

    private mutating func take(_ activity: ActivityRecorded) -> AgentCraftNews {
        let words = activity.type.split(separator: "_").joined(separator: " ")
        guard activity.type != "agent_completed" else { return AgentCraftNews(.completed, words, progress: 100) }
        work(activity.type == "agent_started" ? .analyzing : .processing)
        return AgentCraftNews(status, words, metadata: activity.metadata)
    }

    private static func sentence(_ what: String, _ more: String?) -> String {
        guard let more, !more.isEmpty else { return what }
        return "\(what): \(more.cut(to: AgentCraftText.sentenceBytes))"
    }
}
