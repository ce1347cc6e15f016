import PerchDialects
import PerchHub
import PerchLog
import PerchModel
import PerchNet

/// One client of `/v1/stream`: first what it missed, from the log, then what happens, from the channel of its shape.
actor StreamSession: LoopActor {
    private nonisolated let outlet: any Outlet
    private let request: StreamRequest
    private let hub: Hub
    private let metrics: Metrics
    private let seats: ReplaySeats

    /// The connection's loop.
    nonisolated var loop: Loop { outlet.loop }

    init(_ request: StreamRequest, outlet: any Outlet, hub: Hub, metrics: Metrics, seats: ReplaySeats) {
        self.request = request
        self.outlet = outlet
        self.hub = hub
        self.metrics = metrics
        self.seats = seats
    }

    /// Sends until the client is on its channel; from then on the loop's sweeps do the rest. Ends when the client goes.
    func run() async {
        do {
            switch request.start {
            case .now: try await follow(after: hub.log.last)
            case .after(let moment): try await follow(after: await hub.archive.seq(of: moment))
            case .replay(let moment, let speed): try await follow(after: try await replay(from: moment, speed: speed))
            }
        } catch {
            metrics.count(error.code)
            outlet.close(error)
        }
    }

    private func follow(after start: Seq) async throws(PerchError) {
        let shape = Shape(request.subscription, outlet.framing)
        var sent = start
        while outlet.isOpen {
            // Asked for anew each time: a channel that nobody reads is let go of, however long this client takes to come.
            let channel = try await hub.projector.channel(of: shape)
            let told = hub.projector.seq
            if sent < told {
                sent = try await catchUp(after: sent, to: told)
            } else if sent == told, let position = channel.position(after: sent) {
                return outlet.attach(channel, at: position)
            } else {
                // The log was ahead: what it has told already, the channel is still going to tell.
                await hub.projector.reach(sent)
            }
        }
    }

    /// Sends a page of what was missed; returns how far it reached. Never beyond what the channel was told of.
    private func catchUp(after sent: Seq, to told: Seq) async throws(PerchError) -> Seq {
        let query = EventQuery(
            after: sent, before: told + 1, limit: 500, maxBytes: Self.pageBytes, filter: request.subscription.filter)
        let page = try await hub.log.page(query)
        for (index, seq) in page.seqs.enumerated() {
            await outlet.deliver(Message(page.lines[index], seq: seq))
        }
        await outlet.drained()
        return page.next ?? told
    }

    /// Plays the past; returns the last event told when it has become the present.
    private func replay(from moment: Moment, speed: Double) async throws(PerchError) -> Seq {
        let seat = try seats.take()
        defer { withExtendedLifetime(seat) {} }
        let replay = Replay(log: hub.log, archive: hub.archive, subscription: request.subscription)
        _ = try await replay.seek(to: moment)
        await replay.play(at: speed)
        let pace = Pacer(milliseconds: 50)
        while outlet.isOpen {
            let step = try await replay.step(microseconds: await pace.next())
            for message in step.messages { await outlet.deliver(message) }
            await outlet.drained()
            if step.isAtEnd { break }
        }
        return await replay.standing.seq
    }

    /// What is read of the log at once: a client that takes it slowly holds no more than that.
    private static let pageBytes = 256 << 10
}
