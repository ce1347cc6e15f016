import PerchJSON
import PerchModel

extension EventGenerator {
    /// What happens next: tools most often, then all the rest.
    mutating func body(of agent: String, in project: String) -> Body {
        switch random.below(100) {
        case ..<28: return toolStarted(agent, project)
        case ..<52: return toolFinished()
        case ..<60: return .usageAdded(usage())
        case ..<66: return .logWritten(log())
        case ..<76: return agentBody(agent)
        case ..<82: return chatBody()
        case ..<88: return taskBody()
        case ..<94: return collaborationBody()
        default: return otherBody()
        }
    }

    private mutating func toolStarted(_ agent: String, _ project: String) -> Body {
        let call = random.once(in: 12) ? nil : fresh("call")
        if let call, openCalls.count < 64 { openCalls.append((agent, project, call)) }
        let tool = random.one(of: ["Bash", "Read", "Edit", "Grep", "WebFetch", "Agent"])
        return .toolStarted(ToolStarted(tool: tool, call: call, input: maybe("input"), target: maybe("Sources/file")))
    }

    private mutating func toolFinished() -> Body {
        let call =
            if openCalls.isEmpty || random.once(in: 15) { fresh("lost") } else {
                openCalls.remove(at: random.below(openCalls.count)).call
            }
        let ok: Bool? = random.once(in: 5) ? nil : !random.once(in: 6)
        return .toolFinished(
            ToolFinished(
                call: call, ok: ok, duration: random.once(in: 2) ? Double(random.below(9_000)) / 8 : nil,
                output: maybe("output"), error: random.once(in: 20) ? text("error") : nil))
    }

    private mutating func usage() -> UsageAdded {
        UsageAdded(
            model: random.one(of: ["opus", "sonnet", "haiku", nil]), inputTokens: Int64(random.below(4_000)),
            outputTokens: random.once(in: 50) ? Int64.max : Int64(random.below(900)),
            cacheReadTokens: random.once(in: 50) ? -1 : Int64(random.below(90_000)),
            cost: random.one(of: [nil, 0.25, 0.0117, .infinity, -3]))
    }

    private mutating func log() -> LogWritten {
        LogWritten(
            message: text("line"), level: random.one(of: ["debug", "info", "warning", "error", nil]),
            logger: maybe("logger"), details: metadata())
    }

    private mutating func agentBody(_ agent: String) -> Body {
        switch random.below(12) {
        case ..<3:
            return .agentStarted(
                AgentStarted(
                    name: maybe("Nora"), role: maybe("researcher"), parent: random.once(in: 2) ? agentID() : nil,
                    model: random.one(of: ["opus", "sonnet", nil]), department: maybe("engineering"),
                    call: random.once(in: 2) ? fresh("call") : nil, promptPreview: maybe("look at"),
                    branch: maybe("branch")))
        case ..<6:
            return .agentUpdated(
                AgentUpdated(
                    status: random.one(of: [nil] + AgentStatus.allCases),
                    progress: random.one(of: [nil, 12.5, 99, -4, .nan, 1e9]),
                    message: maybe("doing"), task: maybe("task"),
                    feature: random.once(in: 2) ? "feature-\(random.below(6))" : nil,
                    metadata: metadata()))
        case ..<8:
            return .agentFinished(
                AgentFinished(
                    outcome: random.one(of: ["done", "error", "functional", nil]),
                    duration: random.one(of: [nil, 1200, -1, .infinity]),
                    toolCount: random.one(of: [nil, 3, 400]), cost: random.one(of: [nil, 0.5, 12]),
                    error: random.once(in: 5) ? text("error") : nil))
        case ..<10:
            return .agentPresence(AgentPresence(status: random.one(of: Presence.allCases), reason: maybe("silent")))
        case 10:
            return .attentionRaised(
                AttentionRaised(reason: random.one(of: AttentionReason.allCases), detail: maybe("why")))
        default: return .attentionCleared(AttentionCleared(reason: random.one(of: AttentionReason.allCases)))
        }
    }

    private mutating func chatBody() -> Body {
        let thread = random.once(in: 30) ? text("thread") : "thread-\(random.below(8))"
        switch random.below(6) {
        case 0:
            return .threadOpened(
                ThreadOpened(
                    thread: thread, run: maybe("run"), parent: agentID(), child: agentID(), metadata: metadata()))
        case 1:
            return .threadClosed(
                ThreadClosed(
                    thread: thread, status: random.one(of: ["completed", "failed", nil]), result: maybe("result")))
        default:
            return .messageSent(
                MessageSent(
                    thread: thread, from: agentID(), to: agentID(), content: text("message"),
                    message: random.once(in: 3) ? nil : fresh("message"),
                    type: random.one(of: ["question", "answer", "status", "delegation", nil]), metadata: metadata()))
        }
    }

    private mutating func taskBody() -> Body {
        let report = TaskReport(
            task: "task-\(random.below(20))", name: maybe("build"), from: random.once(in: 2) ? agentID() : nil,
            to: random.once(in: 2) ? agentID() : nil, action: maybe("action"),
            parent: random.once(in: 4) ? "task-0" : nil,
            progress: random.one(of: [nil, 50, 100]), status: random.one(of: [nil, "running", "failed", "done"]))
        switch random.below(4) {
        case ..<2: return .taskStarted(report)
        case 2: return .taskUpdated(report)
        default: return .taskFinished(report)
        }
    }

    private mutating func collaborationBody() -> Body {
        let id = "collab-\(random.below(5))"
        switch random.below(9) {
        case 0:
            let participants = (0..<random.below(5)).map { _ in agentID() }
            return .collaborationStarted(
                CollaborationStarted(collaboration: id, participants: participants, type: maybe("council")))
        case 1: return .collaborationEnded(CollaborationEnded(collaboration: id))
        case 2:
            let named = random.once(in: 2) ? id : nil
            return .decisionRecorded(
                DecisionRecorded(decision: text("ship it"), collaboration: named, metadata: metadata()))
        case 3...4:
            return .activityRecorded(
                ActivityRecorded(
                    type: random.one(of: ["agent_started", "decision_made", "task_assigned"]),
                    activity: random.once(in: 3) ? nil : "activity-\(random.below(60))", department: maybe("sales"),
                    related: [agentID()], metadata: metadata()))
        case 5:
            let success: Bool? = random.one(of: [nil, true, false])
            return .activityCompleted(ActivityCompleted(activity: "activity-\(random.below(60))", success: success))
        case 6:
            return .memoryChanged(
                MemoryChanged(operation: random.one(of: ["read", "write", "delete"]), item: text("item")))
        default:
            return .handoffMade(
                HandoffMade(from: agentID(), to: agentID(), type: maybe("type"), reason: maybe("reason")))
        }
    }

    private mutating func otherBody() -> Body {
        switch random.below(10) {
        case 0: return .sessionStarted(SessionStarted(query: maybe("query")))
        case 1: return .sessionUpdated(SessionUpdated(phase: maybe("phase"), progress: Double(random.below(120))))
        case 2: return .sessionOutput(SessionOutput(content: text("output"), type: maybe("final_result")))
        case 3: return .sessionFinished(SessionFinished(ok: random.one(of: [nil, true, false]), error: maybe("error")))
        case 4: return .skillUsed(SkillUsed(skill: text("skill"), ok: random.one(of: [nil, true, false])))
        case 5...6:
            return .featureChanged(
                FeatureChanged(
                    feature: "feature-\(random.below(6))", type: maybe("track"), title: maybe("title"),
                    status: random.one(of: ["todo", "in_progress", "done", nil]), tags: [text("tag")]))
        case 7:
            return .featureLinked(
                FeatureLinked(feature: "feature-\(random.below(6))", linked: "feature-0", link: "blocks"))
        case 8:
            return .syncChanged(
                SyncChanged(
                    status: "success", operation: random.one(of: ["push", "pull"]), filesChanged: 3,
                    conflicts: [text("file")]))
        default: return .other(name: "custom.kind", data: .emptyObject)
        }
    }

    private mutating func metadata() -> JSONText? {
        guard random.once(in: 4) else { return nil }
        if random.once(in: 20) {
            return JSONText(validated: Array(("\"" + String(repeating: "m", count: 5_000) + "\"").utf8))
        }
        return JSONText(validated: Array(#"{"urgency":"blocking","n":1.5}"#.utf8))
    }
}
