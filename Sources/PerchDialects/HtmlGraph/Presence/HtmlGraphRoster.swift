import PerchJSON
import PerchModel

/// What a client of `/ws/presence` sees: all agents at once, again whenever one changed, at most once a second.
struct HtmlGraphRoster: Subscription {
    let project: String?

    func makeEncoder(from picture: some Picture) -> any FeedEncoder {
        HtmlGraphRosterEncoder(project: project, HtmlGraphPresence.all(in: picture, project: project))
    }

    func greeting(from picture: some Picture, at now: Timestamp) -> [Message] {
        let agents = HtmlGraphPresence.all(in: picture, project: project).map(\.presence)
        return [Message(HtmlGraphRosterEncoder.frame("presence_state", agents, at: now))]
    }
}

/// Tells all agents whenever the presence of one is not what was told before.
struct HtmlGraphRosterEncoder: FeedEncoder {
    private let project: String?
    private var agents: [String: HtmlGraphPresence]
    private var hasNews = false
    private var seq: Seq = 0
    private var told = Timestamp.earliest

    /// Microseconds between two frames.
    private static let pause: Int64 = 1_000_000

    init(project: String?, _ agents: [(key: String, presence: HtmlGraphPresence)]) {
        self.project = project
        self.agents = Dictionary(agents.map { ($0.key, $0.presence) }) { $1 }
    }

    var readsRows: Bool { true }

    var due: Timestamp? { hasNews ? told.advanced(by: Self.pause) : nil }

    mutating func absorb(_ feed: Feed) {
        seq = feed.seq
        for patch in feed.patches where patch.view == .agents {
            guard project == nil || project == RowKey.project(of: patch.key) else { continue }
            let presence: HtmlGraphPresence? =
                if case .agent(let row)? = patch.row { HtmlGraphPresence(row) } else { nil }
            guard agents[patch.key] != presence else { continue }
            agents[patch.key] = presence
            hasNews = true
        }
    }

    mutating func flush(at now: Timestamp, _ emit: (Message) -> Void) {
        guard let due, due <= now else { return }
        let all = agents.values.sorted { $0.agent < $1.agent }
        emit(Message(Self.frame("presence_update", all, at: now), seq: seq))
        hasNews = false
        told = now
    }

    static func frame(_ type: String, _ agents: [HtmlGraphPresence], at now: Timestamp) -> [UInt8] {
        var writer = JSONWriter(reserving: 128 + 320 * agents.count)
        writer.object { writer in
            writer.field("type", type)
            writer.agents(agents, at: now)
        }
        return writer.bytes
    }
}
