import PerchModel

/// What a client of `/ws/broadcasts` sees: everybody's presence, and what becomes of features and of the synchronisation.
struct HtmlGraphBroadcasts: Subscription {
    let project: String?

    func makeEncoder(from picture: some Picture) -> any FeedEncoder {
        HtmlGraphBroadcastEncoder(project: project, HtmlGraphNews(from: picture, project: project))
    }

    /// One update for each agent, so that clients that know no other frame see who is there.
    func greeting(from picture: some Picture, at now: Timestamp) -> [Message] {
        HtmlGraphPresence.all(in: picture, project: project).map {
            Message($0.presence.update(at: $0.presence.activity))
        }
    }
}

/// Tells what was broadcast, and each agent whose row changed, once a feed.
struct HtmlGraphBroadcastEncoder: PromptEncoder {
    private let project: String?
    private var news: HtmlGraphNews
    var waiting: [Message] = []

    init(project: String?, _ news: HtmlGraphNews) {
        self.project = project
        self.news = news
    }

    var readsRows: Bool { true }

    mutating func absorb(_ feed: Feed) {
        var moments: [String: Timestamp] = [:]
        for event in feed.batch.events where project == nil || project == event.project {
            if let agent = event.agent { moments[RowKey.joined(event.project, agent)] = event.time }
            for frame in news.frames(of: event) { waiting.append(Message(frame, seq: event.seq)) }
        }
        for patch in feed.patches { take(patch, feed, moments) }
    }

    private mutating func take(_ patch: Patch, _ feed: Feed, _ moments: [String: Timestamp]) {
        guard project == nil || project == RowKey.project(of: patch.key) else { return }
        switch patch.row {
        case .feature(let row)?: news.note(row)
        case .agent(let row)?:
            let presence = HtmlGraphPresence(row)
            let time = moments[patch.key] ?? feed.batch.events.last?.time ?? presence.activity
            waiting.append(Message(presence.update(at: time), seq: feed.seq))
        default: break
        }
    }
}
