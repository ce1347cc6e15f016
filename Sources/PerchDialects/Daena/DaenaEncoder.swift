import PerchModel

/// What clients of the WebSocket are told: what happens at once, how the agents stand every two seconds while that changes.
struct DaenaEncoder: FeedEncoder {
    private let subscription: DaenaSubscription
    private var board: DaenaBoard
    /// Who has appeared already.
    private var announced: Set<DaenaKey>
    private var waiting: [Message] = []
    private var isStale = false
    private var toldStatus = Timestamp.earliest

    static let statusMicroseconds: Int64 = 2_000_000

    init(_ subscription: DaenaSubscription, _ board: DaenaBoard) {
        self.subscription = subscription
        self.board = board
        announced = board.known
    }

    var readsRows: Bool { true }

    var due: Timestamp? {
        if !waiting.isEmpty { return .earliest }
        return isStale ? toldStatus.advanced(by: Self.statusMicroseconds) : nil
    }

    mutating func absorb(_ feed: Feed) {
        for event in feed.batch.events where subscription.isAbout(event.project) { absorb(event, feed) }
        for patch in feed.patches where subscription.isAbout(patch.row?.project ?? RowKey.project(of: patch.key)) {
            absorb(patch)
        }
    }

    mutating func flush(at now: Timestamp, _ emit: (Message) -> Void) {
        for message in waiting { emit(message) }
        waiting.removeAll(keepingCapacity: true)
        guard isStale, now >= toldStatus.advanced(by: Self.statusMicroseconds) else { return }
        emit(Message(subscription.status(board, at: now)))
        isStale = false
        toldStatus = now
    }

    private mutating func absorb(_ event: Event, _ feed: Feed) {
        if let notice = appearance(event) { tell(DaenaFrame(notice), event) }
        let frames = DaenaFrame.frames(of: event) { Self.type(of: $0, event.project, in: feed) }
        for frame in frames { tell(frame, event) }
    }

    private mutating func absorb(_ patch: Patch) {
        if patch.view == .agents, patch.row == nil {
            let parts = RowKey.parts(of: patch.key, 2)
            if parts.count == 2 { announced.remove(DaenaKey(parts[0], parts[1])) }
        }
        if board.take(patch), subscription.filter.passes(.status) { isStale = true }
    }

    /// The notice that an agent appeared: by what it reports of its start, or by anything else it was not heard of before. What is said
    /// about it from outside is no sign of it, and what is an activity by itself needs no notice.
    private mutating func appearance(_ event: Event) -> DaenaActivity? {
        guard let agent = event.agent, !Person.isNamed(agent) else { return nil }
        switch event.body {
        case .attentionRaised, .attentionCleared: return nil
        case .agentPresence(let presence) where presence.status != .active: return nil
        default: break
        }
        let isNew = announced.insert(DaenaKey(event.project, agent)).inserted
        switch event.body {
        case .agentStarted: return DaenaNotices.appearance(of: agent, in: event)
        case .activityRecorded, .agentFinished: return nil
        default:
            return isNew && event.source != DaenaDialect.name ? DaenaNotices.appearance(of: agent, in: event) : nil
        }
    }

    private mutating func tell(_ frame: DaenaFrame, _ event: Event) {
        guard subscription.filter.passes(frame.type, activity: frame.activity) else { return }
        waiting.append(Message(frame.bytes, seq: event.seq))
    }

    /// The type of an activity that the feed completes.
    private static func type(of activity: String, _ project: String, in feed: Feed) -> String? {
        let key = RowKey.joined(project, "activity", activity)
        for patch in feed.patches where patch.key == key {
            if case .activity(let row) = patch.row { return row.type }
        }
        return nil
    }
}
