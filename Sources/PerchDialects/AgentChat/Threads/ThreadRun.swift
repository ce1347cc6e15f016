import PerchModel

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
        run = row.runID
        session = row.session
    }

    init(_ opened: ThreadOpened, _ event: Event) {
        id = ThreadID(project: event.project, thread: opened.thread)
        session = event.session
        if let run = opened.run, !run.isEmpty { self.run = run } else { run = event.session }
    }
}

extension ThreadRow {
    /// The run it belongs to.
    var runID: String? { run ?? session }
}

extension MessageRow {
    /// The run it belongs to.
    var runID: String? { run ?? session }
}
