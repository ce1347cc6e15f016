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
    private var running: [Name: [Int32]] = [:]

    init(_ limits: Limits) {
        let blank = WorkRow(project: "", type: .call, id: "", agent: nil)
        table = Table(limit: limits.work, endedLimit: limits.endedWork, blank: blank)
    }

    /// Ends what an agent leaves behind.
    mutating func abandon(_ agent: Name, at time: Timestamp, _ changes: inout Changes) {
        for slot in running.removeValue(forKey: agent) ?? [] {
            table.rows[Int(slot)].close(.abandoned, at: time)
            table.move(Int(slot), ended: true)
            changes.mark(.work, Int(slot))
        }
    }

    /// Lets go of what is too much. Tells whose calls that still ran were among it.
    mutating func trim(keeping slot: Int, _ changes: inout Changes) -> [Name] {
        var callers: [Name] = []
        while let victim = table.surplus(keeping: slot) {
            let row = table.remove(victim)
            if row.state == .running {
                if let doer = row.doer { noLongerRunning(victim, Name(row.project, doer)) }
                if row.type == .call, let agent = row.agent { callers.append(Name(row.project, agent)) }
            }
            changes.drop(.work(row))
        }
        return callers
    }

    mutating func restore(_ row: WorkRow) {
        let slot = table.insert(WorkKey(row), row, ended: row.state != .running)
        if row.state == .running { isRunning(slot) }
    }

    // The following are for the files of this folder.

    func slot(of key: WorkKey) -> Int? { table.slot(of: key) }

    mutating func insert(_ key: WorkKey, _ row: WorkRow) -> Int {
        let slot = table.insert(key, row, ended: row.state != .running)
        if row.state == .running { isRunning(slot) }
        return slot
    }

    /// Changes a row in place and keeps the orders true to its state and doer.
    ///
    /// A piece of work that changes hands moves to the end of both the order and its doer's list, so that they agree.
    mutating func update(_ slot: Int, _ body: (inout WorkRow) -> Void) {
        let (wasRunning, doer) = (table.rows[slot].state == .running, table.rows[slot].doer)
        body(&table.rows[slot])
        let isRunning = table.rows[slot].state == .running
        guard wasRunning != isRunning || doer != table.rows[slot].doer else { return }
        if wasRunning, let doer { noLongerRunning(slot, Name(table.rows[slot].project, doer)) }
        if isRunning { self.isRunning(slot) }
        if wasRunning == isRunning { table.touch(slot) } else { table.move(slot, ended: !isRunning) }
    }

    private mutating func isRunning(_ slot: Int) {
        guard let doer = table.rows[slot].doer else { return }
        running[Name(table.rows[slot].project, doer), default: []].append(Int32(slot))
    }

    private mutating func noLongerRunning(_ slot: Int, _ name: Name) {
        guard var slots = running.removeValue(forKey: name) else { return }
        slots.removeAll { $0 == Int32(slot) }
        if !slots.isEmpty { running[name] = slots }
    }
}
