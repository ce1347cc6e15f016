import PerchDialects
import PerchModel
import PerchNet
import PerchSystem

/// One client that polls, from its first request to its last: answers each with what waits for it.
actor PollingClient: LoopActor, Predecessor {
    nonisolated let dialect: String
    /// Where it comes from.
    nonisolated let address: String
    nonisolated let outlet: PollingOutlet
    private let session: ConversationSession
    private let manner: PollManner
    private let gone: @Sendable () -> Void
    /// The number of the newest request for messages; an older one that still waits is over.
    private var turn = 0
    private var expiry: LoopTimer?
    private var isOver = false
    private var pass: GuestPass?
    /// What is answered while the conversation is about to be taken over.
    private var hurried: [UInt8]?
    private var hurry: LoopTimer?

    /// So long a client is hurried, in milliseconds, and so long a request of one may take.
    private static let hurrying: UInt64 = 10_000
    private static let hurriedPatience = 100

    nonisolated var loop: Loop { outlet.loop }

    /// - Parameter gone: Called when nobody will ask any more.
    init(
        _ dialect: String, from address: String, _ session: ConversationSession, _ outlet: PollingOutlet,
        _ manner: PollManner, gone: @escaping @Sendable () -> Void
    ) {
        self.dialect = dialect
        self.address = address
        self.session = session
        self.outlet = outlet
        self.manner = manner
        self.gone = gone
    }

    /// The client is there; returns what it is told first. It ends with what let it in.
    func begin(_ visit: Visit) async -> [UInt8] {
        pass = attend(visit)
        open()
        return await take()
    }

    /// The conversation ends with what let a request in, as long as the answer is held.
    nonisolated func attend(_ visit: Visit) -> GuestPass {
        visit.attend { [weak self] in
            guard let self else { return }
            loop.execute { self.assumeIsolated { $0.end() } }
        }
    }

    private func open() {
        outlet.whenClosed { [weak self] in self?.assumeIsolated { $0.endIfClosed() } }
        session.assumeIsolated { $0.begin() }
    }

    /// What waits for the client, as soon as there is something.
    func take() async -> [UInt8] {
        turn += 1
        outlet.news.fire()
        expiry?.cancel()
        let taken = await take(turn: turn)
        endIfClosed()
        if !isOver { expire() }
        return taken
    }

    private func take(turn: Int) async -> [UInt8] {
        var isLate = false
        while turn == self.turn, !Task.isCancelled {
            let seen = outlet.news.count
            switch outlet.take(atMost: manner.messages) {
            case .messages(let bytes): return bytes
            case .lagging: lag()
            case .none: break
            }
            guard outlet.isOpen, !isLate else { break }
            isLate = await waitForNews(after: seen)
        }
        return hurried ?? manner.nothing
    }

    private func lag() {
        outlet.detach()
        session.assumeIsolated { $0.lagged() }
    }

    /// Returns when there may be news, the request is over or it has waited long enough: true then.
    private func waitForNews(after seen: Int) async -> Bool {
        let patience = UInt64(hurried == nil ? manner.patienceMilliseconds : Self.hurriedPatience)
        let (news, end) = (outlet.news, Self.now + patience)
        let timer = loop.schedule(afterMilliseconds: patience) { news.fire() }
        await withTaskCancellationHandler {
            await news.wait(after: seen)
        } onCancel: {
            news.fire()
        }
        timer.cancel()
        // A timer may be early by what a loop's own clock is late.
        return Self.now + 5 >= end
    }

    private static var now: UInt64 { SystemClock.monotonicNanoseconds() / 1_000_000 }

    /// The client said something. That does not keep it: who only says things and fetches nothing is gone in time.
    func hear(_ texts: [[UInt8]]) {
        for text in texts where outlet.isOpen { session.assumeIsolated { $0.hear(text) } }
        endIfClosed()
    }

    // MARK: Its end

    private func expire() {
        expiry?.cancel()
        expiry = loop.schedule(afterMilliseconds: UInt64(manner.expiryMilliseconds)) { [weak self] in
            self?.assumeIsolated { $0.end() }
        }
    }

    /// A conversation that ended is over at once, but what it said last is there until it was fetched.
    private func endIfClosed() {
        guard !outlet.isOpen, !isOver else { return }
        session.assumeIsolated { $0.end() }
        if outlet.isEmpty { end() }
    }

    /// Nobody asks any more.
    func end() {
        guard !isOver else { return }
        isOver = true
        expiry?.cancel()
        hurry?.cancel()
        pass = nil
        outlet.clear()
        outlet.close(1000, reason: "")
        session.assumeIsolated { $0.end() }
        gone()
    }

    // MARK: Taken over

    func hurry(with nothing: [UInt8]) {
        hurried = nothing
        hurry?.cancel()
        hurry = loop.schedule(afterMilliseconds: Self.hurrying) { [weak self] in
            self?.assumeIsolated { $0.hurried = nil }
        }
        outlet.news.fire()
    }

    func leave() async -> Legacy? {
        guard !isOver else { return nil }
        outlet.prepareToLeave()
        await session.settled()
        guard !isOver, outlet.isOpen else { return nil }
        return bequeath()
    }

    private func bequeath() -> Legacy {
        let (messages, seq) = outlet.leave()
        defer { end() }
        return session.assumeIsolated { $0.legacy(messages, seq) }
    }
}
