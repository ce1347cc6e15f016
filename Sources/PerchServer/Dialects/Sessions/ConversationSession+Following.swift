import PerchDialects
import PerchHub
import PerchModel
import PerchNet

extension ConversationSession {
    /// Greets the client and tells it what comes next; where it asked for the past, that first.
    func follow(_ subscription: any Subscription) async throws(PerchError) {
        following = .greeted(subscription)
        if let rewind = rewind.take() {
            return try await play(subscription, rewind) { session, _ in
                do throws(PerchError) { try await session.arrive() } catch { session.outlet.close(error) }
            }
        }
        try await join(subscription)
    }

    /// Tells the client what the log has after an event and what comes next; where it asked for the past, that at its pace.
    func resume(_ subscription: any Subscription, after seq: Seq, _ filter: EventFilter) async throws(PerchError) {
        following = .placed(subscription, filter)
        guard let rewind = rewind.take() else { return try await goOn(subscription, after: seq, filter) }
        let start = try await service.hub.archive.seq(of: rewind.moment)
        try await tell(subscription, after: seq, upTo: start, filter)
        try await play(subscription, rewind) { session, reached in
            do throws(PerchError) { try await session.goOn(subscription, after: reached, filter) } catch {
                session.outlet.close(error)
            }
        }
    }

    /// The past has become the present.
    private func arrive() async throws(PerchError) {
        guard case .greeted(let wanted) = following else { return }
        try await join(wanted)
        // It may have wanted to change over during the wait.
        guard case .greeted(let latest) = following, Shape(latest, outlet.framing) != Shape(wanted, outlet.framing)
        else { return }
        try await change(to: latest)
    }

    private func join(_ subscription: any Subscription) async throws(PerchError) {
        outlet.detach()
        let shape = Shape(subscription, outlet.framing)
        try await recall(subscription.past(at: .now), of: shape)
        begin(try await service.hub.projector.join(shape), shape)
    }

    private func begin(_ joined: Joined, _ shape: Shape, greets: Bool = true) {
        if greets { for message in joined.greeting { say(message) } }
        // The client may have gone during the wait, or be found gone by sending.
        guard outlet.isOpen else { return }
        attach(joined.channel, of: shape, at: joined.position)
    }

    /// Sees to it that the encoder of a shape knows its past.
    private func recall(_ past: Past?, of shape: Shape) async throws(PerchError) {
        let hub = service.hub
        guard let past, let seq = try await hub.projector.lacking(shape) else { return }
        let events = try await apart { () async throws(PerchError) in
            try await Memory(log: hub.log).events(of: past, upTo: seq)
        }
        await hub.projector.give(events, to: shape)
    }

    /// Tells the client the rest of what it follows, and from the same moment on what another subscription tells.
    func change(to subscription: any Subscription, greets: Bool = true) async throws(PerchError) {
        guard case .greeted = following else { return try await follow(subscription) }
        let new = Shape(subscription, outlet.framing)
        try await recall(subscription.past(at: .now), of: new)
        guard let (old, channel) = reading, let position = outlet.position else {
            // Who watches the past, or fell behind, is told the new one when it comes to the present.
            return following = .greeted(subscription)
        }
        // Before the wait, so that it is told nothing more of what is not behind the moment of the change.
        outlet.detach()
        do throws(PerchError) {
            let (left, joined) = try await service.hub.projector.move(from: old, to: new)
            following = .greeted(subscription)
            let isWhole = left?.channel === channel && tellRest(of: channel, from: position, to: left?.position)
            begin(joined, new, greets: greets || !isWhole)
        } catch {
            outlet.attach(channel, at: position)
            throw error
        }
    }

    /// Tells what a channel told between two places; false where some of that is lost, which is not missed by who is greeted again.
    private func tellRest(of channel: Channel, from position: Position, to end: Position?) -> Bool {
        let window = channel.window()
        guard let end, !window.hasLost(position) else { return false }
        if position < end { outlet.send(frames: window.bytes(from: position, to: end)) }
        return true
    }

    private func attach(_ channel: Channel, of shape: Shape, at position: Position) {
        reading = (shape, channel)
        attending.follow(channel)
        outlet.attach(channel, at: position)
    }

    // MARK: The log

    private func goOn(_ subscription: any Subscription, after start: Seq, _ filter: EventFilter)
        async throws(PerchError)
    {
        let shape = Shape(subscription, outlet.framing)
        let projector = service.hub.projector
        var encoder = try await projector.look { subscription.makeEncoder(from: $0) }
        var sent = start
        while outlet.isOpen {
            // Asked for anew each time: a channel that nobody reads is let go of, however long this client takes to come.
            let channel = try await projector.channel(of: shape)
            let told = projector.seq
            if sent < told {
                sent = try await tell(&encoder, after: sent, upTo: told, filter)
            } else if sent == told, let position = channel.position(after: sent) {
                return attach(channel, of: shape, at: position)
            } else {
                await projector.reach(sent)
            }
        }
    }

    private func tell(
        _ subscription: any Subscription, after start: Seq, upTo end: Seq, _ filter: EventFilter
    ) async throws(PerchError) {
        var encoder = try await service.hub.projector.look { subscription.makeEncoder(from: $0) }
        var sent = start
        while outlet.isOpen, sent < end { sent = try await tell(&encoder, after: sent, upTo: end, filter) }
    }

    /// Tells one page of the log; returns how far it reached.
    private func tell(
        _ encoder: inout any FeedEncoder, after sent: Seq, upTo end: Seq, _ filter: EventFilter
    ) async throws(PerchError) -> Seq {
        let query = EventQuery(after: sent, before: end + 1, limit: 500, maxBytes: Self.pageBytes, filter: filter)
        let (batch, next) = try await Memory(log: service.hub.log).page(query)
        let reached = next ?? end
        if !batch.events.isEmpty { encoder.absorb(Feed(seq: reached, batch: batch, patches: [])) }
        var messages: [Message] = []
        encoder.flush(at: .now) { messages.append($0) }
        for message in messages { await deliver(message) }
        await outlet.drained()
        return reached
    }

    /// What is read of the log at once: a client that takes it slowly holds no more than that.
    private static let pageBytes = 256 << 10

    // MARK: The past

    /// Plays the past apart from what the client says meanwhile, and goes on with `then` when it has become the present.
    private func play(
        _ subscription: any Subscription, _ rewind: Rewind,
        _ then: @escaping @Sendable (isolated ConversationSession, Seq) async -> Void
    ) async throws(PerchError) {
        let seat = try service.seats.take()
        let hub = service.hub
        let replay = Replay(log: hub.log, archive: hub.archive, subscription: subscription)
        _ = try await replay.seek(to: rewind.moment)
        await replay.play(at: rewind.speed)
        let time = await replay.standing.time
        for message in await replay.greeting(at: time ?? .now) { await deliver(message) }
        replaying = Task { [weak self] in
            await self?.run(replay, then)
            withExtendedLifetime(seat) {}
        }
    }

    private func run(
        _ replay: Replay, _ then: @Sendable (isolated ConversationSession, Seq) async -> Void
    ) async {
        let pace = Pacer(milliseconds: 50)
        while outlet.isOpen, !Task.isCancelled {
            do {
                let step = try await replay.step(microseconds: await pace.next())
                for message in step.messages { await deliver(message) }
                await outlet.drained()
                if step.isAtEnd { return await then(self, await replay.standing.seq) }
            } catch {
                return outlet.close(error)
            }
        }
    }
}
