import PerchJSON
import PerchModel

/// What a client of the tree's stream sees: who comes to a run, how they stand, and who gives work to whom.
struct TreeSubscription: Subscription {
    let project: String?
    let run: String

    func makeEncoder(from picture: some Picture) -> any FeedEncoder {
        TreeEncoder(self, ActionBoard(picture, project: project))
    }
}

/// Tells the changes of a run's tree. Who was there before is asked for elsewhere, and again when the connection was lost.
struct TreeEncoder: FeedEncoder {
    private let wanted: TreeSubscription
    private var runs: ThreadRuns
    private var ranks: AgentRanks
    private var nodes: [String: String] = [:]
    private var edges: Set<TreeEdge> = []
    private var waiting: [Message] = []

    /// A run of more agents than this is told without the newest.
    private static let limit = 5000

    init(_ wanted: TreeSubscription, _ board: ActionBoard) {
        self.wanted = wanted
        runs = ThreadRuns(.run(wanted.run))
        ranks = AgentRanks(board)
        for row in board.threads {
            runs.learn(ThreadRun(row))
            if row.runID == wanted.run { know(row.parent, row.child) }
        }
        for row in board.work where board.run(of: row) == wanted.run { know(row.from, row.to ?? row.agent) }
        for row in board.agents where row.session == wanted.run || nodes[row.agent] != nil {
            nodes[row.agent] = TimelineStatus.of(row)
        }
    }

    private mutating func know(_ from: String?, _ to: String?) {
        for agent in [from, to] {
            if let agent { nodes[agent] = "idle" }
        }
        if let from, let to, from != to { edges.insert(TreeEdge(from: from, to: to)) }
    }

    var readsRows: Bool { false }

    var due: Timestamp? { waiting.isEmpty ? nil : .earliest }

    mutating func absorb(_ feed: Feed) {
        for event in feed.batch.events where wanted.project == nil || event.project == wanted.project { absorb(event) }
    }

    mutating func flush(at now: Timestamp, _ emit: (Message) -> Void) {
        for message in waiting { emit(message) }
        waiting.removeAll(keepingCapacity: true)
    }

    private mutating func absorb(_ event: Event) {
        runs.learn(event)
        guard runs.run(of: event) == wanted.run else { return }
        let sign = TreeSign(event)
        if let edge = sign.edge { ranks.note(edge.to, under: edge.from) }
        for agent in sign.agents where nodes[agent] == nil && nodes.count < Self.limit { appear(agent, sign) }
        if let edge = sign.edge { connect(edge, sign.action) }
        if let agent = sign.agent, let status = sign.status, nodes[agent] != nil { update(agent, status, sign.action) }
    }

    private mutating func appear(_ agent: String, _ sign: TreeSign) {
        let status = agent == sign.agent ? sign.status ?? "running" : "idle"
        let tier = ranks[agent]
        nodes[agent] = status
        tell("new_node") { writer in
            writer.field("agent_id", agent)
            writer.field("name", agent == sign.agent ? sign.name ?? agent : agent)
            writer.field("tier", tier)
            writer.field("status", status)
        }
    }

    private mutating func connect(_ edge: TreeEdge, _ action: String) {
        guard edges.count < 4 * Self.limit, edges.insert(edge).inserted else { return }
        tell("new_edge") { writer in
            writer.field("from", edge.from)
            writer.field("to", edge.to)
            writer.field("action_type", action)
        }
    }

    private mutating func update(_ agent: String, _ status: String, _ action: String) {
        // Who has ended goes, which is no news.
        if status == Presence.offline.rawValue, ["done", "error"].contains(nodes[agent]) { return }
        guard nodes.updateValue(status, forKey: agent) != status else { return }
        tell("update_node") { writer in
            writer.field("agent_id", agent)
            writer.field("status", status)
            writer.field("action_name", action)
        }
    }

    private mutating func tell(_ name: String, _ fields: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object(fields)
        waiting.append(Message(OneLine.escaped(writer.bytes), name: name))
    }
}
