import PerchModel

/// What tells a reason for attention apart.
struct AlertKey: Hashed {
    let project: String
    let agent: String
    let reason: AttentionReason

    /// An agent has few reasons, so they may share a hash.
    var hash: Int { Name(project, agent).hash }
}

/// Who needs a person, and why.
struct Alerts: Sendable {
    private(set) var table: Table<AlertKey, AttentionRow>

    init(_ limits: Limits) {
        let blank = AttentionRow(project: "", reason: .waiting, agent: nil, seq: 0, since: .earliest)
        table = Table(limit: limits.attention, blank: blank)
    }

    /// Raises a reason; one that stands already keeps its beginning and takes the new detail. Returns the slot where it is new.
    mutating func raise(_ raise: AttentionRaised, _ occasion: Occasion, _ changes: inout Changes) -> Int? {
        let key = AlertKey(project: occasion.project, agent: occasion.agent ?? "", reason: raise.reason)
        let detail = raise.detail.cut(to: TextLimit.message)
        if let slot = table.slot(of: key) {
            guard let detail, detail != table.rows[slot].detail else { return nil }
            table.rows[slot].detail = detail
            changes.mark(.attention, slot)
            return nil
        }
        var row = AttentionRow(
            project: key.project, reason: key.reason, agent: occasion.agent, seq: occasion.seq, since: occasion.time)
        row.session = occasion.session
        row.detail = detail
        let slot = table.insert(key, row)
        changes.mark(.attention, slot)
        return slot
    }

    /// Clears a reason; tells whether it stood.
    mutating func clear(_ key: AlertKey, _ changes: inout Changes) -> Bool {
        guard let slot = table.slot(of: key) else { return false }
        remove(slot, &changes)
        return true
    }

    /// The row that has to go so that the limits hold; nil once they do.
    mutating func evict(keeping slot: Int, _ changes: inout Changes) -> AttentionRow? {
        guard let victim = table.surplus(keeping: slot) else { return nil }
        let row = table.rows[victim]
        remove(victim, &changes)
        return row
    }

    mutating func restore(_ row: AttentionRow) {
        _ = table.insert(AlertKey(project: row.project, agent: row.agent ?? "", reason: row.reason), row)
    }

    private mutating func remove(_ slot: Int, _ changes: inout Changes) {
        changes.drop(.attention(table.remove(slot)))
    }
}
