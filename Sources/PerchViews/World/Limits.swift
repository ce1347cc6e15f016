/// How much each table of the world may hold, by count and where texts are long also by bytes.
///
/// A table that is full lets go of what ended longest ago, and where nothing ended, of what has been silent longest.
public struct Limits: Sendable, Equatable {
    /// Agents in all, and with them nodes of the graph.
    public var agents = 5_000
    /// Of them, agents that ended or are offline.
    public var endedAgents = 1_000
    /// Tool calls and tasks in all.
    public var work = 3_000
    /// Of them, ended ones.
    public var endedWork = 2_000
    /// Conversations.
    public var threads = 500
    /// Messages of all conversations.
    public var messages = 1_000
    /// Bytes of their texts.
    public var messageBytes = 1 << 20
    /// Sessions.
    public var sessions = 500
    /// Outputs of all sessions.
    public var outputs = 300
    /// Outputs of one session.
    public var outputsPerSession = 50
    /// Bytes of the outputs' texts.
    public var outputBytes = 1 << 19
    /// Log lines of all sessions.
    public var logs = 1_000
    /// Log lines of one session.
    public var logsPerSession = 200
    /// Bytes of the log lines' texts.
    public var logBytes = 1 << 19
    /// Activities.
    public var activities = 1_000
    /// Collaborations.
    public var collaborations = 200
    /// Decisions.
    public var decisions = 200
    /// Changes of memories.
    public var memories = 100
    /// Hand-offs.
    public var handoffs = 200
    /// Bytes of the texts of each of these lists of the collaboration view.
    public var collaborationBytes = 1 << 19
    /// Features, tracks and spikes.
    public var features = 1_000
    /// Reasons for attention.
    public var attention = 1_000
    /// Projects whose sums are kept though no agent and no session of theirs is known any more, and synchronisations.
    public var projects = 500
    /// Days of projects.
    public var days = 500

    /// The usual limits.
    public init() {}
}

/// How long texts in rows may be, in bytes; what is longer is cut at a character, or left out where cutting would break it.
enum TextLimit {
    /// Ids, since they are keys.
    static let id = 512
    static let name = 200
    static let preview = 200
    static let target = 1_000
    static let input = 2_000
    static let output = 2_000
    static let message = 4_000
    static let metadata = 4_000
    static let sessionOutput = 16_384
    static let content = 65_536
}

/// How many items the lists inside rows may hold; later ones are left out.
enum ListLimit {
    static let participants = 100
    static let related = 50
    static let tags = 50
    static let links = 100
    static let workers = 100
    static let sessionAgents = 100
    static let conflicts = 100
}
