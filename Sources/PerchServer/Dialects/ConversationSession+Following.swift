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
                do throws(PerchError) { try await session.join(subscription) } catch { session.outlet.close(error) }
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

    private func join(_ subscription: any Subscription) async throws(PerchError) {
        outlet.detach()
        let joined = try await service.hub.projector.join(Shape(subscription, outlet.framing))
        for message in joined.greeting { say(message) }
        // The client may have gone during the wait, or be found gone by sending.
        guard outlet.isOpen else { return }
        attach(joined.channel, at: joined.position)
    }

    private func attach(_ channel: Channel, at position: Position) {
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
                return attach(channel, at: position)
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
        let world = try await replay.seek(to: rewind.moment)
        await replay.play(at: rewind.speed)
        let time = await replay.standing.time
        for message in subscription.greeting(from: world, at: time ?? .now) { await deliver(message) }
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
