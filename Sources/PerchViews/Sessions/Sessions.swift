import PerchModel

/// Sessions, their outputs and their logs.
struct Sessions: Sendable {
    private(set) var table: Table<Name, SessionRow>
    private(set) var outputs: Ledger<Seq, OutputRow>
    private(set) var logs: Ledger<Seq, LogRow>

    init(_ limits: Limits) {
        table = Table(limit: limits.sessions, blank: SessionRow(project: "", session: ""))
        outputs = Ledger(
            limit: limits.outputs, bytes: limits.outputBytes, perGroup: limits.outputsPerSession, blank: .blank)
        logs = Ledger(limit: limits.logs, bytes: limits.logBytes, perGroup: limits.logsPerSession, blank: .blank)
    }

    /// Takes note of an event of a session: the session is known from then on. Tells its slot and whether it is new.
    mutating func note(
        _ session: String, _ occasion: Occasion, _ changes: inout Changes
    ) -> (slot: Int, isNew: Bool) {
        let name = occasion.name(session)
        let known = table.slot(of: name)
        let slot = known ?? table.insert(name, SessionRow(session, occasion))
        table.rows[slot].events.add(1)
        table.rows[slot].lastActive = max(table.rows[slot].lastActive ?? occasion.time, occasion.time)
        table.touch(slot)
        changes.mark(.session, slot)
        return (slot, known == nil)
    }

    /// The row that has to go so that the limits hold; nil once they do.
    mutating func evict(keeping slot: Int, _ changes: inout Changes) -> SessionRow? {
        guard let victim = table.surplus(keeping: slot) else { return nil }
        let row = table.remove(victim)
        changes.drop(.session(row))
        return row
    }

    /// Changes a session that ``note(_:_:_:)`` has marked. Tells by how much the number of open sessions changed.
    mutating func update(_ slot: Int, _ body: (inout SessionRow) -> Void) -> Int64 {
        let before = table.rows[slot].state
        body(&table.rows[slot])
        let after = table.rows[slot].state
        guard before != after else { return 0 }
        table.move(slot, ended: after == .finished)
        return after == .finished ? -1 : 1
    }

    mutating func write(_ output: SessionOutput, _ occasion: Occasion, _ changes: inout Changes) {
        outputs.append(occasion.seq, OutputRow(output, occasion), &changes)
    }

    mutating func write(_ log: LogWritten, _ occasion: Occasion, _ changes: inout Changes) {
        logs.append(occasion.seq, LogRow(log, occasion), &changes)
    }

    mutating func restore(_ row: SessionRow) {
        _ = table.insert(Name(row.project, row.session), row, ended: row.state == .finished)
    }

    mutating func restore(_ row: OutputRow) { outputs.restore(row.seq, row) }
    mutating func restore(_ row: LogRow) { logs.restore(row.seq, row) }
}
