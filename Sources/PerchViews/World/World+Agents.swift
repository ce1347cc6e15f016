import PerchModel

extension World {
    /// The slot of an agent, which is known from now on.
    mutating func admit(
        _ agent: String, _ occasion: Occasion, _ tally: inout Tally, _ changes: inout Changes
    ) -> Int {
        let name = agent == occasion.agent ? occasion.caller : occasion.name(agent)
        if let slot = roster.slot(of: name) { return slot }
        let resident = Resident(agent, at: occasion)
        let slot = roster.insert(name, resident)
        tally.agents += 1
        tally.count(resident.agent.standing, by: 1)
        changes.mark(.agent, slot)
        changes.mark(.node, slot)
        trimRoster(keeping: slot, occasion, &changes)
        return slot
    }

    /// Lets go of agents that are too many, with all that speaks of them.
    private mutating func trimRoster(keeping slot: Int, _ occasion: Occasion, _ changes: inout Changes) {
        while let victim = roster.surplus(keeping: slot) {
            let row = roster.rows[victim].agent
            if roster.rows[victim].isAlive {
                work.abandon(roster.key(of: victim), at: occasion.time, &changes)
                leaveFeature(victim, &changes)
            }
            var tally = Tally()
            tally.agents = -1
            tally.count(row.standing, by: -1)
            clearAttention(of: victim, row.attention, &tally, &changes)
            let resident = roster.remove(victim)
            changes.drop(.agent(resident.agent))
            changes.drop(.node(resident.node))
            totals.add(tally, to: Name(project: row.project), at: nil, &changes)
        }
    }

    /// What any event means for the agent it names: it is counted, shows life, and ends a wait.
    mutating func note(
        _ body: Body, _ slot: Int, _ session: Int?, _ occasion: Occasion, _ tally: inout Tally,
        _ changes: inout Changes
    ) {
        let sign = Sign(body)
        if let session, let agent = occasion.agent, roster.read(slot, { $0.agent.session != occasion.session }) {
            _ = sessions.update(session) { $0.join(agent) }
        }
        roster.rows[slot].agent.note(sign, occasion)
        guard sign.isActivity else { return }
        roster.touch(slot)
        if roster.read(slot, { !$0.agent.attention.isEmpty }) {
            clearAttention(of: slot, [.waiting, .stalled], &tally, &changes)
        }
    }

    /// Draws the consequences where an agent ended, went or came back.
    mutating func settle(_ slot: Int, _ occasion: Occasion, _ changes: inout Changes) {
        let isAlive = roster.read(slot) { $0.isAlive }
        if isAlive, roster.isEnded(slot) {
            roster.move(slot, ended: false)
            roster.rows[slot].node.revive()
            changes.mark(.node, slot)
        } else if !isAlive, !roster.isEnded(slot) {
            roster.move(slot, ended: true)
            work.abandon(roster.key(of: slot), at: occasion.time, &changes)
            leaveFeature(slot, &changes)
            if roster.rows[slot].agent.finished == nil {
                roster.rows[slot].node.vanish(at: occasion.time)
                changes.mark(.node, slot)
            }
            trimRoster(keeping: slot, occasion, &changes)
        }
    }

    mutating func agentStarted(
        _ start: AgentStarted, _ slot: Int?, _ occasion: Occasion, _ tally: inout Tally, _ changes: inout Changes
    ) {
        guard let slot, let agent = occasion.agent else { return }
        let before = roster.rows[slot].node
        roster.rows[slot].agent.start(start, at: occasion.time)
        roster.rows[slot].node.start(start, occasion)
        if let parent = start.parent.named, roster.mayHang(agent, under: parent, in: occasion.project) {
            hang(slot, under: parent, occasion, &tally, &changes)
        }
        if roster.rows[slot].node != before { changes.mark(.node, slot) }
    }

    private mutating func hang(
        _ slot: Int, under parent: String, _ occasion: Occasion, _ tally: inout Tally, _ changes: inout Changes
    ) {
        roster.touch(slot)
        _ = admit(parent, occasion, &tally, &changes)
        roster.rows[slot].agent.parent = parent
        roster.rows[slot].node.parent = parent
    }

    mutating func agentUpdated(
        _ update: AgentUpdated, _ slot: Int?, _ occasion: Occasion, _ changes: inout Changes
    ) {
        guard let slot else { return }
        roster.rows[slot].agent.update(update)
        if let feature = update.feature.named { go(slot, to: feature, occasion, &changes) }
    }

    mutating func agentFinished(
        _ finish: AgentFinished, _ slot: Int?, _ occasion: Occasion, _ tally: inout Tally, _ changes: inout Changes
    ) {
        guard let slot else { return }
        let before = roster.rows[slot].node
        let more = roster.rows[slot].agent.finish(finish, at: occasion.time)
        if more > 0 { tally.spending = Spending(cost: more) }
        roster.rows[slot].node.finish(roster.rows[slot].agent)
        if roster.rows[slot].node != before { changes.mark(.node, slot) }
        clearAttention(of: slot, roster.rows[slot].agent.attention, &tally, &changes)
    }
}
