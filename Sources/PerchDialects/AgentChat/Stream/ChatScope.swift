import PerchModel

/// Which conversations a stream tells of.
enum ChatScope: Hashable, Sendable {
    /// Those of a run.
    case run(String)
    /// One.
    case thread(String)
    /// All.
    case all
}

/// What tells conversations of several projects apart.
struct ThreadID: Hashable, Sendable {
    let project: String
    let thread: String
}

/// A conversation and the run it belongs to, as far as either is known.
struct ThreadRun: Hashable, Sendable {
    let id: ThreadID
    /// Where its opener names no run, the session it was opened in is one.
    let run: String?
    let session: String?

    init(_ row: ThreadRow) {
        id = ThreadID(project: row.project, thread: row.thread)
        run = row.run ?? row.session
        session = row.session
    }

    init(_ opened: ThreadOpened, _ event: Event) {
        id = ThreadID(project: event.project, thread: opened.thread)
        session = event.session
        if let run = opened.run, !run.isEmpty { self.run = run } else { run = event.session }
    }
}

/// Remembers the runs of conversations, since a message only names its conversation.
struct ThreadRuns: Sendable {
    private let scope: ChatScope
    private var runs: [ThreadID: String] = [:]
    private var order: [ThreadID] = []

    /// At most so many; the one that was learnt first is forgotten first, and goes by its session from then on.
    static let limit = 10_000

    init(_ scope: ChatScope) {
        self.scope = scope
    }

    /// Takes up a conversation, where this stream may ever have to tell whose it is.
    mutating func learn(_ thread: ThreadRun) {
        guard let run = thread.run, matters(thread) else { return }
        if runs.updateValue(run, forKey: thread.id) == nil { order.append(thread.id) }
        if order.count > Self.limit { runs[order.removeFirst()] = nil }
    }

    /// The run of a conversation, for something that happened in it in a session.
    func run(of id: ThreadID, session: String?) -> String? { runs[id] ?? session }

    /// One of another run matters where it is taken for one of this run by its session, or was taken for one of this run before.
    private func matters(_ thread: ThreadRun) -> Bool {
        switch scope {
        case .run(let run): thread.run == run || thread.session == run || runs[thread.id] != nil
        case .thread(let name): thread.id.thread == name
        case .all: true
        }
    }
}
