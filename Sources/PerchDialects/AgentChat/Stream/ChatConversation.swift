import PerchJSON
import PerchModel

/// One client of a chat stream: a word of welcome, what was said so far, what is said, and a ping after a silence.
struct ChatConversation: Conversation {
    let subscription: ChatSubscription
    /// The last event the client has had; nil where it was not here before.
    let last: Seq?
    /// Whether a client that was not here before is told what was said so far.
    var tellsPast = true
    let pingMilliseconds: Int

    mutating func begin(at now: Timestamp) -> Reaction<[Step]> {
        guard case .run(let run) = subscription.scope, tellsPast || last != nil else { return attach([], nil) }
        return known(of: run, after: 0, [])
    }

    mutating func wake(at now: Timestamp) -> Reaction<[Step]> {
        .done([.say(Self.ping(at: now), name: "ping")])
    }

    /// Looks up which conversations are of a run, page by page, in the log: the world lets go of what ended long ago.
    private func known(of run: String, after seq: Seq, _ found: [ThreadRun]) -> Reaction<[Step]> {
        let filter = EventFilter(
            kinds: ["thread.opened"], project: subscription.project, words: ChatQuery.words(of: run))
        return .recall(EventQuery(after: seq, limit: 200, filter: filter)) { page in
            let found = found + page.batch.events.compactMap { Self.thread(of: $0, in: run) }
            guard let next = page.next, found.count < ThreadRuns.limit else { return attach(found, run) }
            return known(of: run, after: next, found)
        }
    }

    private static func thread(of event: Event, in run: String) -> ThreadRun? {
        guard case .threadOpened(let opened) = event.body else { return nil }
        let thread = ThreadRun(opened, event)
        return thread.run == run ? thread : nil
    }

    private func attach(_ known: [ThreadRun], _ run: String?) -> Reaction<[Step]> {
        .look { picture in
            var subscription = subscription
            // A client that had more than there is was here before the log was begun anew.
            let last = last.flatMap { $0 <= picture.seq ? $0 : nil }
            subscription.opening = .init(tellsEverything: last != nil, known: known)
            return .done([
                .say(welcome, name: "connected"), .wakeWhenSilent(milliseconds: pingMilliseconds),
                .resume(subscription, after: last ?? (tellsPast ? 0 : picture.seq), filter(known, in: picture)),
            ])
        }
    }

    /// What is read of the log: all of a run's conversations where one of them was opened in a session of another name, else only
    /// what happened in the session that bears its name.
    private func filter(_ known: [ThreadRun], in picture: any Picture) -> EventFilter {
        var filter = EventFilter(kinds: ChatQuery.kinds, project: subscription.project)
        switch subscription.scope {
        case .all: break
        case .thread(let thread): filter.words = ChatQuery.words(of: thread)
        case .run(let run):
            var isInOneSession = known.allSatisfy { $0.session == run }
            picture.forEachRow(ofKind: .thread, project: subscription.project) { row in
                guard case .thread(let thread) = row, thread.runID == run else { return }
                if thread.session != run { isInOneSession = false }
            }
            if isInOneSession { filter.session = run }
        }
        return filter
    }

    private var welcome: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("status", "ok")
            switch subscription.scope {
            case .run(let run): writer.field("run_id", run)
            case .thread(let thread): writer.field("thread_id", thread)
            case .all: break
            }
        }
        return writer.bytes
    }

    static func ping(at now: Timestamp) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { $0.field("timestamp", now.withOffset) }
        return writer.bytes
    }
}
