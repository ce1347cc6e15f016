import PerchDialects
import PerchHub
import PerchModel
import PerchNet

/// One client of a dialect: carries out what its conversation wants, one thing after another, in the order it came.
actor ConversationSession: LoopActor {
    private enum Order {
        case begin, wake
        case hear([UInt8])
        /// The client fell behind its channel.
        case lag

        /// About the bytes it holds.
        var size: Int {
            if case .hear(let text) = self { text.count + 128 } else { 128 }
        }
    }

    nonisolated let outlet: any Outlet
    let service: DialectService
    let attending: Attending
    private let grant: Grant
    var conversation: any Conversation
    private var orders: ArraySlice<Order> = []
    private var orderBytes = 0
    /// Carries the orders out, while there are any.
    private(set) var work: Task<Void, Never>?
    private var alarm = ClientAlarm()
    /// Where the client wants to begin to watch; nil once it watches.
    var rewind: Rewind?
    /// What the client follows.
    var following: Following?
    var replaying: Task<Void, Never>?
    /// The channel it reads, or read last, and of which shape that is.
    var reading: (shape: Shape, channel: Channel)?

    /// A client that says more than it takes answers to is let go. Bytes alone are bounded, since each order counts some beside its
    /// text: so thousands of short messages may come in one read, and few long ones.
    private static let mostBytes = 1 << 20

    /// What a client follows, and how it comes back to it.
    enum Following {
        /// By a greeting and what comes after it.
        case greeted(any Subscription)
        /// By its place in the log.
        case placed(any Subscription, EventFilter)
    }

    /// The connection's loop.
    nonisolated var loop: Loop { outlet.loop }

    init(
        _ reception: Reception, outlet: any Outlet, service: DialectService, attending: Attending, grant: Grant,
        rewind: Rewind?
    ) {
        conversation = reception.conversation
        self.outlet = outlet
        self.service = service
        self.attending = attending
        self.grant = grant
        self.rewind = rewind
    }

    /// The client is there.
    func begin() { add(.begin) }

    /// The client said something.
    func hear(_ text: [UInt8]) { add(.hear(text)) }

    /// The client fell behind its channel.
    func lagged() {
        service.metrics.countLagged()
        add(.lag)
    }

    /// The client is gone.
    func end() {
        orders = []
        alarm.cancel()
        replaying?.cancel()
        attending.follow(nil)
        service.attendance.leave(attending)
    }

    private func add(_ order: Order) {
        // One that waits for nothing is heard whatever it says: its door bounds a message.
        guard orders.isEmpty || orderBytes + order.size <= Self.mostBytes else {
            service.metrics.count(.overloaded)
            return outlet.close(PerchError(.overloaded, "Too many messages at once."))
        }
        orders.append(order)
        orderBytes += order.size
        if work == nil { work = Task { await carryOut() } }
    }

    private func carryOut() async {
        while outlet.isOpen, !orders.isEmpty {
            // Until the client has taken what it was told before, so that what waits for it is bounded.
            await outlet.drained()
            guard outlet.isOpen, !orders.isEmpty else { break }
            let order = orders.removeFirst()
            orderBytes -= order.size
            do { try await carryOut(order) } catch {
                service.metrics.count(error.code)
                await take(conversation.refused(error, at: .now))
            }
        }
        work = nil
    }

    private func carryOut(_ order: Order) async throws(PerchError) {
        switch order {
        case .begin: try await take(reaction: conversation.begin(at: .now))
        case .wake: try await take(reaction: conversation.wake(at: .now))
        case .hear(let text): try await take(reaction: conversation.hear(text, at: .now))
        case .lag: try await catchUp()
        }
    }

    func take(reaction: Reaction<[Step]>) async throws(PerchError) {
        let steps = try await service.clerk.carryOut(reaction, for: grant)
        for step in steps where outlet.isOpen { try await take(step) }
    }

    /// What is left to say about a refusal; one about the refusal itself ends the connection.
    private func take(_ steps: [Step]) async {
        do { for step in steps where outlet.isOpen { try await take(step) } } catch { outlet.close(error) }
    }

    private func take(_ step: Step) async throws(PerchError) {
        switch step {
        case .say(let message): say(message)
        case .follow(let subscription): try await follow(subscription)
        case .change(let subscription, let greets): try await change(to: subscription, greets: greets)
        case .resume(let subscription, let seq, let filter):
            try await resume(subscription, after: seq, filter)
        case .wake(let milliseconds):
            alarm.set(afterMilliseconds: milliseconds, on: loop) { [weak self] in self?.ring() }
        case .wakeWhenSilent(let milliseconds):
            alarm.set(afterSilence: milliseconds, on: loop) { [weak self] in self?.ring() }
        case .hurry(let id, let nothing): await predecessor(id)?.hurry(with: nothing)
        case .takeOver(let id): try await takeOver(id)
        case .close(let code, let reason): outlet.close(code, reason: reason)
        }
    }

    private nonisolated func ring() {
        assumeIsolated { session in
            if session.alarm.isDue(position: session.outlet.position) { session.add(.wake) }
        }
    }

    func say(_ message: Message) {
        attending.count(message)
        alarm.note()
        outlet.send(message)
    }

    /// As ``say(_:)``, at the pace the client takes it.
    func deliver(_ message: Message) async {
        attending.count(message)
        alarm.note()
        await outlet.deliver(message)
    }

    /// A client that fell behind starts afresh where it can; else it is let go, and comes back to its place in the log.
    private func catchUp() async throws(PerchError) {
        guard case .greeted(let subscription) = following else {
            throw PerchError(.slowClient, "The client is too slow for what it follows.")
        }
        try await follow(subscription)
    }
}

/// Where a client begins to watch, and how fast the past is played.
struct Rewind: Sendable, Equatable {
    let moment: Moment
    let speed: Double
}
