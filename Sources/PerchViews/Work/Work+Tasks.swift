import PerchModel

extension Work {
    /// A task began, moved on or ended. The slot is nil where the event told nothing new.
    mutating func take(
        _ report: TaskReport, _ step: TaskStep, _ occasion: Occasion, _ changes: inout Changes
    ) -> Int? {
        let key = WorkKey(task: occasion.name(report.task))
        guard let slot = slot(of: key) else {
            var row = WorkRow(project: occasion.project, type: .task, id: key.id, agent: occasion.agent)
            row.take(report, step, occasion)
            let slot = insert(key, row)
            changes.mark(.work, slot)
            return slot
        }
        let before = table.rows[slot]
        update(slot) { $0.take(report, step, occasion) }
        guard table.rows[slot] != before else { return nil }
        changes.mark(.work, slot)
        return slot
    }
}

/// Which of the three kinds a task's report is.
enum TaskStep {
    case started, updated, finished
}

extension WorkRow {
    fileprivate mutating func take(_ report: TaskReport, _ step: TaskStep, _ occasion: Occasion) {
        name = report.name.cut(to: TextLimit.name) ?? name
        from = report.from.cut(to: TextLimit.id) ?? from
        to = report.to.named ?? to
        action = report.action.cut(to: TextLimit.input) ?? action
        parent = report.parent.named ?? parent
        status = report.status.cut(to: TextLimit.name) ?? status
        progress = report.progress.percent ?? progress
        session = occasion.session ?? session
        agent = agent ?? occasion.agent
        move(step, at: occasion.time)
    }

    private mutating func move(_ step: TaskStep, at time: Timestamp) {
        switch step {
        case .started:
            if let end, time < end { start = min(start ?? time, time) } else if end != nil { reopen(at: time) }
            start = start ?? time
        case .updated:
            if end == nil { start = start ?? time }
        case .finished:
            guard end == nil || state == .abandoned else { return }
            close(FailureWord.isOne(status) ? .failed : .done, at: time)
        }
    }

    private mutating func reopen(at time: Timestamp) {
        state = .running
        start = time
        end = nil
        duration = nil
    }
}
