import PerchModel

/// Tool calls and tasks from start to end.
struct Work: Sendable {
    /// What became of a tool call by an event.
    struct Verdict: Equatable {
        /// A call is there that was not known before.
        var isNew = false
        /// How many more calls are running.
        var running: Int64 = 0
        /// The call has failed.
        var isFailure = false
    }

    private(set) var table: Table<WorkKey, WorkRow>
    /// The running pieces of work of each agent that does some, in the order they began.
    private var running = Groups()

    init(_ limits: Limits) {
        let blank = WorkRow(project: "", type: .call, id: "", agent: nil)
        table = Table(limit: limits.work, endedLimit: limits.endedWork, blank: blank)
    }

    /// Ends what an agent leaves behind.
    mutating func abandon(_ agent: Name, at time: Timestamp, _ changes: inout Changes) {
        for slot in running.removeAll(of: agent) {
            table.rows[slot].close(.abandoned, at: time)
            table.move(slot, ended: true)
            changes.mark(.work, slot)
        }
    }

    /// Lets go of what is too much. Tells whose calls that still ran were among it.
    mutating func trim(keeping slot: Int, _ changes: inout Changes) -> [Name] {
        var callers: [Name] = []
        while let victim = table.surplus(keeping: slot) {
            if table.rows[victim].state == .running, let caller = abort(victim) { callers.append(caller) }
            changes.drop(.work(table.remove(victim)))
        }
        return callers
    }

    /// Takes a running piece of work off its doer's list. Returns who made the call, where it is one.
    private mutating func abort(_ slot: Int) -> Name? {
        let project = table.rows[slot].project
        if let doer = table.read(slot, { $0.doer }) { running.remove(slot, from: Name(project, doer)) }
        guard table.rows[slot].type == .call, let agent = table.rows[slot].agent else { return nil }
        return Name(project, agent)
    }

    mutating func restore(_ row: WorkRow) {
        _ = insert(WorkKey(row), row)
    }

    // The following are for the files of this folder.

    func slot(of key: WorkKey) -> Int? { table.slot(of: key) }

    mutating func insert(_ key: WorkKey, _ row: consuming WorkRow) -> Int {
        let runs = row.state == .running
        let slot = table.insert(key, row, ended: !runs)
        if runs { isRunning(slot) }
        return slot
    }

    /// Changes a row in place and keeps the orders true to its state and doer.
    ///
    /// A piece of work that changes hands moves to the end of both the order and its doer's list, so that they agree.
    mutating func update(_ slot: Int, _ body: (inout WorkRow) -> Void) {
        let wasRunning = table.rows[slot].state == .running
        let doer = table.read(slot) { $0.doer }
        body(&table.rows[slot])
        let isRunning = table.rows[slot].state == .running
        guard wasRunning != isRunning || doer != table.read(slot, { $0.doer }) else { return }
        if wasRunning, let doer { running.remove(slot, from: Name(table.rows[slot].project, doer)) }
        if isRunning { self.isRunning(slot) }
        if wasRunning == isRunning { table.touch(slot) } else { table.move(slot, ended: !isRunning) }
    }

    private mutating func isRunning(_ slot: Int) {
        guard let doer = table.read(slot, { $0.doer }) else { return }
        running.add(slot, to: Name(table.rows[slot].project, doer))
    }
}
