import PerchModel

/// Which run a conversation belongs to, for messages that only name the conversation.
struct BusRuns: Sendable {
    private var runs: [[String]: String] = [:]
    private var order: [[String]] = []

    /// More conversations than so many are not kept in mind; the oldest are forgotten.
    private static let limit = 20_000

    /// Those of the world as it is.
    init(from picture: some Picture, project: String?) {
        picture.forEachRow(ofKind: .thread, project: project) { row in
            if case .thread(let thread) = row, let run = thread.run { note(run, of: [thread.project, thread.thread]) }
        }
    }

    /// Those of the conversations that events speak of.
    init(of events: [Event], in picture: any Picture) {
        for event in events {
            switch event.body {
            case .messageSent(let message): look(up: message.thread, event.project, in: picture)
            case .threadClosed(let thread): look(up: thread.thread, event.project, in: picture)
            default: break
            }
        }
    }

    private mutating func look(up thread: String, _ project: String, in picture: any Picture) {
        guard runs[[project, thread]] == nil,
            case .thread(let row)? = picture.row(ofKind: .thread, RowKey.joined(project, "thread", thread)),
            let run = row.run
        else { return }
        note(run, of: [project, thread])
    }

    /// Takes in what an event tells of it.
    mutating func absorb(_ event: Event) {
        if case .threadOpened(let thread) = event.body, let run = thread.run {
            note(run, of: [event.project, thread.thread])
        }
    }

    /// The run of a conversation.
    subscript(project: String, thread: String) -> String? { runs[[project, thread]] }

    private mutating func note(_ run: String, of key: [String]) {
        if runs.updateValue(run, forKey: key) == nil { order.append(key) }
        guard order.count > Self.limit else { return }
        for old in order.prefix(Self.limit / 2) { runs[old] = nil }
        order.removeFirst(Self.limit / 2)
    }
}
