import PerchJSON
import PerchModel

/// Answers what is asked about one run's actions.
enum ActionReading {
    /// All that was reported of a run, each action with what is part of it, as the log has it.
    @Sendable static func task(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let (run, project) = (ask[parameter: "task_id"], ask.project)
        return .survey { picture throws(PerchError) in
            let board = ActionBoard(picture, project: project)
            let isHidden = isHidden(run, in: picture, project)
            guard !isHidden else { throw unknown }
            var tree = ActionTree()
            for row in board.work where row.type == .task && row.session == nil && board.run(of: row) == run {
                tree.take(ActionRow(row, in: run))
            }
            let name = RunSummary.name(of: run, in: board)
            let isKnown = !tree.isEmpty || RunSummary.all(in: board).contains { $0.id == run }
            let filter = EventFilter(kinds: ["task.*"], session: run.isName ? run : nil, project: project)
            let query = EventQuery(before: picture.seq + 1, limit: 500, filter: filter)
            return read(tree, query) { tree throws(PerchError) in
                guard isKnown || !tree.isEmpty else { throw unknown }
                return .done(answer(tree, run, name))
            }
        }
    }

    private static let unknown = PerchError(.notFound, "There is no such task.")

    /// Whether somebody has taken a run off the lists.
    private static func isHidden(_ run: String, in picture: any Picture, _ project: String?) -> Bool {
        var isHidden = false
        picture.forEachRow(ofKind: .session, project: project) { row in
            if case .session(let row) = row, row.session == run { isHidden = row.phase == ActionBoard.deletedPhase }
        }
        return isHidden
    }

    private static func read(
        _ tree: ActionTree, _ query: EventQuery,
        then: @escaping @Sendable (ActionTree) throws(PerchError) -> Reaction<Answer>
    ) -> Reaction<Answer> {
        .recall(query) { page throws(PerchError) in
            var (tree, query) = (tree, query)
            for event in page.batch.events {
                if let row = ActionRow(event), row.run == query.filter.session { tree.take(row) }
            }
            guard let next = page.next, !tree.isFull else { return try then(tree) }
            query.after = next
            return read(tree, query, then: then)
        }
    }

    private static func answer(_ tree: ActionTree, _ run: String, _ name: String) -> Answer {
        .object { writer in
            writer.field("task_id", run)
            writer.field("task_name", name)
            writer.array("actions") { tree.write(to: &$0) }
            writer.field("count", tree.count)
        }
    }
}

/// Takes runs off the lists. The log forgets nothing: what is recorded is that somebody wants to see a run no more.
enum ActionHiding {
    @Sendable static func one(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        hide([ask[parameter: "task_id"]], ask)
    }

    /// Those whose ids the body lists.
    @Sendable static func many(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let object = try ask.object()
        let runs: [String]?
        do { runs = try object.strings("task_ids") } catch { throw PerchError(refusing: error) }
        guard let runs, runs.count <= 1000 else {
            throw ChatOrder.refusal("task_ids", "must be a list of at most 1000 ids")
        }
        return hide(runs, ask)
    }

    private static func hide(_ runs: [String], _ ask: Ask) -> Reaction<Answer> {
        let (wanted, project) = (Set(runs), ask.project)
        return .survey { picture throws(PerchError) in
            let found = RunSummary.all(in: ActionBoard(picture, project: project)).map(\.id).filter(wanted.contains)
            guard !found.isEmpty else { throw PerchError(.notFound, "There is no such task.") }
            let drafts = found.filter(\.isName).map { run in
                ChatDraft.of(
                    .sessionUpdated(SessionUpdated(phase: ActionBoard.deletedPhase)), in: run, by: nil, ask)
            }
            return .report(
                drafts,
                .object { writer in
                    writer.field("status", "deleted")
                    writer.field("deleted", drafts.count)
                    writer.field("task_ids", found)
                })
        }
    }
}
