import PerchJSON
import PerchModel

extension AgentChatDialect {
    /// What the timeline and the tree ask for, and the log of actions.
    var sequencerDoors: [Door] {
        [
            .get("/api/sequencer", Self.timeline),
            .get("/api/current-task", Self.currentTask),
            .get("/api/actions/projects", Self.projects),
            .get("/api/actions/tasks", Self.tasks),
            .get("/api/actions/task/{task_id}", ActionReading.task),
            .post("/api/actions/log", ActionLogging.log),
            Door(.delete, "/api/actions/task/{task_id}", scope: .control, .answer(ActionHiding.one)),
            Door(.delete, "/api/actions/tasks", scope: .control, .answer(ActionHiding.many)),
            .events("/api/stream/action_logs", actionStream),
            .events("/api/stream/tree/{task_id}", treeStream),
        ]
    }

    @Sendable private static func timeline(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let source = ask.query("source") ?? "services"
        guard source == "services" || source == "actions" else { throw refusal("source", "services, actions") }
        guard let dedup = TimelineDedup(rawValue: ask.query("dedup") ?? TimelineDedup.smart.rawValue) else {
            throw refusal("dedup", TimelineDedup.allCases.map(\.rawValue).joined(separator: ", "))
        }
        let (run, project, now) = (ask.query("task_id"), ask.project, ask.now)
        return .survey { picture in
            let timeline = SequencerTimeline(ActionBoard(picture, project: project), run: run)
            return .done(.json { timeline.write(to: &$0, dedup, at: now) })
        }
    }

    private static func refusal(_ name: String, _ words: String) -> PerchError {
        PerchError(.invalidParameter, "The parameter \"\(name)\" must be one of \(words).", parameter: name)
    }

    @Sendable private static func currentTask(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        summaries(ask) { runs in
            .object { writer in
                writer.key("task")
                if let run = runs.first(where: \.isRunning) { run.write(to: &writer) } else { writer.null() }
            }
        }
    }

    @Sendable private static func projects(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        summaries(ask) { list($0, as: "projects") }
    }

    @Sendable private static func tasks(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        summaries(ask) { list($0, as: "tasks") }
    }

    private static func summaries(
        _ ask: Ask, _ answer: @escaping @Sendable ([RunSummary]) -> Answer
    ) -> Reaction<Answer> {
        let project = ask.project
        return .survey { picture in .done(answer(RunSummary.all(in: ActionBoard(picture, project: project)))) }
    }

    private static func list(_ runs: [RunSummary], as key: StaticString) -> Answer {
        .object { writer in
            writer.array(key) { writer in
                for run in runs { run.write(to: &writer) }
            }
            writer.field("count", runs.count)
        }
    }

    // MARK: Streams

    @Sendable private func actionStream(_ ask: Ask) throws(PerchError) -> Reception {
        reception(
            SiblingConversation(
                subscription: ActionSubscription(project: ask.project, run: ask.query("task_id")),
                run: ask.query("task_id"), last: try ask.lastEventID(), pingMilliseconds: settings.pingMilliseconds))
    }

    @Sendable private func treeStream(_ ask: Ask) throws(PerchError) -> Reception {
        let run = ask[parameter: "task_id"]
        return reception(
            SiblingConversation(
                subscription: TreeSubscription(project: ask.project, run: run), run: run, last: nil,
                pingMilliseconds: settings.pingMilliseconds))
    }
}
