import PerchJSON
import PerchModel

/// Tells what happens in conversations, whichever system it was reported by.
struct ChatEncoder: FeedEncoder {
    private let project: String?
    private let scope: ChatScope
    private var runs: ThreadRuns
    private var messages: ToldMessages
    /// Of what happened up to this event, only messages are told.
    private let past: Seq
    private var waiting: [Message] = []

    init(_ subscription: ChatSubscription, runs: ThreadRuns, messages: ToldMessages, past: Seq) {
        project = subscription.project
        scope = subscription.scope
        self.runs = runs
        self.messages = messages
        self.past = past
    }

    var readsRows: Bool { false }

    var due: Timestamp? { waiting.isEmpty ? nil : .earliest }

    mutating func absorb(_ feed: Feed) {
        for event in feed.batch.events where project == nil || event.project == project { absorb(event) }
    }

    mutating func flush(at now: Timestamp, _ emit: (Message) -> Void) {
        for message in waiting { emit(message) }
        waiting.removeAll(keepingCapacity: true)
    }

    private mutating func absorb(_ event: Event) {
        runs.learn(event)
        switch event.body {
        case .threadOpened(let opened):
            if event.seq > past { tell(.threadCreated, opened.thread, event) { $0.writeFields(of: opened, event) } }
        case .messageSent(let message):
            if messages.repeats(event) { return }
            tell(.messageSent, message.thread, event) { $0.writeFields(of: message, event) }
        case .threadClosed(let closed):
            if event.seq > past { tell(.threadClosed, closed.thread, event) { $0.writeFields(of: closed, event) } }
        default: break
        }
    }

    private mutating func tell(
        _ name: ChatEventName, _ thread: String, _ event: Event, _ fields: (inout JSONWriter) -> Void
    ) {
        let run = runs.run(of: event)
        guard isWanted(thread, of: run) else { return }
        var writer = JSONWriter(reserving: 512)
        writer.object { writer in
            writer.orNull("run_id", run)
            writer.field("thread_id", thread)
            fields(&writer)
        }
        waiting.append(Message(OneLine.escaped(writer.bytes), seq: event.seq, name: name.rawValue))
    }

    private func isWanted(_ thread: String, of run: String?) -> Bool {
        switch scope {
        case .run(let wanted): run == wanted
        case .thread(let wanted): thread == wanted
        case .all: true
        }
    }
}
