public import PerchModel

/// Everything there is to see, folded from the log: nine views, each a table of rows.
///
/// A world is a value: it never reads a clock, and the same events make the same world, whether folded in one go or from a checkpoint on.
/// It belongs to one thread at a time; a copy shares its memory until one of the two changes.
public struct World: Sendable {
    /// The form of ``checkpoint()``; a checkpoint of another form is of no use.
    public static let format = 1

    /// The number of the last event that is in.
    public internal(set) var seq: Seq = 0
    var roster: Roster
    var work: Work
    var chat: Chat
    var sessions: Sessions
    var collaborations: Collaborations
    var features: Features
    var alerts: Alerts
    var totals: Totals
    /// The project of the last event, with its hash: it may be that of the next.
    var lastProject = (project: "", hash: TextHash.hash(0, ""))

    /// A world in which nothing has happened.
    public init(limits: Limits = Limits()) {
        roster = Roster(limit: limits.agents, endedLimit: limits.endedAgents, blank: .blank)
        work = Work(limits)
        chat = Chat(limits)
        sessions = Sessions(limits)
        collaborations = Collaborations(limits)
        features = Features(limits)
        alerts = Alerts(limits)
        totals = Totals(limits)
    }
}
