import PerchModel

extension HtmlGraphEvent {
    /// Takes what an event says by itself.
    mutating func take(_ body: Body) {
        switch body {
        case .agentStarted, .agentUpdated, .agentFinished, .agentPresence: take(agent: body)
        case .toolStarted, .toolFinished, .skillUsed, .usageAdded: take(tool: body)
        case .sessionStarted, .sessionUpdated, .sessionOutput, .sessionFinished, .logWritten: take(session: body)
        case .threadOpened, .messageSent, .threadClosed, .handoffMade, .collaborationStarted, .collaborationEnded,
            .decisionRecorded:
            take(talk: body)
        case .activityRecorded, .activityCompleted, .memoryChanged, .taskStarted, .taskUpdated, .taskFinished:
            take(work: body)
        case .featureChanged, .featureLinked, .syncChanged, .attentionRaised, .attentionCleared, .other:
            take(other: body)
        }
    }

    private mutating func say(_ type: String, _ input: String?, status: String = "recorded") {
        self.type = type
        self.input = input
        self.status = status
    }

    /// The end of something, which went well or not.
    private mutating func end(_ type: String, failed: Bool, _ output: String?) {
        self.type = failed ? "error" : type
        self.output = output
        status = failed ? "error" : "completed"
    }

    private mutating func take(agent body: Body) {
        switch body {
        case .agentStarted(let start):
            say("start", start.promptPreview ?? start.role ?? start.name, status: "running")
            model = start.model
            parent = start.call
        case .agentUpdated(let update):
            feature = update.feature
            switch update.status {
            case .error: end("error", failed: true, update.message)
            case .completed: end("completion", failed: false, update.message)
            default: say("check_point", update.message ?? update.task, status: update.status?.rawValue ?? "recorded")
            }
        case .agentFinished(let finish):
            end("completion", failed: finish.hasFailed, finish.error ?? finish.outcome)
            seconds = finish.duration.map { $0 / 1000 }
        case .agentPresence(let presence):
            say("check_point", presence.reason, status: presence.status.rawValue)
        default: break
        }
    }

    private mutating func take(tool body: Body) {
        switch body {
        case .toolStarted(let start):
            say("tool_call", start.input ?? start.target, status: "running")
            tool = start.tool
        case .toolFinished(let finish):
            end("tool_result", failed: finish.ok == false || finish.error != nil, finish.error ?? finish.output)
            seconds = finish.duration.map { $0 / 1000 }
        case .skillUsed(let skill):
            say("tool_call", skill.skill, status: skill.ok == false ? "error" : "completed")
            tool = "Skill"
            parent = skill.call
        case .usageAdded(let usage):
            model = usage.model
            let (sum, overflows) = max(0, usage.inputTokens ?? 0).addingReportingOverflow(
                max(0, usage.outputTokens ?? 0))
            tokens = overflows ? .max : sum
        default: break
        }
    }

    private mutating func take(session body: Body) {
        switch body {
        case .sessionStarted(let start): say("start", start.query, status: "running")
        case .sessionUpdated(let update): say("check_point", update.phase, status: "running")
        case .sessionOutput(let output):
            say("check_point", nil)
            self.output = output.content
        case .sessionFinished(let finish): end("end", failed: finish.ok == false || finish.error != nil, finish.error)
        case .logWritten(let log):
            let isError = ["error", "critical", "fatal"].contains(log.level?.lowercased())
            say(isError ? "error" : "check_point", log.message, status: isError ? "error" : "recorded")
        default: break
        }
    }

    private mutating func take(talk body: Body) {
        switch body {
        case .threadOpened(let thread):
            say("delegation", [thread.parent, thread.child].compactMap { $0 }.joined(separator: " -> "))
        case .messageSent(let message): say("check_point", message.content)
        case .threadClosed(let thread):
            end(
                "completion", failed: thread.error != nil || FailureWord.isOne(thread.status),
                thread.error ?? thread.result)
        case .handoffMade(let handoff): say("delegation", handoff.reason ?? "\(handoff.from) -> \(handoff.to)")
        case .collaborationStarted(let start):
            say("start", start.participants?.joined(separator: ", "), status: "running")
        case .collaborationEnded: end("end", failed: false, nil)
        case .decisionRecorded(let decision): say("check_point", decision.decision)
        default: break
        }
    }

    private mutating func take(work body: Body) {
        switch body {
        case .activityRecorded(let activity): say("check_point", activity.type)
        case .activityCompleted(let activity): end("completion", failed: activity.success == false, nil)
        case .memoryChanged(let memory): say("check_point", "\(memory.operation) \(memory.item)")
        case .taskStarted(let task): say("task_delegation", task.action ?? task.name ?? task.task, status: "running")
        case .taskUpdated(let task): say("check_point", task.name ?? task.task, status: task.status ?? "running")
        case .taskFinished(let task): end("completion", failed: task.hasFailed, task.name ?? task.task)
        default: break
        }
    }

    private mutating func take(other body: Body) {
        switch body {
        case .featureChanged(let change):
            say("check_point", change.title ?? change.description, status: change.status ?? "recorded")
            feature = change.feature
        case .featureLinked(let link):
            say("check_point", link.linked)
            feature = link.feature
        case .syncChanged(let sync):
            let isError = ["error", "conflict"].contains(sync.status)
            say(isError ? "error" : "check_point", sync.message ?? sync.operation, status: sync.status)
        case .attentionRaised(let attention): say("check_point", attention.detail ?? attention.reason.rawValue)
        case .attentionCleared(let attention): say("check_point", attention.detail ?? attention.reason.rawValue)
        case .other(let name, _): say("check_point", name)
        default: break
        }
    }
}
