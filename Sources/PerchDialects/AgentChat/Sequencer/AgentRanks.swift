import PerchModel

/// How far from the top agents are, by who gave work to whom: 0 for one that nobody did.
struct AgentRanks: Sendable {
    private var parents: [String: String] = [:]

    /// The deepest rank there is; parents may go round in a circle.
    static let deepest = 10
    /// Of more agents than so many, the newest stand at the top.
    private static let limit = 20_000

    /// The ranks as the world knows them; what agents say of their own parents counts before what is seen of their work.
    init(_ board: ActionBoard) {
        for row in board.agents { note(row.agent, under: row.parent) }
        for row in board.threads { note(row.child, under: row.parent) }
        for row in board.work { note(row.to, under: row.from) }
    }

    /// An agent was given work; the first who did so counts.
    mutating func note(_ agent: String?, under parent: String?) {
        guard let agent, let parent, agent != parent, parents[agent] == nil, parents.count < Self.limit else { return }
        parents[agent] = parent
    }

    subscript(agent: String) -> Int {
        var (rank, one) = (0, agent)
        while rank < Self.deepest, let parent = parents[one] { (rank, one) = (rank + 1, parent) }
        return rank
    }
}
