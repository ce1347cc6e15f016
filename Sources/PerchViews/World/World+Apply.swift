public import PerchModel

extension World {
    /// Takes an event in and marks the rows it changes. An event that is not after ``seq`` is in already and is passed over.
    public mutating func apply(_ event: Event, into changes: inout Changes) {
        guard event.seq > seq else { return }
        seq = event.seq
        let occasion = Occasion(event, after: lastProject)
        lastProject = (occasion.project, occasion.projectHash)
        var tally = Tally()
        tally.events = 1
        let session = note(sessionOf: occasion, &tally, &changes)
        if let agent = occasion.agent {
            let slot = admit(agent, occasion, &tally, &changes)
            let before = roster.read(slot) { $0.agent.standing }
            let wasAlive = !roster.isEnded(slot)
            note(event.body, slot, session, occasion, &tally, &changes)
            settle(slot, occasion, &changes)
            fold(event.body, slot, session, occasion, &tally, &changes)
            settle(slot, occasion, &changes)
            if !wasAlive, !roster.isEnded(slot) { joinFeature(slot, occasion, &changes) }
            count(slot, before, &tally)
            changes.mark(.agent, slot)
        } else {
            fold(event.body, nil, session, occasion, &tally, &changes)
        }
        totals.add(tally, to: Name(project: occasion.project, hash: occasion.projectHash), at: occasion.time, &changes)
    }

    /// The sums follow what became of the agent.
    private mutating func count(_ slot: Int, _ before: Standing, _ tally: inout Tally) {
        let after = roster.read(slot) { $0.agent.standing }
        guard after != before else { return }
        tally.count(before, by: -1)
        tally.count(after, by: 1)
    }

    /// One case a kind: what it does to which view. `slot` is the agent's, where the event names one.
    private mutating func fold(
        _ body: Body, _ slot: Int?, _ session: Int?, _ occasion: Occasion, _ tally: inout Tally,
        _ changes: inout Changes
    ) {
        switch body {
        case .agentStarted(let start): agentStarted(start, slot, occasion, &tally, &changes)
        case .agentUpdated(let update): agentUpdated(update, slot, occasion, &changes)
        case .agentFinished(let finish): agentFinished(finish, slot, occasion, &tally, &changes)
        case .agentPresence(let change):
            if let slot { roster.rows[slot].agent.take(change, at: occasion.time) }
        case .toolStarted(let start): toolStarted(start, slot, session, occasion, &tally, &changes)
        case .toolFinished(let finish): toolFinished(finish, slot, session, occasion, &tally, &changes)
        case .skillUsed(let use): skillUsed(use, slot, &tally, &changes)
        case .usageAdded(let usage): usageAdded(usage, slot, &tally, &changes)
        case .sessionStarted, .sessionUpdated, .sessionOutput, .sessionFinished, .logWritten:
            fold(session: body, session, occasion, &tally, &changes)
        case .threadOpened, .messageSent, .threadClosed: fold(chat: body, slot, occasion, &tally, &changes)
        case .handoffMade, .collaborationStarted, .collaborationEnded, .decisionRecorded, .activityRecorded,
            .activityCompleted, .memoryChanged:
            fold(collaboration: body, occasion, &changes)
        case .taskStarted(let report): task(report, .started, slot, occasion, &tally, &changes)
        case .taskUpdated(let report): task(report, .updated, slot, occasion, &tally, &changes)
        case .taskFinished(let report): task(report, .finished, slot, occasion, &tally, &changes)
        case .featureChanged, .featureLinked, .syncChanged: fold(feature: body, slot, occasion, &changes)
        case .attentionRaised(let raise): attentionRaised(raise, slot, occasion, &tally, &changes)
        case .attentionCleared(let clear): attentionCleared(clear, slot, occasion, &tally, &changes)
        case .other: tally.unknown = 1
        }
    }
}
