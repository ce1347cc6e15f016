import PerchModel

extension World {
    /// Counts the event in its session, which is known from now on.
    mutating func note(sessionOf occasion: Occasion, _ tally: inout Tally, _ changes: inout Changes) -> Int? {
        guard let session = occasion.session else { return nil }
        let (slot, isNew) = sessions.note(session, occasion, &changes)
        guard isNew else { return slot }
        tally.sessions += 1
        tally.openSessions += 1
        while let row = sessions.evict(keeping: slot, &changes) {
            var tally = Tally()
            tally.sessions = -1
            tally.openSessions = row.state == .active ? -1 : 0
            totals.add(tally, to: Name(project: row.project), at: nil, &changes)
        }
        return slot
    }

    mutating func fold(
        session body: Body, _ slot: Int?, _ occasion: Occasion, _ tally: inout Tally, _ changes: inout Changes
    ) {
        switch body {
        case .logWritten(let log): sessions.write(log, occasion, &changes)
        case .sessionOutput(let output): sessions.write(output, occasion, &changes)
        default: break
        }
        guard let slot else { return }
        tally.openSessions += sessions.update(slot) { row in
            switch body {
            case .sessionStarted(let start): row.start(start, at: occasion.time)
            case .sessionUpdated(let update): row.update(update)
            case .sessionOutput: row.outputs.add(1)
            case .sessionFinished(let finish): row.finish(finish, at: occasion.time)
            case .logWritten: row.logs.add(1)
            default: break
            }
        }
    }

    mutating func fold(
        chat body: Body, _ slot: Int?, _ occasion: Occasion, _ tally: inout Tally, _ changes: inout Changes
    ) {
        switch body {
        case .threadOpened(let open): chat.open(open, occasion, &changes)
        case .threadClosed(let close): chat.close(close, occasion, &changes)
        case .messageSent(let message):
            guard chat.send(message, occasion, &changes) else { return }
            tally.messages = 1
            if let slot { roster.rows[slot].agent.messages.add(1) }
        default: break
        }
    }

    mutating func fold(collaboration body: Body, _ occasion: Occasion, _ changes: inout Changes) {
        switch body {
        case .handoffMade(let handoff): collaborations.hand(handoff, occasion, &changes)
        case .collaborationStarted(let start): collaborations.start(start, occasion, &changes)
        case .collaborationEnded(let end): collaborations.end(end, occasion, &changes)
        case .decisionRecorded(let decision): collaborations.decide(decision, occasion, &changes)
        case .activityRecorded(let activity): collaborations.record(activity, occasion, &changes)
        case .activityCompleted(let end): collaborations.complete(end, occasion, &changes)
        case .memoryChanged(let memory): collaborations.change(memory, occasion, &changes)
        default: break
        }
    }
}
