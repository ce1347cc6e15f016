import PerchModel

/// Who works with whom: activities, collaborations, decisions, memory and hand-offs.
struct Collaborations: Sendable {
    private(set) var table: Table<Name, CollaborationRow>
    private(set) var activities: Ledger<Name, ActivityRow>
    private(set) var decisions: Ledger<Seq, DecisionRow>
    private(set) var memories: Ledger<Seq, MemoryRow>
    private(set) var handoffs: Ledger<Seq, HandoffRow>
    /// The collaborations that go on, by each of their participants.
    private var memberships = Groups()

    init(_ limits: Limits) {
        table = Table(limit: limits.collaborations, blank: CollaborationRow(project: "", collaboration: ""))
        activities = Ledger(limit: limits.activities, bytes: limits.collaborationBytes, blank: .blank)
        decisions = Ledger(limit: limits.decisions, bytes: limits.collaborationBytes, blank: .blank)
        memories = Ledger(limit: limits.memories, bytes: limits.collaborationBytes, blank: .blank)
        handoffs = Ledger(limit: limits.handoffs, bytes: limits.collaborationBytes, blank: .blank)
    }

    mutating func start(_ start: CollaborationStarted, _ occasion: Occasion, _ changes: inout Changes) {
        let slot = slot(of: start.collaboration, occasion, &changes)
        update(slot, &changes) { $0.start(start, at: occasion.time) }
    }

    mutating func end(_ end: CollaborationEnded, _ occasion: Occasion, _ changes: inout Changes) {
        let slot = slot(of: end.collaboration, occasion, &changes)
        update(slot, &changes) { $0.end(at: occasion.time) }
    }

    mutating func record(_ activity: ActivityRecorded, _ occasion: Occasion, _ changes: inout Changes) {
        let name = occasion.name(activity.activity.named ?? "#\(occasion.seq)")
        guard activities.table.slot(of: name) == nil else { return }
        let row = ActivityRow(activity, name.id, occasion)
        activities.append(name, row, &changes)
        let decided: Int64 = row.type == "decision_made" ? 1 : 0
        for slot in joint(row.related + (row.agent.map { [$0] } ?? []), in: row.project) {
            update(slot, &changes) { collaboration in
                collaboration.activities.add(1)
                collaboration.decisions.add(decided)
            }
        }
    }

    mutating func complete(_ end: ActivityCompleted, _ occasion: Occasion, _ changes: inout Changes) {
        guard let slot = activities.table.slot(of: occasion.name(end.activity)),
            activities.table.rows[slot].state == .active
        else { return }
        activities.update(slot, &changes) { row in
            row.state = end.success == false ? .failed : .completed
            row.completed = occasion.time
        }
    }

    mutating func decide(_ decision: DecisionRecorded, _ occasion: Occasion, _ changes: inout Changes) {
        decisions.append(occasion.seq, DecisionRow(decision, occasion), &changes)
        let slots =
            if let id = decision.collaboration.named { [slot(of: id, occasion, &changes)] } else {
                joint(occasion.agent.map { [$0] } ?? [], in: occasion.project)
            }
        for slot in slots { update(slot, &changes) { $0.decisions.add(1) } }
    }

    mutating func change(_ memory: MemoryChanged, _ occasion: Occasion, _ changes: inout Changes) {
        memories.append(occasion.seq, MemoryRow(memory, occasion), &changes)
    }

    mutating func hand(_ handoff: HandoffMade, _ occasion: Occasion, _ changes: inout Changes) {
        handoffs.append(occasion.seq, HandoffRow(handoff, occasion), &changes)
    }

    mutating func restore(_ row: CollaborationRow) {
        let slot = table.insert(Name(row.project, row.collaboration), row, ended: row.state == .ended)
        enlist(slot)
    }

    mutating func restore(_ row: ActivityRow) { activities.restore(Name(row.project, row.activity), row) }
    mutating func restore(_ row: DecisionRow) { decisions.restore(row.seq, row) }
    mutating func restore(_ row: MemoryRow) { memories.restore(row.seq, row) }
    mutating func restore(_ row: HandoffRow) { handoffs.restore(row.seq, row) }

    /// The collaborations that go on and that one of these agents takes part in, each once.
    private func joint(_ agents: [String], in project: String) -> [Int] {
        guard !memberships.isEmpty else { return [] }
        return Set(agents.flatMap { memberships.slots(of: Name(project, $0)) }).sorted().map { Int($0) }
    }

    private mutating func update(_ slot: Int, _ changes: inout Changes, _ body: (inout CollaborationRow) -> Void) {
        let before = table.rows[slot]
        body(&table.rows[slot])
        guard table.rows[slot] != before else { return }
        changes.mark(.collaboration, slot)
        guard table.rows[slot].participants != before.participants || table.rows[slot].state != before.state else {
            return
        }
        dismiss(before, slot)
        enlist(slot)
        table.move(slot, ended: table.rows[slot].state == .ended)
    }

    private mutating func slot(of id: String, _ occasion: Occasion, _ changes: inout Changes) -> Int {
        let name = occasion.name(id)
        if let slot = table.slot(of: name) { return slot }
        var row = CollaborationRow(project: name.project, collaboration: name.id)
        row.started = occasion.time
        let slot = table.insert(name, row)
        changes.mark(.collaboration, slot)
        while let victim = table.surplus(keeping: slot) {
            let row = table.remove(victim)
            dismiss(row, victim)
            changes.drop(.collaboration(row))
        }
        return slot
    }

    private mutating func enlist(_ slot: Int) {
        guard table.rows[slot].state == .active else { return }
        for participant in table.rows[slot].participants {
            memberships.add(slot, to: Name(table.rows[slot].project, participant))
        }
    }

    private mutating func dismiss(_ row: CollaborationRow, _ slot: Int) {
        guard row.state == .active else { return }
        for participant in row.participants {
            memberships.remove(slot, from: Name(row.project, participant))
        }
    }
}
