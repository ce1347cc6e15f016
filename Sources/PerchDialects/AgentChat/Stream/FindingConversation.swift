import PerchModel

/// A client of a stream whose id may be one of a run or of a conversation: it is the latter where there is one of that name.
struct FindingConversation: Conversation {
    let id: String
    var chat: ChatConversation

    init(id: String, chat: ChatConversation) {
        self.id = id
        self.chat = chat
    }

    mutating func begin(at now: Timestamp) -> Reaction<[Step]> {
        let (id, project) = (id, chat.subscription.project)
        let thread = ChatConversation(
            subscription: ChatSubscription(project: project, scope: .thread(id)), last: chat.last,
            pingMilliseconds: chat.pingMilliseconds)
        let run = chat
        return Self.isThread(id, project, after: 0) { isThread in
            var chosen = isThread ? thread : run
            return chosen.begin(at: now)
        }
    }

    mutating func wake(at now: Timestamp) -> Reaction<[Step]> { chat.wake(at: now) }

    private static func isThread(
        _ id: String, _ project: String?, after seq: Seq, then: @escaping @Sendable (Bool) -> Reaction<[Step]>
    ) -> Reaction<[Step]> {
        let filter = EventFilter(kinds: ["thread.opened"], project: project, words: ChatQuery.words(of: id))
        return .recall(EventQuery(after: seq, limit: 200, filter: filter)) { page in
            let isThread = page.batch.events.contains { event in
                if case .threadOpened(let opened) = event.body { opened.thread == id } else { false }
            }
            guard !isThread, let next = page.next else { return then(isThread) }
            return Self.isThread(id, project, after: next, then: then)
        }
    }
}
