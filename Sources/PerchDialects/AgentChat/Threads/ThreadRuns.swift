import PerchModel

/// Remembers the runs of conversations, since a message only names its conversation.
struct ThreadRuns: Sendable {
    private let scope: ChatScope
    private var runs = RecentMemory<ThreadID, String>(limit: limit)

    /// At most so many; the one that was learnt first is forgotten first, and goes by its session from then on.
    static let limit = 10_000
    /// One whose names are longer goes by its session as well.
    private static let nameBytes = 4096

    init(_ scope: ChatScope) {
        self.scope = scope
    }

    /// Takes up the conversations of the world.
    mutating func learn(from picture: any Picture, project: String?) {
        picture.forEachRow(ofKind: .thread, project: project) { row in
            if case .thread(let thread) = row { learn(ThreadRun(thread)) }
        }
    }

    /// Takes up the conversations that events are about, those that the world does not know any more by how they were opened.
    mutating func learn(about events: [Event], in picture: any Picture) {
        for event in events {
            guard let thread = event.body.thread, runs[ThreadID(project: event.project, thread: thread)] == nil,
                case .thread(let row)? = picture.row(
                    ofKind: .thread, RowKey.joined(event.project, "thread", thread))
            else { continue }
            learn(ThreadRun(row))
        }
        for event in events { learn(event) }
    }

    /// Takes up what an event tells of a conversation.
    mutating func learn(_ event: Event) {
        if case .threadOpened(let opened) = event.body { learn(ThreadRun(opened, event)) }
    }

    /// Takes up a conversation, where this stream may ever have to tell whose it is.
    mutating func learn(_ thread: ThreadRun) {
        guard let run = thread.run, matters(thread) else { return }
        guard thread.id.thread.utf8.count + run.utf8.count <= Self.nameBytes else { return }
        runs.set(run, for: thread.id)
    }

    /// The run of what an event happened in: its conversation's, else its session.
    func run(of event: Event) -> String? {
        guard let thread = event.body.thread else { return event.session }
        return runs[ThreadID(project: event.project, thread: thread)] ?? event.session
    }

    /// One of another run matters where it is taken for one of this run by its session, or was taken for one of this run before.
    private func matters(_ thread: ThreadRun) -> Bool {
        switch scope {
        case .run(let run): thread.run == run || thread.session == run || runs[thread.id] != nil
        case .thread(let name): thread.id.thread == name
        case .all: true
        }
    }
}
