import PerchModel

extension World {
    mutating func fold(feature body: Body, _ slot: Int?, _ occasion: Occasion, _ changes: inout Changes) {
        switch body {
        case .featureLinked(let link): features.link(link, occasion, &changes)
        case .syncChanged(let sync): features.sync(sync, occasion, &changes)
        case .featureChanged(let change):
            features.change(change, occasion, &changes)
            guard let slot else { return }
            let feature = change.feature.cut(to: TextLimit.id)
            if let status = change.status, FeatureRow.isDone(status) {
                guard roster.rows[slot].agent.feature == feature else { return }
                leaveFeature(slot, &changes)
                roster.rows[slot].agent.feature = nil
            } else {
                go(slot, to: feature, occasion, &changes)
            }
        default: break
        }
    }

    /// The agent is on this feature from now on, and no longer on the one before.
    mutating func go(_ slot: Int, to feature: String, _ occasion: Occasion, _ changes: inout Changes) {
        if roster.rows[slot].agent.feature != feature { leaveFeature(slot, &changes) }
        roster.rows[slot].agent.feature = feature
        if roster.rows[slot].isAlive { joinFeature(slot, occasion, &changes) }
    }

    mutating func joinFeature(_ slot: Int, _ occasion: Occasion, _ changes: inout Changes) {
        let row = roster.rows[slot].agent
        guard let feature = row.feature else { return }
        features.join(row.agent, feature, occasion, &changes)
    }

    mutating func leaveFeature(_ slot: Int, _ changes: inout Changes) {
        let row = roster.rows[slot].agent
        guard let feature = row.feature else { return }
        features.leave(row.agent, feature, in: row.project, &changes)
    }
}
