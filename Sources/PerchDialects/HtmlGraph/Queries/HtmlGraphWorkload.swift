import PerchJSON
import PerchModel

/// What each agent did in the last hour, to the minute.
struct HtmlGraphWorkload: HtmlGraphTable {
    private struct Load {
        let agent: String
        /// Events by the minute they happened in.
        var events: [Int64: Int] = [:]
        /// The minute in which each session was last reported in.
        var sessions: [String: Int64] = [:]

        mutating func forget(before minute: Int64) {
            events = events.filter { $0.key >= minute }
            sessions = sessions.filter { $0.value >= minute }
        }
    }

    private var loads: [String: Load] = [:]
    /// What happened before this minute was forgotten.
    private var forgotten = Int64.min

    private static let minutes: Int64 = 60
    /// Agents beyond so many, and sessions of one beyond so many, are not told of.
    private static let (agents, sessions) = (5000, 100)

    static func start(at now: Timestamp) -> Timestamp {
        Timestamp(microseconds: first(at: now) * 60_000_000)
    }

    private static func first(at now: Timestamp) -> Int64 { minute(of: now) - minutes }

    private static func minute(of time: Timestamp) -> Int64 { time.microseconds / 60_000_000 }

    /// What is said about an agent from outside is no work of it.
    mutating func absorb(_ event: Event) -> Bool {
        switch event.body {
        case .agentPresence, .attentionRaised, .attentionCleared: return false
        default: break
        }
        guard let agent = event.agent else { return false }
        let key = RowKey.joined(event.project, agent)
        if loads[key] == nil, loads.count >= Self.agents { forget(before: Self.first(at: event.received)) }
        guard loads[key] != nil || loads.count < Self.agents else { return false }
        let minute = Self.minute(of: min(event.time, event.received))
        add(event, minute, to: &loads[key, default: Load(agent: agent)])
        return true
    }

    private func add(_ event: Event, _ minute: Int64, to load: inout Load) {
        load.events[minute, default: 0] += 1
        if let session = event.session, load.sessions[session] != nil || load.sessions.count < Self.sessions {
            load.sessions[session] = max(load.sessions[session] ?? minute, minute)
        }
        if load.events.count > 2 * Int(Self.minutes) { load.forget(before: Self.first(at: event.received)) }
    }

    /// At most once a minute, because there is nothing to forget in between.
    private mutating func forget(before minute: Int64) {
        guard minute > forgotten else { return }
        forgotten = minute
        for key in loads.keys { loads[key]?.forget(before: minute) }
        loads = loads.filter { !$0.value.events.isEmpty }
    }

    func rows(at now: Timestamp) -> [(inout JSONWriter) -> Void] {
        let first = Self.first(at: now)
        let loads = loads.values.map { load in
            (
                agent: load.agent, events: load.events.reduce(0) { $1.key >= first ? $0 + $1.value : $0 },
                sessions: load.sessions.values.count { $0 >= first }
            )
        }
        return loads.filter { $0.events > 0 }.sorted { ($1.events, $0.agent) < ($0.events, $1.agent) }.map { load in
            { writer in
                writer.field("agent_id", load.agent)
                writer.field("active_sessions", load.sessions)
                writer.field("total_events", load.events)
            }
        }
    }
}
