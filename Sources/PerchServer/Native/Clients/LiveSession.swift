import PerchDialects
import PerchHub
import PerchJSON
import PerchLog
import PerchModel
import PerchNet

/// One client of `/v1/live`: live rows, or a replay of its own, and back.
///
/// Commands are carried out one after another, in the order they came.
actor LiveSession: LoopActor {
    private enum Mode {
        case waiting
        case live
        case replay(Replay, Task<Void, Never>, ReplaySeat)
    }

    private nonisolated let outlet: any Outlet
    private let hub: Hub
    private let metrics: Metrics
    private let seats: ReplaySeats
    private var wanted = LiveSubscription.everything
    private var mode = Mode.waiting
    private var speed = 1.0
    private var commands: [Order] = []
    /// Carries the commands out, while there are any.
    private(set) var work: Task<Void, Never>?
    private var isPaused = false
    private let resumes = DrainSignal()

    /// What is to be done next.
    private enum Order {
        case client(LiveCommand)
        /// This replay has told everything; unless the client went elsewhere meanwhile, it goes on live.
        case reachedEnd(Replay)
    }

    private static let limits = JSONLimits(maxBytes: 64 << 10, maxDepth: 16)
    /// A client that sends more commands than it takes answers to is let go.
    private static let commandLimit = 64

    /// The connection's loop.
    nonisolated var loop: Loop { outlet.loop }

    init(outlet: any Outlet, hub: Hub, metrics: Metrics, seats: ReplaySeats) {
        self.outlet = outlet
        self.hub = hub
        self.metrics = metrics
        self.seats = seats
    }

    /// Carries out what the address asked for before the client said anything.
    func begin(at moment: Moment, speed: Double) {
        self.speed = speed
        add(.client(.seek(moment)))
    }

    /// Takes a message of the client.
    func receive(_ bytes: [UInt8]) {
        do {
            // A parser of its own would cost an idle client more than all the rest of it.
            add(.client(try LiveCommand(bytes, parser: JSONParser(limits: Self.limits))))
        } catch {
            refuse(error)
        }
    }

    private func add(_ command: Order) {
        guard commands.count < Self.commandLimit else {
            metrics.count(.overloaded)
            return outlet.close(PerchError(.overloaded, "Too many commands at once."))
        }
        commands.append(command)
        if work == nil { work = Task { await carryOut() } }
    }

    /// The client is gone.
    func end() {
        commands = []
        stopReplay()
    }

    /// The client fell behind its channel: it starts afresh from the world as it is now.
    func lagged() {
        metrics.countLagged()
        if case .live = mode { add(.client(.subscribe(wanted))) }
    }

    private func carryOut() async {
        while outlet.isOpen, !commands.isEmpty {
            // Until the client has taken the answer before; so at most one snapshot waits for it.
            await outlet.drained()
            guard outlet.isOpen, !commands.isEmpty else { break }
            let command = commands.removeFirst()
            do { try await perform(command) } catch { refuse(error) }
        }
        work = nil
    }

    private func refuse(_ error: PerchError) {
        metrics.count(error.code)
        outlet.send(Message(LiveMessage.error(error)))
    }

    private func perform(_ order: Order) async throws(PerchError) {
        switch order {
        case .client(let command): try await perform(command)
        case .reachedEnd(let replay):
            if case .replay(let current, _, _) = mode, current === replay { try await goLive() }
        }
    }

    private func perform(_ command: LiveCommand) async throws(PerchError) {
        switch command {
        case .subscribe(let subscription):
            wanted = subscription
            try await goLive()
        case .live: try await goLive()
        case .seek(let moment): try await seek(to: moment)
        case .speed(let value): await play(at: value)
        case .pause: await play(at: 0)
        case .ping: outlet.send(Message(LiveMessage.pong(.now)))
        }
    }

    // MARK: Live

    private func goLive() async throws(PerchError) {
        stopReplay()
        outlet.detach()
        let shape = Shape(wanted, outlet.framing)
        let joined = try await hub.projector.join(shape)
        for message in joined.greeting { outlet.send(message) }
        // The client may have gone during the wait, or be found gone by sending.
        guard outlet.isOpen else { return }
        outlet.attach(joined.channel, at: joined.position)
        mode = .live
    }

    // MARK: Replay

    private func seek(to moment: Moment) async throws(PerchError) {
        let seat = try seat()
        stopReplay()
        outlet.detach()
        let replay = Replay(log: hub.log, archive: hub.archive, subscription: wanted)
        let world = try await replay.seek(to: moment)
        await replay.play(at: speed)
        let standing = await replay.standing
        let wanted = wanted
        let snapshot = try await apart { () async throws(PerchError) in
            Snapshot.message(world, wanted, mode: .replay(time: standing.time, speed: standing.speed))
        }
        outlet.send(Message(snapshot))
        // The client may have gone during the waits, or be found gone by sending.
        guard outlet.isOpen else { return }
        isPaused = false
        mode = .replay(replay, Task { await run(replay) }, seat)
    }

    /// The seat this client has, or another one.
    private func seat() throws(PerchError) -> ReplaySeat {
        if case .replay(_, _, let seat) = mode { return seat }
        return try seats.take()
    }

    private func play(at value: Double) async {
        if value > 0 { speed = value }
        guard case .replay(let replay, _, _) = mode else { return }
        await replay.play(at: value)
        isPaused = value == 0
        if !isPaused { resumes.fire() }
        let standing = await replay.standing
        let clock = LiveMessage.clock(seq: standing.seq, time: standing.time, speed: standing.speed)
        outlet.send(Message(clock))
    }

    private func run(_ replay: Replay) async {
        var pace = Pacer(milliseconds: 50)
        while outlet.isOpen, !Task.isCancelled {
            // A replay that stands still costs nothing, and the time it stood is not made up for.
            if isPaused {
                await resumes.wait { isPaused && !Task.isCancelled }
                pace = Pacer(milliseconds: 50)
                continue
            }
            await outlet.drained()
            let elapsed = await pace.next()
            do {
                let step = try await replay.step(microseconds: elapsed)
                // After the wait: another seek may have taken this replay's place.
                if Task.isCancelled { return }
                for message in step.messages { outlet.send(message) }
                await outlet.drained()
                if Task.isCancelled { return }
                if step.isAtEnd { return add(.reachedEnd(replay)) }
            } catch {
                return refuse(error)
            }
        }
    }

    private func stopReplay() {
        guard case .replay(_, let task, _) = mode else { return mode = .waiting }
        task.cancel()
        resumes.fire()
        mode = .waiting
    }
}
