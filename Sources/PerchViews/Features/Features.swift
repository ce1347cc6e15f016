import PerchModel

/// Features, tracks and spikes, who is on them, and how the synchronisation of each project stands.
struct Features: Sendable {
    private(set) var table: Table<Name, FeatureRow>
    private(set) var syncs: Table<Name, SyncRow>

    init(_ limits: Limits) {
        table = Table(limit: limits.features, blank: FeatureRow(project: "", feature: ""))
        syncs = Table(limit: limits.projects, blank: SyncRow(project: "", status: "", time: .earliest))
    }

    mutating func change(_ change: FeatureChanged, _ occasion: Occasion, _ changes: inout Changes) {
        let slot = slot(of: change.feature, occasion, &changes)
        update(slot, occasion, &changes) { $0.take(change, by: occasion.agent) }
    }

    mutating func link(_ link: FeatureLinked, _ occasion: Occasion, _ changes: inout Changes) {
        let slot = slot(of: link.feature, occasion, &changes)
        update(slot, occasion, &changes) { $0.link(link) }
    }

    /// An agent is on a feature now.
    mutating func join(_ agent: String, _ feature: String, _ occasion: Occasion, _ changes: inout Changes) {
        let slot = slot(of: feature, occasion, &changes)
        if table.rows[slot].workers.add(agent, upTo: ListLimit.workers) { changes.mark(.feature, slot) }
    }

    /// An agent is no longer on a feature.
    mutating func leave(_ agent: String, _ feature: String, in project: String, _ changes: inout Changes) {
        guard let slot = table.slot(of: Name(project, feature)),
            let place = table.rows[slot].workers.firstIndex(of: agent)
        else { return }
        table.rows[slot].workers.remove(at: place)
        changes.mark(.feature, slot)
    }

    mutating func sync(_ sync: SyncChanged, _ occasion: Occasion, _ changes: inout Changes) {
        let name = Name(project: occasion.project, hash: occasion.projectHash)
        let known = syncs.slot(of: name)
        let row = SyncRow(sync, after: known.map { syncs.rows[$0] }, occasion)
        guard let slot = known else {
            let slot = syncs.insert(name, row)
            changes.mark(.sync, slot)
            while let victim = syncs.surplus(keeping: slot) {
                changes.drop(.sync(syncs.remove(victim)))
            }
            return
        }
        syncs.touch(slot)
        guard syncs.rows[slot] != row else { return }
        syncs.rows[slot] = row
        changes.mark(.sync, slot)
    }

    mutating func restore(_ row: FeatureRow) {
        _ = table.insert(Name(row.project, row.feature), row, ended: row.isDone)
    }

    mutating func restore(_ row: SyncRow) {
        _ = syncs.insert(Name(project: row.project), row)
    }

    private mutating func update(
        _ slot: Int, _ occasion: Occasion, _ changes: inout Changes, _ body: (inout FeatureRow) -> Void
    ) {
        let before = table.rows[slot]
        body(&table.rows[slot])
        guard table.rows[slot] != before else { return }
        table.rows[slot].updated = max(before.updated ?? occasion.time, occasion.time)
        table.move(slot, ended: table.rows[slot].isDone)
        changes.mark(.feature, slot)
    }

    private mutating func slot(of feature: String, _ occasion: Occasion, _ changes: inout Changes) -> Int {
        let name = occasion.name(feature)
        if let slot = table.slot(of: name) { return slot }
        var row = FeatureRow(project: name.project, feature: name.id)
        row.created = occasion.time
        row.updated = occasion.time
        let slot = table.insert(name, row)
        changes.mark(.feature, slot)
        while let victim = table.surplus(keeping: slot) {
            changes.drop(.feature(table.remove(victim)))
        }
        return slot
    }
}
