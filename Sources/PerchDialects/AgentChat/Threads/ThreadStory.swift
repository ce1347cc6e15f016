import PerchJSON
import PerchModel

/// A conversation read from the log, page by page, however long it is.
struct ThreadStory: Sendable {
    let thread: String
    /// Nil while no event of it was found.
    private(set) var card: ThreadCard?
    private var messages: [[UInt8]] = []
    private var bytes = 0
    private var told = ToldMessages()

    /// An answer holds about so many bytes of messages; whoever wants what comes after them asks again.
    static let maxBytes = 32 << 20

    init(thread: String) {
        self.thread = thread
    }

    /// Whether there is no room for more.
    var isFull: Bool { bytes >= Self.maxBytes }

    /// Takes up an event; those of other conversations, and of one by the same name in another project, are passed over.
    mutating func take(_ event: Event) {
        guard event.body.thread == thread, card == nil || card?.project == event.project else { return }
        var card = card ?? ThreadCard(ThreadID(project: event.project, thread: thread), at: event.time)
        card.take(event)
        self.card = card
        if case .messageSent(let message) = event.body, !told.repeats(event) { add(message, event, card.run) }
    }

    private mutating func add(_ message: MessageSent, _ event: Event, _ run: String?) {
        var writer = JSONWriter(reserving: message.content.utf8.count + 384)
        writer.object { writer in
            writer.orNull("run_id", run)
            writer.field("thread_id", thread)
            writer.writeFields(of: message, event)
        }
        messages.append(writer.bytes)
        bytes += writer.bytes.count
    }

    /// The conversation with its messages, the oldest first, and where to go on.
    func write(to writer: inout JSONWriter, next: Seq?) {
        guard let card else { return writer.null() }
        writer.object { writer in
            card.writeFields(to: &writer)
            writer.array("messages") { writer in
                for message in messages { writer.raw(message) }
            }
            writer.orNull("next", next)
        }
    }

    /// Reads it: what happened before a moment and, of the messages, after another.
    ///
    /// - Parameters:
    ///   - kinds: What is looked at; without messages, only how the conversation stands.
    ///   - start: Only events after this one are read.
    ///   - end: Only events before this one are read.
    static func read<Outcome>(
        _ thread: String, project: String?, kinds: [String] = ChatQuery.kinds, after start: Seq = 0, before end: Seq?,
        then: @escaping @Sendable (ThreadStory, Seq?) throws(PerchError) -> Reaction<Outcome>
    ) -> Reaction<Outcome> {
        let filter = EventFilter(kinds: kinds, project: project, words: ChatQuery.words(of: thread))
        let query = EventQuery(after: start, before: end, limit: 200, filter: filter)
        return ThreadStory(thread: thread).goOn(query, then)
    }

    private func goOn<Outcome>(
        _ query: EventQuery, _ then: @escaping @Sendable (ThreadStory, Seq?) throws(PerchError) -> Reaction<Outcome>
    ) -> Reaction<Outcome> {
        .recall(query) { page throws(PerchError) in
            var (story, query) = (self, query)
            for event in page.batch.events { story.take(event) }
            guard let next = page.next, !story.isFull else { return try then(story, page.next) }
            query.after = next
            return story.goOn(query, then)
        }
    }
}

extension Body {
    /// The conversation that something is about.
    var thread: String? {
        switch self {
        case .threadOpened(let opened): opened.thread
        case .messageSent(let message): message.thread
        case .threadClosed(let closed): closed.thread
        default: nil
        }
    }
}
