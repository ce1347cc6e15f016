public import PerchDialects
public import PerchLog
public import PerchModel
public import PerchViews

/// A second fold of the log with a clock of its own, telling one client what any encoder would tell live ones.
///
/// It is driven from outside: ``step(microseconds:)`` is told how much time has passed, so a replay never reads a clock.
public actor Replay {
    private let log: any EventReading
    private let archive: Archive
    private let subscription: any Subscription
    private let refold: Refold
    private var encoder: any FeedEncoder
    private var world: World
    private var changes = Changes()
    private var ahead = ReadAhead()
    private var clock = ReplayClock()

    /// At most so many events are told in one step; a faster clock waits for them.
    public static let eventsPerStep = 4096
    /// No more events are told in a step that has told so many bytes of them.
    public static let bytesPerStep = 1 << 20

    /// A replay that stands at the beginning of the log, paused.
    public init(log: any EventReading, archive: Archive, subscription: any Subscription) {
        self.log = log
        self.archive = archive
        self.subscription = subscription
        world = World()
        encoder = subscription.makeEncoder(from: world)
        refold = Refold(log: log)
    }

    /// Where a replay stands.
    public struct Standing: Sendable, Equatable {
        /// The last event that is told.
        public let seq: Seq
        /// The moment.
        public let time: Timestamp?
        /// How fast it plays; 0 while it is paused.
        public let speed: Double
    }

    /// Where it stands.
    public var standing: Standing {
        Standing(seq: world.seq, time: clock.time, speed: clock.speed)
    }

    /// Plays at a speed from now on; 0 pauses.
    public func play(at speed: Double) {
        clock.speed = speed
    }

    /// Goes to a moment and returns the world there; what was taken in before and not told is forgotten.
    ///
    /// - Throws: `PerchError` when the log can't be read.
    public func seek(to moment: Moment) async throws(PerchError) -> World {
        let seq = try await archive.seq(of: moment)
        let there = try await archive.world(at: seq)
        let reached = try await log.moment(of: there.seq)
        var encoder = subscription.makeEncoder(from: there)
        if let past = subscription.past(at: moment.time ?? reached ?? .earliest) {
            encoder.absorb(past: try await Memory(log: log).events(of: past, upTo: there.seq))
        }
        self.encoder = encoder
        world = there
        ahead = ReadAhead()
        clock.rising = reached
        // Before the first event there is nothing to wait for: the clock begins with it.
        clock.time = if case .time(let time) = moment, there.seq > 0 { time } else { reached }
        return there
    }

    /// What a client that begins to watch here is told first.
    public func greeting(at now: Timestamp) -> [Message] {
        encoder.greeting(at: now) ?? subscription.greeting(from: world, at: now)
    }

    /// What a stretch of time brings.
    public struct Step: Sendable {
        /// The messages, in order.
        public var messages: [Message] = []
        /// Whether the log has nothing more to tell.
        public var isAtEnd = false
    }

    /// Lets time pass and returns what happened in it.
    ///
    /// - Throws: `PerchError` when the log can't be read.
    public func step(microseconds: Int64) async throws(PerchError) -> Step {
        guard clock.speed > 0 else { return Step() }
        if clock.time == nil { try await startAtFirstEvent() }
        clock.advance(microseconds)
        var step = Step()
        var (told, bytes) = (0, 0)
        while told < Self.eventsPerStep, bytes < Self.bytesPerStep {
            if ahead.isEmpty {
                let place = world.seq
                let batch = try await refold.next(after: place, limit: Refold.stride)
                // After the wait: a seek may have gone elsewhere.
                guard world.seq == place else { break }
                ahead.fill(batch)
                if ahead.isEmpty {
                    step.isAtEnd = place >= log.last
                    break
                }
            }
            guard let due = takeDue(Self.eventsPerStep - told) else { break }
            told += due.events.count
            bytes += due.lines.bytes.count
            tell(due)
        }
        if told >= Self.eventsPerStep || bytes >= Self.bytesPerStep { clock.wait() }
        encoder.flush(at: clock.time ?? .earliest) { step.messages.append($0) }
        return step
    }

    private func takeDue(_ limit: Int) -> Batch? {
        var clock = clock
        defer { self.clock = clock }
        return ahead.take(while: { clock.isDue($0) }, limit: limit)
    }

    private func startAtFirstEvent() async throws(PerchError) {
        let first = try await refold.next(after: world.seq, limit: 1).events.first
        clock.time = first.map { min($0.time, $0.received) }
    }

    private func tell(_ batch: Batch) {
        for event in batch.events { world.apply(event, into: &changes) }
        let patches = encoder.readsRows ? changes.patches(from: world) : []
        encoder.absorb(Feed(seq: world.seq, batch: batch, patches: patches))
        changes.removeAll()
    }
}
