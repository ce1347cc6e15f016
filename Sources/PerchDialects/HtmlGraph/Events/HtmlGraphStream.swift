import PerchJSON
import PerchModel

/// What a client of `/ws/events` sees: events in HtmlGraph's words, one a message or so many at once.
struct HtmlGraphStream: Subscription {
    let project: String?
    let session: String?
    let filter: HtmlGraphFilter
    /// At most so many events a message; 1 for messages that are one event each.
    let batch: Int

    func makeEncoder(from picture: some Picture) -> any FeedEncoder {
        HtmlGraphStreamEncoder(self, HtmlGraphTrace(from: picture, project: project))
    }

    /// What of the log it can be of.
    var events: EventFilter { EventFilter(session: session, project: project) }
}

/// Gathers events until there are enough of them or the first has waited long enough.
struct HtmlGraphStreamEncoder: FeedEncoder {
    private struct Told {
        let seq: Seq
        let fields: [UInt8]
    }

    private let stream: HtmlGraphStream
    private var trace: HtmlGraphTrace
    private var waiting: [Told] = []
    /// When the first that waits happened or came.
    private var since = Timestamp.earliest

    /// Microseconds that an event waits for others.
    private static let window: Int64 = 50_000

    init(_ stream: HtmlGraphStream, _ trace: HtmlGraphTrace) {
        self.stream = stream
        self.trace = trace
    }

    var readsRows: Bool { false }

    var due: Timestamp? {
        guard !waiting.isEmpty else { return nil }
        return waiting.count >= stream.batch ? .earliest : since.advanced(by: Self.window)
    }

    mutating func absorb(_ feed: Feed) {
        for event in feed.batch.events { absorb(event) }
    }

    mutating func absorb(_ event: Event) {
        guard stream.project == nil || stream.project == event.project,
            stream.session == nil || stream.session == event.session
        else { return }
        let told = trace.event(event)
        guard stream.filter.passes(told) else { return }
        if waiting.isEmpty { since = min(event.time, event.received) }
        var writer = JSONWriter(reserving: 640)
        writer.object { told.writeFields(to: &$0) }
        waiting.append(Told(seq: event.seq, fields: writer.bytes))
    }

    /// Forgets all but the latest so many.
    mutating func keep(latest count: Int) {
        waiting.removeFirst(max(0, waiting.count - count))
    }

    /// Tells all that waits, also what might wait on, so that whoever joins now is told nothing twice.
    mutating func flush(at now: Timestamp, _ emit: (Message) -> Void) {
        for start in stride(from: 0, to: waiting.count, by: stream.batch) {
            let part = waiting[start..<min(start + stream.batch, waiting.count)]
            guard let last = part.last else { continue }
            emit(Message(stream.batch == 1 ? single(last) : batch(part, at: now), seq: last.seq))
        }
        waiting.removeAll(keepingCapacity: true)
    }

    private func single(_ told: Told) -> [UInt8] {
        Array(#"{"type":"event","#.utf8) + told.fields.dropFirst()
    }

    private func batch(_ part: ArraySlice<Told>, at now: Timestamp) -> [UInt8] {
        var writer = JSONWriter(reserving: 128 + part.reduce(0) { $0 + $1.fields.count + 1 })
        writer.object { writer in
            writer.field("type", "batch")
            writer.field("count", part.count)
            writer.field("timestamp", now)
            writer.array("events") { writer in
                for told in part { writer.raw(told.fields) }
            }
        }
        return writer.bytes
    }
}
