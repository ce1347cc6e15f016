import PerchModel

/// The clock of a replay: it runs at a speed over the log's own rising time.
struct ReplayClock: Sendable, Equatable {
    /// The moment it shows; nil before the first event is known.
    var time: Timestamp?
    /// How fast it runs; 0 is still.
    var speed: Double = 0
    /// The log's own time at the last event told: it never goes back, whatever the senders' clocks did.
    var rising: Timestamp?

    /// Runs on for so many microseconds of the viewer's time.
    mutating func advance(_ microseconds: Int64) {
        let stretch = Double(microseconds) * speed
        time = time?.advanced(by: Int64(min(stretch, 1e15)))
    }

    /// Whether an event has happened by now; if so, it counts as told.
    mutating func isDue(_ event: Event) -> Bool {
        let own = min(event.time, event.received)
        let moment = rising.map { max($0, own) } ?? own
        if let time, moment > time { return false }
        rising = moment
        return true
    }

    /// Stands still at the last event told, because there is more than could be told.
    mutating func wait() {
        if let rising { time = rising }
    }
}

/// Events that were read and are not told yet.
struct ReadAhead: Sendable {
    private var batch = Batch(events: [], lines: EncodedLines())
    private var next = 0

    var isEmpty: Bool { next == batch.events.count }

    mutating func fill(_ batch: Batch) {
        self.batch = batch
        next = 0
    }

    /// Takes from the front what the test lets through, at most so many; nil where the first is not let through.
    mutating func take(while isDue: (Event) -> Bool, limit: Int) -> Batch? {
        let start = next
        while next < batch.events.count, next - start < limit, isDue(batch.events[next]) { next += 1 }
        return next == start ? nil : batch.part(start..<next)
    }
}
