import PerchJSON
import PerchLog
import PerchModel
import PerchViews

/// Folds a stretch of the log once more.
struct Refold {
    let log: any EventReading
    /// Whatever got into the log is read back: a stored line is longer and may be deeper than what was sent.
    private let parser = JSONParser(limits: JSONLimits(maxBytes: 1 << 30, maxDepth: 128))
    private var changes = Changes()

    /// At most so many events are read at a time.
    static let stride = 2048

    init(log: any EventReading) {
        self.log = log
    }

    /// Folds what comes after the world's seq, up to and including `end`; `progress` is told the seq reached.
    mutating func advance(_ world: inout World, to end: Seq, progress: (Seq) -> Void = { _ in })
        async throws(PerchError)
    {
        while world.seq < end {
            let batch = try await next(after: world.seq, limit: Int(min(end - world.seq, Seq(Self.stride))))
            guard !batch.events.isEmpty else { return }
            for event in batch.events { world.apply(event, into: &changes) }
            changes.removeAll()
            progress(world.seq)
        }
    }

    /// The events after a seq, read back from their lines.
    func next(after seq: Seq, limit: Int) async throws(PerchError) -> Batch {
        try read(try await log.lines(after: seq, limit: limit).lines)
    }

    /// Reads events back from their lines.
    func read(_ lines: EncodedLines) throws(PerchError) -> Batch {
        var events: [Event] = []
        events.reserveCapacity(lines.count)
        for index in 0..<lines.count {
            do {
                events.append(try Event(stored: parser.parse(lines.bytes, range: lines.range(of: index)).object()))
            } catch {
                let place = events.last.map { "The event after \($0.seq)" } ?? "An event"
                throw PerchError(.corrupt, "\(place) can't be read back from the log.")
            }
        }
        return Batch(events: events, lines: lines)
    }
}
