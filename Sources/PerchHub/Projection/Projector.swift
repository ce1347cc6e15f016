public import PerchDialects
public import PerchModel
public import PerchNet
import PerchSystem
public import PerchViews
import Synchronization

/// Folds the log into the world and tells every shape what changed. The single writer of every channel.
///
/// It runs on a loop of its own. ``deliver(_:)`` and ``seq`` are for any thread.
public actor Projector: LoopActor {
    /// The loop it runs on.
    public nonisolated let loop: Loop
    /// What was committed and is not folded yet.
    nonisolated let backlog = Backlog()
    private nonisolated let reached = Atomic<Seq>(0)

    private var world = World()
    private var changes = Changes()
    private var broadcasts: [Shape: Broadcast] = [:]
    private var observers: [@Sendable (Batch) -> Void] = []
    private var waiting: [(seq: Seq, resume: CheckedContinuation<Void, Never>)] = []
    private var sweepTimer: LoopTimer?
    private var share = ChannelShare(of: 0)
    private var isStopped = false
    private let clock = SteadyClock()

    /// At most so many shapes are told at once.
    public static let shapeLimit = 4096
    static let idleMilliseconds: UInt64 = 10_000
    /// Where there is no room, a shape is let go of sooner; not at once, because somebody may be on the way to it.
    private static let crowdedMilliseconds: UInt64 = 2_000

    /// Starts with an empty world.
    public init(loop: Loop) {
        self.loop = loop
    }

    /// The number of the last event that every channel has been told of.
    public nonisolated var seq: Seq { reached.load(ordering: .acquiring) }

    /// Takes up the world as the log has it so far; called once, before anything is appended.
    public func start(with world: World) {
        self.world = world
        reached.store(world.seq, ordering: .releasing)
        sweepTimer = loop.schedule(afterMilliseconds: 1000, everyMilliseconds: 1000) { [weak self] in
            self?.assumeIsolated { $0.dropIdleBroadcasts(now: SystemClock.monotonicNanoseconds() / 1_000_000) }
        }
    }

    /// Calls back with every batch after it was folded, on the projector's loop; the watcher's ear.
    public func observe(_ observer: @escaping @Sendable (Batch) -> Void) {
        observers.append(observer)
    }

    /// Takes a committed batch; in the order of the log, on the log's writer thread.
    public nonisolated func deliver(_ batch: Batch) {
        guard backlog.offer(batch) else { return }
        loop.execute { self.assumeIsolated { $0.drain() } }
    }

    private func drain() {
        for batch in backlog.take() { project(batch) }
        resumeWaiting()
    }

    /// Returns when every channel has been told of an event that the log has, or the projector was stopped.
    public func reach(_ seq: Seq) async {
        guard world.seq < seq, !isStopped else { return }
        await withCheckedContinuation { continuation in
            // Looked at again in the moment in which the wait begins: what is waited for may have come in between.
            guard world.seq < seq, !isStopped else { return continuation.resume() }
            waiting.append((seq, continuation))
        }
    }

    private func resumeWaiting() {
        guard !waiting.isEmpty else { return }
        let reached = waiting.filter { $0.seq <= world.seq || isStopped }
        waiting.removeAll { $0.seq <= world.seq || isStopped }
        for waiter in reached { waiter.resume.resume() }
    }

    private func project(_ batch: Batch) {
        for event in batch.events { world.apply(event, into: &changes) }
        if !broadcasts.isEmpty { tell(batch) }
        changes.removeAll()
        reached.store(world.seq, ordering: .releasing)
        for observer in observers { observer(batch) }
    }

    private func tell(_ batch: Batch) {
        let readsRows = broadcasts.values.contains { $0.readsRows }
        let feed = Feed(seq: world.seq, batch: batch, patches: readsRows ? changes.patches(from: world) : [])
        let now = clock.now
        for (shape, broadcast) in broadcasts {
            broadcast.take(feed, now: now) { settle(shape, afterMilliseconds: $0) }
        }
    }

    private func settle(_ shape: Shape, afterMilliseconds pause: UInt64) -> LoopTimer {
        loop.schedule(afterMilliseconds: pause) { [weak self] in
            self?.assumeIsolated { $0.settle(shape) }
        }
    }

    private func settle(_ shape: Shape) {
        guard let broadcast = broadcasts[shape] else { return }
        broadcast.timerFired()
        broadcast.settle(now: clock.now) { settle(shape, afterMilliseconds: $0) }
    }

    /// The channel of a shape, which tells what comes after ``seq``; to be attached to at once, since one that nobody
    /// reads is let go of after a while.
    ///
    /// - Throws: `PerchError` when there are too many shapes.
    public func channel(of shape: Shape) throws(PerchError) -> Channel {
        let broadcast = try broadcast(of: shape)
        // Whoever comes from the log knows what waits for its turn, and is told none of it again.
        broadcast.flush(now: clock.now)
        return broadcast.channel
    }

    /// What a client that joins a shape now needs: where it stands, what the world looks like there, and what comes next.
    ///
    /// - Throws: `PerchError` when there are too many shapes.
    public func join(_ shape: Shape) throws(PerchError) -> Joined {
        let broadcast = try broadcast(of: shape)
        // What waits for its turn is in the snapshot already, so it is told to the others first.
        let now = clock.now
        broadcast.flush(now: now)
        let greeting = broadcast.greeting(at: world.seq, now: now) {
            shape.subscription.greeting(from: world, at: now)
        }
        return Joined(seq: world.seq, greeting: greeting, channel: broadcast.channel, position: broadcast.channel.end)
    }

    /// Up to where the encoder of a shape has to be given its past before anybody joins; nil where it needs nothing more.
    ///
    /// - Throws: `PerchError` when there are too many shapes.
    public func lacking(_ shape: Shape) throws(PerchError) -> Seq? {
        try broadcast(of: shape).lacking
    }

    /// Gives the encoder of a shape its past; where two come with it, the second is not needed.
    public func give(_ past: [Event], to shape: Shape) {
        broadcasts[shape]?.give(past)
    }

    /// As ``join(_:)``, for a client that follows another shape: also where that one's channel stands at the same moment, so that the client
    /// misses nothing in between and is told nothing twice.
    ///
    /// - Throws: `PerchError` when there are too many shapes.
    public func move(from old: Shape, to new: Shape) throws(PerchError) -> (left: Place?, joined: Joined) {
        broadcasts[old]?.flush(now: clock.now)
        let joined = try join(new)
        return (broadcasts[old].map { Place(channel: $0.channel, position: $0.channel.end) }, joined)
    }

    /// The world as it is now.
    public func currentWorld() -> World { world }

    /// Looks at the world as it is now, without a copy of it; what looks must be quick.
    public func look<Answer: Sendable>(
        _ body: @Sendable (World) throws(PerchError) -> Answer
    ) throws(PerchError) -> Answer {
        try body(world)
    }

    private func broadcast(of shape: Shape) throws(PerchError) -> Broadcast {
        if let known = broadcasts[shape] {
            known.touch()
            return known
        }
        if broadcasts.count >= Self.shapeLimit { dropIdleBroadcasts(for: Self.crowdedMilliseconds) }
        guard broadcasts.count < Self.shapeLimit else {
            throw PerchError(.tooManyClients, "Too many different filters are being watched at once; try again later.")
        }
        shareMemory(among: broadcasts.count + 1)
        let new = Broadcast(shape, from: world, at: clock.now, share: share)
        broadcasts[shape] = new
        return new
    }

    /// Lets go of the channels that nobody has read for a while.
    func dropIdleBroadcasts(now: UInt64) {
        for (shape, broadcast) in broadcasts {
            broadcast.look(now: now)
            guard let since = broadcast.idleSince, now >= since + Self.idleMilliseconds else { continue }
            broadcast.end()
            broadcasts[shape] = nil
        }
        shareMemory(among: broadcasts.count)
    }

    private func dropIdleBroadcasts(for milliseconds: UInt64) {
        let now = SystemClock.monotonicNanoseconds() / 1_000_000
        for (shape, broadcast) in broadcasts {
            guard let since = broadcast.idleSince, now >= since + milliseconds else { continue }
            broadcast.end()
            broadcasts[shape] = nil
        }
    }

    private func shareMemory(among count: Int) {
        let share = ChannelShare(of: count)
        guard share != self.share else { return }
        self.share = share
        for broadcast in broadcasts.values {
            broadcast.channel.limit(retaining: share.retained, largest: share.largest)
        }
    }

    /// Folds what is left and lets go of the timers; nothing is delivered any more.
    public func stop() {
        isStopped = true
        drain()
        sweepTimer?.cancel()
        let now = clock.now
        for broadcast in broadcasts.values {
            broadcast.flush(now: now)
            broadcast.end()
        }
        broadcasts.removeAll()
    }
}

/// Where a client joined a shape.
public struct Joined: Sendable {
    /// The number of the last event in the greeting.
    public let seq: Seq
    /// What the client is told first, not framed.
    public let greeting: [Message]
    /// What comes next.
    public let channel: Channel
    /// From where on it is new to the client.
    public let position: Position
}

/// A place in a channel.
public struct Place: Sendable {
    /// The channel.
    public let channel: Channel
    /// The place.
    public let position: Position
}
