import PerchModel

extension Work {
    /// A tool call began. Its slot is nil where the event told nothing new.
    mutating func start(
        _ start: ToolStarted, _ occasion: Occasion, _ changes: inout Changes
    ) -> (slot: Int?, verdict: Verdict) {
        guard let call = start.call.named else { return note(start, occasion, &changes) }
        let key = WorkKey(call: call, of: occasion.caller)
        guard let slot = slot(of: key) else {
            var row = WorkRow(project: occasion.project, type: .call, id: call, agent: occasion.agent)
            row.begin(start, occasion)
            let slot = insert(key, row)
            changes.mark(.work, slot)
            return (slot, Verdict(isNew: true, running: 1))
        }
        return again(slot, start, occasion, &changes)
    }

    /// A start that has no id can never be paired: it stands as a moment.
    private mutating func note(
        _ start: ToolStarted, _ occasion: Occasion, _ changes: inout Changes
    ) -> (slot: Int?, verdict: Verdict) {
        let key = WorkKey(call: "#\(occasion.seq)", of: occasion.caller)
        guard slot(of: key) == nil else { return (nil, Verdict()) }
        var row = WorkRow(project: occasion.project, type: .call, id: key.id, agent: occasion.agent)
        row.begin(start, occasion)
        row.close(.done, at: occasion.time)
        let slot = insert(key, row)
        changes.mark(.work, slot)
        return (slot, Verdict(isNew: true))
    }

    /// A start of a call that is known: told twice, told after its end, or a new call under an old id.
    private mutating func again(
        _ slot: Int, _ start: ToolStarted, _ occasion: Occasion, _ changes: inout Changes
    ) -> (slot: Int?, verdict: Verdict) {
        guard let end = table.rows[slot].end else { return (nil, Verdict()) }
        if table.rows[slot].name == nil, occasion.time <= end {
            update(slot) { $0.tell(start, occasion) }
            changes.mark(.work, slot)
            return (slot, Verdict())
        }
        guard occasion.time > end else { return (nil, Verdict()) }
        update(slot) { row in
            row = WorkRow(project: row.project, type: .call, id: row.id, agent: row.agent)
            row.begin(start, occasion)
        }
        changes.mark(.work, slot)
        return (slot, Verdict(isNew: true, running: 1))
    }

    /// A tool call ended, known or not.
    mutating func finish(
        _ finish: ToolFinished, _ occasion: Occasion, _ changes: inout Changes
    ) -> (slot: Int?, verdict: Verdict) {
        let key = WorkKey(call: finish.call.cut(to: TextLimit.id), of: occasion.caller)
        if let slot = slot(of: key) {
            let state = table.rows[slot].state
            guard state == .running || state == .abandoned else { return (nil, Verdict()) }
            update(slot) { $0.end(finish, occasion) }
            changes.mark(.work, slot)
            let running: Int64 = state == .running ? -1 : 0
            return (slot, Verdict(running: running, isFailure: table.rows[slot].state == .failed))
        }
        var row = WorkRow(project: occasion.project, type: .call, id: key.id, agent: occasion.agent)
        row.session = occasion.session
        row.start = finish.duration.amount.map { occasion.time.earlier(milliseconds: $0) }
        row.end(finish, occasion)
        let slot = insert(key, row)
        changes.mark(.work, slot)
        return (slot, Verdict(isNew: true, isFailure: row.state == .failed))
    }
}

extension WorkRow {
    fileprivate mutating func begin(_ start: ToolStarted, _ occasion: Occasion) {
        state = .running
        tell(start, occasion)
    }

    /// Takes up what a start tells, also after the end.
    fileprivate mutating func tell(_ start: ToolStarted, _ occasion: Occasion) {
        session = occasion.session ?? session
        self.start = occasion.time
        duration = duration ?? end.map { $0.milliseconds(since: occasion.time) }
        name = start.tool.cut(to: TextLimit.name)
        input = start.input.cut(to: TextLimit.input)
        target = start.target.cut(to: TextLimit.target)
    }

    fileprivate mutating func end(_ finish: ToolFinished, _ occasion: Occasion) {
        close(finish.ok == false || finish.error != nil ? .failed : .done, at: occasion.time)
        duration = finish.duration.amount ?? duration
        output = finish.output.cut(to: TextLimit.output)
        error = finish.error.cut(to: TextLimit.message)
    }
}
