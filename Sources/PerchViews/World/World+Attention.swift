import PerchModel

extension World {
    mutating func attentionRaised(
        _ raise: AttentionRaised, _ slot: Int?, _ occasion: Occasion, _ tally: inout Tally, _ changes: inout Changes
    ) {
        guard let alert = alerts.raise(raise, occasion, &changes) else { return }
        tally.waiting += 1
        if let slot {
            roster.rows[slot].agent.attention.append(raise.reason)
            if raise.reason == .waiting, roster.rows[slot].isAlive { roster.rows[slot].agent.status = .waiting }
        }
        while let row = alerts.evict(keeping: alert, &changes) { forget(row, &changes) }
    }

    /// A reason was let go of for want of room; nobody may go on telling of it.
    private mutating func forget(_ row: AttentionRow, _ changes: inout Changes) {
        var tally = Tally()
        tally.waiting = -1
        totals.add(tally, to: Name(project: row.project), at: nil, &changes)
        guard let agent = row.agent, let slot = roster.slot(of: Name(row.project, agent)) else { return }
        roster.rows[slot].agent.attention.removeAll { $0 == row.reason }
        changes.mark(.agent, slot)
    }

    mutating func attentionCleared(
        _ clear: AttentionCleared, _ slot: Int?, _ occasion: Occasion, _ tally: inout Tally, _ changes: inout Changes
    ) {
        if let slot {
            clearAttention(of: slot, [clear.reason], &tally, &changes)
            if clear.reason == .waiting, roster.rows[slot].agent.status == .waiting {
                roster.rows[slot].agent.status = .processing
            }
        } else if alerts.clear(AlertKey(project: occasion.project, agent: "", reason: clear.reason), &changes) {
            tally.waiting -= 1
        }
    }

    /// Clears those of an agent's reasons that stand.
    mutating func clearAttention(
        of slot: Int, _ reasons: [AttentionReason], _ tally: inout Tally, _ changes: inout Changes
    ) {
        for reason in reasons where roster.rows[slot].agent.attention.contains(reason) {
            roster.rows[slot].agent.attention.removeAll { $0 == reason }
            let name = roster.key(of: slot)
            let key = AlertKey(project: name.project, agent: name.id, reason: reason)
            if alerts.clear(key, &changes) { tally.waiting -= 1 }
        }
    }
}
