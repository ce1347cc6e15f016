public import PerchModel

/// `/v1/stream`: every event that passes the filter is a message of its own, the line as it stands in the log.
public struct StreamEncoder: FeedEncoder {
    private let filter: EventFilter
    private var waiting: [Batch] = []

    /// Tells the events that pass.
    public init(filter: EventFilter) {
        self.filter = filter
    }

    /// Every event is told at once.
    public var due: Timestamp? { waiting.isEmpty ? nil : .earliest }

    /// Rows are not told here.
    public var readsRows: Bool { false }

    /// Takes the events of a feed in.
    public mutating func absorb(_ feed: Feed) {
        waiting.append(feed.batch)
    }

    /// Tells each event that passes as its line.
    public mutating func flush(at now: Timestamp, _ emit: (Message) -> Void) {
        for batch in waiting {
            for (index, event) in batch.events.enumerated() {
                let line = batch.lines[index]
                if filter.matches(event, line: line) { emit(Message(line, seq: event.seq)) }
            }
        }
        waiting.removeAll(keepingCapacity: true)
    }
}
