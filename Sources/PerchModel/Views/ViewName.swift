/// The named views of the world; each is a table of rows by key.
public enum ViewName: String, Sendable, CaseIterable, Hashable, Comparable {
    /// Who is there, doing what, at what cost.
    case agents
    /// Who spawned whom, and how it ended.
    case graph
    /// Tool calls and tasks with start and end.
    case work
    /// Threads and messages.
    case chat
    /// Sessions with their phases, outputs and logs.
    case sessions
    /// Activities, collaborations, decisions and memory.
    case collaboration
    /// Features, tracks, spikes and their links.
    case features
    /// Who needs a person, and why.
    case attention
    /// Sums over everything, by project.
    case totals

    /// By name.
    public static func < (left: ViewName, right: ViewName) -> Bool {
        left.rawValue < right.rawValue
    }
}
