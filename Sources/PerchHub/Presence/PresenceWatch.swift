public import PerchModel

/// Decides when an agent counts as idle or offline. It is told events and the time, and never reads a clock.
///
/// It remembers agents until they are offline, and of too many those that were seen last.
public struct PresenceWatch: Sendable {
    /// How long an agent may be silent.
    public struct Patience: Sendable, Equatable {
        /// After so many microseconds it is idle.
        public var idle: Int64
        /// After so many microseconds it is offline.
        public var offline: Int64

        /// Five minutes and thirty.
        public init(idle: Int64 = 300_000_000, offline: Int64 = 1_800_000_000) {
            self.idle = idle
            self.offline = offline
        }
    }

    private struct Name: Hashable {
        let project: String
        let agent: String
    }

    private struct Sighting {
        var seen: Timestamp
        var presence: Presence
        /// The presence that was asked for and has not come back through the log yet.
        var asked: Presence?

        mutating func settle(_ presence: Presence, at time: Timestamp) {
            if presence == .active { seen = time }
            self.presence = presence
            asked = nil
        }
    }

    private let patience: Patience
    private let limit: Int
    private var sightings: [Name: Sighting] = [:]

    /// The source of the events it asks for.
    public static let source = "watcher"

    /// Watches with this patience, and over so many agents at least.
    public init(_ patience: Patience, limit: Int) {
        self.patience = patience
        self.limit = limit
    }

    /// Takes up an agent as a view has it.
    public mutating func note(project: String, agent: String, seen: Timestamp, presence: Presence) {
        guard presence != .offline else { return }
        remember(Sighting(seen: seen, presence: presence), of: Name(project: project, agent: agent))
    }

    /// Takes an event in.
    public mutating func note(_ event: Event) {
        guard let agent = event.agent else { return }
        let name = Name(project: event.project, agent: agent)
        switch event.body {
        case .agentPresence(let change) where change.status == .offline: sightings[name] = nil
        case .agentPresence(let change):
            var sighting = sightings[name] ?? fresh(event)
            sighting.settle(change.status, at: event.received)
            remember(sighting, of: name)
        case .agentFinished:
            remember(Sighting(seen: event.received, presence: .active, asked: .offline), of: name)
        default:
            var sighting = fresh(event)
            // An old line that comes late takes no later sign of life back.
            if let known = sightings[name] { sighting.seen = max(sighting.seen, known.seen) }
            remember(sighting, of: name)
        }
    }

    /// Twice as many as must be are let in before they are sorted, so that a crowd of new names costs little each.
    private mutating func remember(_ sighting: Sighting, of name: Name) {
        sightings[name] = sighting
        guard sightings.count > 2 * limit else { return }
        let latest = sightings.sorted { $0.value.seen > $1.value.seen }.prefix(limit)
        sightings = Dictionary(uniqueKeysWithValues: latest.map { ($0.key, $0.value) })
    }

    /// The server's own clock counts. But what happened so long ago that its agent would be gone since is history that is brought in
    /// late, and its agent has a minute left to show that it is not.
    private func fresh(_ event: Event) -> Sighting {
        let isHistory = event.time < event.received.advanced(by: -patience.offline)
        let spent = isHistory ? max(0, patience.offline - Self.grace) : 0
        return Sighting(seen: event.received.advanced(by: -spent), presence: .active)
    }

    private static let grace: Int64 = 60_000_000

    /// What is due: the events to append, each asked for once.
    public mutating func due(at now: Timestamp) -> [Draft] {
        var drafts: [Draft] = []
        for (name, sighting) in sightings {
            guard let (presence, reason) = verdict(on: sighting, at: now) else { continue }
            sightings[name]?.asked = presence
            let body = Body.agentPresence(AgentPresence(status: presence, reason: reason))
            drafts.append(Draft(body, source: Self.source, project: name.project, agent: name.agent))
        }
        return drafts
    }

    /// What an explicit end asks for at once.
    public func ended(by event: Event) -> Draft? {
        guard let agent = event.agent, case .agentFinished = event.body else { return nil }
        let body = Body.agentPresence(AgentPresence(status: .offline, reason: "finished"))
        return Draft(body, source: Self.source, project: event.project, session: event.session, agent: agent)
    }

    /// Asks again for what could not be appended.
    public mutating func forget(asked drafts: [Draft]) {
        for draft in drafts {
            guard let agent = draft.agent else { continue }
            sightings[Name(project: draft.project, agent: agent)]?.asked = nil
        }
    }

    private func verdict(on sighting: Sighting, at now: Timestamp) -> (Presence, String)? {
        let silence = now.microseconds - sighting.seen.microseconds
        let wanted: Presence = silence >= patience.offline ? .offline : silence >= patience.idle ? .idle : .active
        guard wanted != .active, wanted != sighting.presence, sighting.asked != wanted, sighting.asked != .offline
        else { return nil }
        return (wanted, "silent")
    }
}

extension PresenceWatch {
    /// How many agents are watched.
    public var count: Int { sightings.count }
}
