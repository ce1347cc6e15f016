import PerchModel

extension World {
    mutating func toolStarted(
        _ start: ToolStarted, _ slot: Int?, _ session: Int?, _ occasion: Occasion, _ tally: inout Tally,
        _ changes: inout Changes
    ) {
        let (item, verdict) = work.start(start, occasion, &changes)
        guard let item else { return }
        book(verdict, slot, session, &tally, &changes)
        if let slot {
            let tool = start.tool.cut(to: TextLimit.name)
            roster.rows[slot].agent.lastTool = tool
            roster.rows[slot].agent.lastTarget = start.target.cut(to: TextLimit.target)
            roster.rows[slot].node.lastTool = tool
            roster.rows[slot].node.lastToolAt = occasion.time
            changes.mark(.node, slot)
        }
        trimWork(keeping: item, &changes)
    }

    mutating func toolFinished(
        _ finish: ToolFinished, _ slot: Int?, _ session: Int?, _ occasion: Occasion, _ tally: inout Tally,
        _ changes: inout Changes
    ) {
        let (item, verdict) = work.finish(finish, occasion, &changes)
        guard let item else { return }
        book(verdict, slot, session, &tally, &changes)
        trimWork(keeping: item, &changes)
    }

    /// Counts a call where it is counted.
    private mutating func book(
        _ verdict: Work.Verdict, _ slot: Int?, _ session: Int?, _ tally: inout Tally, _ changes: inout Changes
    ) {
        tally.tools += verdict.isNew ? 1 : 0
        tally.failures += verdict.isFailure ? 1 : 0
        if verdict.isNew, let session { _ = sessions.update(session) { $0.tools.add(1) } }
        guard let slot else { return }
        roster.rows[slot].agent.running += verdict.running
        if verdict.isFailure { roster.rows[slot].agent.failures.add(1) }
        guard verdict.isNew else { return }
        roster.rows[slot].agent.tools.add(1)
        roster.rows[slot].node.tools.add(1)
        changes.mark(.node, slot)
    }

    mutating func task(
        _ report: TaskReport, _ step: TaskStep, _ slot: Int?, _ occasion: Occasion, _ tally: inout Tally,
        _ changes: inout Changes
    ) {
        if let item = work.take(report, step, occasion, &changes) { trimWork(keeping: item, &changes) }
        guard let slot, report.to == nil || report.to == occasion.agent else { return }
        let title = (report.name ?? report.task).cut(to: TextLimit.name)
        if step != .finished {
            roster.rows[slot].agent.task = title
            roster.rows[slot].agent.progress = report.progress.percent ?? roster.rows[slot].agent.progress
        }
    }

    /// Lets go of work that is too much; a call that still ran no longer counts as running.
    private mutating func trimWork(keeping item: Int, _ changes: inout Changes) {
        for caller in work.trim(keeping: item, &changes) {
            guard let slot = roster.slot(of: caller) else { continue }
            roster.rows[slot].agent.running -= 1
            changes.mark(.agent, slot)
        }
    }

    mutating func skillUsed(_ use: SkillUsed, _ slot: Int?, _ tally: inout Tally, _ changes: inout Changes) {
        tally.skills = 1
        tally.failures = use.ok == false ? 1 : 0
        guard let slot else { return }
        roster.rows[slot].agent.skills.add(1)
        if use.ok == false { roster.rows[slot].agent.failures.add(1) }
        roster.rows[slot].node.skills.add(1)
        changes.mark(.node, slot)
    }

    mutating func usageAdded(_ usage: UsageAdded, _ slot: Int?, _ tally: inout Tally, _ changes: inout Changes) {
        let spending = Spending(usage)
        tally.spending = spending
        guard let slot else { return }
        roster.rows[slot].agent.spend(spending)
        if let model = spending.model, roster.rows[slot].node.model != model {
            roster.rows[slot].node.model = model
            changes.mark(.node, slot)
        }
    }
}
