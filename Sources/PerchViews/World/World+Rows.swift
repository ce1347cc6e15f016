import PerchJSON
public import PerchModel

extension World {
    /// A row as it is now, or nil where there is none of this key.
    public func row(_ view: ViewName, _ key: String) -> Row? {
        for kind in RowKind.allCases where kind.view == view {
            if let row = row(kind, key) { return row }
        }
        return nil
    }

    /// All rows of a view with their keys: kind by kind, what ended first, then in the order of the last activity.
    public func rows(of view: ViewName) -> [(key: String, row: Row)] {
        var rows: [(key: String, row: Row)] = []
        for kind in RowKind.allCases where kind.view == view {
            for slot in order(of: kind) {
                guard let row = row(kind, at: slot) else { continue }
                rows.append((row.key, row))
            }
        }
        return rows
    }

    /// How many rows a view has.
    public func count(of view: ViewName) -> Int {
        RowKind.allCases.filter { $0.view == view }.reduce(0) { $0 + order(of: $1).count }
    }

    func row(_ kind: RowKind, _ key: String) -> Row? {
        slot(of: kind, key).flatMap { row(kind, at: $0) }
    }

    /// The row in a slot, nil where the slot is free.
    func row(_ kind: RowKind, at slot: Int) -> Row? {
        switch kind {
        case .agent: roster.row(at: slot).map { .agent($0.agent) }
        case .node: roster.row(at: slot).map { .node($0.node) }
        case .work: work.table.row(at: slot).map { .work($0) }
        case .thread: chat.threads.row(at: slot).map { .thread($0) }
        case .message: chat.messages.table.row(at: slot).map { .message($0) }
        case .session: sessions.table.row(at: slot).map { .session($0) }
        case .output: sessions.outputs.table.row(at: slot).map { .output($0) }
        case .log: sessions.logs.table.row(at: slot).map { .log($0) }
        case .activity: collaborations.activities.table.row(at: slot).map { .activity($0) }
        case .collaboration: collaborations.table.row(at: slot).map { .collaboration($0) }
        case .decision: collaborations.decisions.table.row(at: slot).map { .decision($0) }
        case .memory: collaborations.memories.table.row(at: slot).map { .memory($0) }
        case .handoff: collaborations.handoffs.table.row(at: slot).map { .handoff($0) }
        case .feature: features.table.row(at: slot).map { .feature($0) }
        case .sync: features.syncs.row(at: slot).map { .sync($0) }
        case .attention: alerts.table.row(at: slot).map { .attention($0) }
        case .total: totals.table.row(at: slot).map { .total($0) }
        case .day: totals.days.row(at: slot).map { .day($0) }
        }
    }

    /// The slots of a kind's rows in order.
    func order(of kind: RowKind) -> [Int] {
        switch kind {
        case .agent, .node: roster.order
        case .work: work.table.order
        case .thread: chat.threads.order
        case .message: chat.messages.table.order
        case .session: sessions.table.order
        case .output: sessions.outputs.table.order
        case .log: sessions.logs.table.order
        case .activity: collaborations.activities.table.order
        case .collaboration: collaborations.table.order
        case .decision: collaborations.decisions.table.order
        case .memory: collaborations.memories.table.order
        case .handoff: collaborations.handoffs.table.order
        case .feature: features.table.order
        case .sync: features.syncs.order
        case .attention: alerts.table.order
        case .total: totals.table.order
        case .day: totals.days.order
        }
    }

    /// Writes the row in a slot that is not free.
    func write(_ kind: RowKind, at slot: Int, to writer: inout JSONWriter) {
        switch kind {
        case .agent: roster.rows[slot].agent.write(to: &writer)
        case .node: roster.rows[slot].node.write(to: &writer)
        case .work: work.table.rows[slot].write(to: &writer)
        case .thread: chat.threads.rows[slot].write(to: &writer)
        case .message: chat.messages.table.rows[slot].write(to: &writer)
        case .session: sessions.table.rows[slot].write(to: &writer)
        case .output: sessions.outputs.table.rows[slot].write(to: &writer)
        case .log: sessions.logs.table.rows[slot].write(to: &writer)
        case .activity: collaborations.activities.table.rows[slot].write(to: &writer)
        case .collaboration: collaborations.table.rows[slot].write(to: &writer)
        case .decision: collaborations.decisions.table.rows[slot].write(to: &writer)
        case .memory: collaborations.memories.table.rows[slot].write(to: &writer)
        case .handoff: collaborations.handoffs.table.rows[slot].write(to: &writer)
        case .feature: features.table.rows[slot].write(to: &writer)
        case .sync: features.syncs.rows[slot].write(to: &writer)
        case .attention: alerts.table.rows[slot].write(to: &writer)
        case .total: totals.table.rows[slot].write(to: &writer)
        case .day: totals.days.rows[slot].write(to: &writer)
        }
    }

    /// The key of the row in a slot that is not free.
    func key(_ kind: RowKind, at slot: Int) -> String {
        switch kind {
        case .agent: roster.rows[slot].agent.key
        case .node: roster.rows[slot].node.key
        case .work: work.table.rows[slot].key
        case .thread: chat.threads.rows[slot].key
        case .message: chat.messages.table.rows[slot].key
        case .session: sessions.table.rows[slot].key
        case .output: sessions.outputs.table.rows[slot].key
        case .log: sessions.logs.table.rows[slot].key
        case .activity: collaborations.activities.table.rows[slot].key
        case .collaboration: collaborations.table.rows[slot].key
        case .decision: collaborations.decisions.table.rows[slot].key
        case .memory: collaborations.memories.table.rows[slot].key
        case .handoff: collaborations.handoffs.table.rows[slot].key
        case .feature: features.table.rows[slot].key
        case .sync: features.syncs.rows[slot].key
        case .attention: alerts.table.rows[slot].key
        case .total: totals.table.rows[slot].key
        case .day: totals.days.rows[slot].key
        }
    }

    /// The project of the row in a slot that is not free.
    func project(_ kind: RowKind, at slot: Int) -> String {
        switch kind {
        case .agent: roster.rows[slot].agent.project
        case .node: roster.rows[slot].node.project
        case .work: work.table.rows[slot].project
        case .thread: chat.threads.rows[slot].project
        case .message: chat.messages.table.rows[slot].project
        case .session: sessions.table.rows[slot].project
        case .output: sessions.outputs.table.rows[slot].project
        case .log: sessions.logs.table.rows[slot].project
        case .activity: collaborations.activities.table.rows[slot].project
        case .collaboration: collaborations.table.rows[slot].project
        case .decision: collaborations.decisions.table.rows[slot].project
        case .memory: collaborations.memories.table.rows[slot].project
        case .handoff: collaborations.handoffs.table.rows[slot].project
        case .feature: features.table.rows[slot].project
        case .sync: features.syncs.rows[slot].project
        case .attention: alerts.table.rows[slot].project
        case .total: totals.table.rows[slot].project
        case .day: totals.days.rows[slot].project
        }
    }
}
