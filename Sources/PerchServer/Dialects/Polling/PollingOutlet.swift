import PerchDialects
import PerchHub
import PerchModel
import PerchNet
import Synchronization

/// A client that has no connection as an outlet: what it is sent waits until it asks, and a channel is read from where it has come to.
///
/// What waits of its own is bounded: a conversation is not carried on before it was fetched, and a client that does not fetch it
/// is let go of.
final class PollingOutlet: Outlet, ChannelWaker {
    fileprivate struct State {
        var isOpen = true
        /// Whether it is about to be taken over, so that nobody is waited for.
        var isLeaving = false
        var own: [Message] = []
        var ownBytes = 0
        var following: Place?
        var whenClosed: (@Sendable () -> Void)?
    }

    /// How far a channel was fetched.
    fileprivate struct Place {
        let subscription: ChannelSubscription
        var position: Position
    }

    /// What comes of asking for messages.
    enum Taking: Equatable {
        case messages([UInt8])
        case none
        /// The channel does not hold any more what comes next.
        case lagging
    }

    let loop: Loop
    let drains = DrainSignal()
    /// Fires when there may be something to fetch.
    let news = NewsSignal()
    let separator: UInt8
    private let budget: PollBudget
    private let state = Mutex(State())

    /// The most bytes of its own that may wait; with more of them the client is gone.
    private static let ownBytes = 8 << 20
    /// Up to so many wait without being waited for.
    fileprivate static let freeBytes = 64 << 10
    /// What a message costs beside its bytes.
    fileprivate static let messageBytes = 96

    init(_ loop: Loop, separator: UInt8, budget: PollBudget) {
        self.loop = loop
        self.separator = separator
        self.budget = budget
    }

    var framing: Framing { .separated(by: separator) }
    var isOpen: Bool { state.withLock { $0.isOpen } }
    /// What may wait without anybody being waited for does not count: a client that says more than it fetches is heard all the same.
    var waitingBytes: Int { state.withLock { $0.waitingBytes } }
    var position: Position? { state.withLock { $0.following?.position } }
    /// Whether everything of its own was fetched.
    var isEmpty: Bool { state.withLock { $0.own.isEmpty } }

    // MARK: What the conversation wants

    func send(_ message: Message) {
        let (isFull, waiting) = state.withLock { state in
            guard state.isOpen, state.ownBytes <= Self.ownBytes else { return (state.isOpen, nil as Int?) }
            state.own.append(message)
            state.ownBytes += message.cost
            return (false, state.ownBytes)
        }
        if let waiting { budget.note(waiting, of: self, isFetch: false) }
        if isFull { close(PerchError(.slowClient, "The client does not fetch what waits for it.")) }
        news.fire()
    }

    func send(frames: [UInt8]) {
        for frame in frames.split(separator: separator) { send(Message(frame)) }
    }

    func attach(_ channel: Channel, at position: Position) {
        follow(isOpen ? Place(subscription: channel.subscribe(self), position: position) : nil)
        news.fire()
    }

    func detach() { follow(nil) }

    /// What was followed before is let go of outside of the lock.
    private func follow(_ place: Place?) {
        let before = state.withLock { state in
            defer { state.following = place }
            return state.following
        }
        before?.subscription.cancel()
    }

    func close(_ error: PerchError) { close(error.code.closeCode, reason: error.message) }

    func close(_ code: UInt16, reason: String) {
        let closed = state.withLock { state in
            state.isOpen = false
            return state.whenClosed
        }
        detach()
        news.fire()
        drains.fire()
        if let closed { loop.execute(closed) }
    }

    /// Ends the conversation, and what was not fetched is gone with it.
    func drop(_ error: PerchError) {
        state.withLock { $0.isOpen = false }
        clear()
        close(error)
    }

    /// What was not fetched is gone.
    func clear() {
        state.withLock { state in
            state.own = []
            state.ownBytes = 0
        }
        budget.note(0, of: self, isFetch: true)
    }

    /// Calls back on the loop when the conversation has ended, and again when what it left has been dropped.
    func whenClosed(_ closed: @escaping @Sendable () -> Void) { state.withLock { $0.whenClosed = closed } }

    /// The channel has news; on the thread that writes it.
    func wake(_ subscription: ChannelSubscription) {
        loop.execute { self.news.fire() }
    }

    // MARK: What the client fetches

    /// At most so many messages, those of its own first.
    func take(atMost count: Int) -> Taking {
        let (own, left, isDrained) = state.withLock { state in
            let waited = state.waitingBytes > 0
            return (state.takeOwn(atMost: count), state.ownBytes, waited && state.waitingBytes == 0)
        }
        if !own.isEmpty { budget.note(left, of: self, isFetch: true) }
        if isDrained { drains.fire() }
        guard let told = takeOfChannel(atMost: count - own.count) else {
            return own.isEmpty ? .lagging : messages(own, [])
        }
        return own.isEmpty && told.frames.isEmpty ? .none : messages(own, told.frames)
    }

    private func messages(_ own: [Message], _ frames: ArraySlice<UInt8>) -> Taking {
        let parts = own.map(\.bytes) + (frames.isEmpty ? [] : [frames])
        return .messages(Array(parts.joined(separator: [separator])))
    }

    /// Whole frames, without the separator behind the last, and the newest event the channel tells of; nil where what comes next is
    /// not held any more.
    private func takeOfChannel(atMost count: Int) -> (frames: ArraySlice<UInt8>, seq: Seq?)? {
        guard let place = state.withLock({ $0.following }) else { return ([], nil) }
        let window = place.subscription.takeWindow()
        guard !window.hasLost(place.position) else { return nil }
        let end = count == .max ? window.end : window.position(after: count, framesFrom: place.position)
        state.withLock { $0.following?.position = end }
        return (window.bytes(from: place.position, to: end).dropLast(), window.newestTag)
    }

    /// From now on nothing is waited for: somebody else will take what there is.
    func prepareToLeave() {
        state.withLock { $0.isLeaving = true }
        drains.fire()
    }

    /// Everything that was not fetched, and the newest event that it or what was fetched before may tell of; nil where that is not known.
    func leave() -> (messages: [Message], seq: Seq?) {
        let own = state.withLock { state in state.takeOwn(atMost: state.own.count) }
        clear()
        let told = takeOfChannel(atMost: .max)
        close(1000, reason: "")
        return (own + (told?.frames.split(separator: separator).map { Message($0) } ?? []), told?.seq)
    }
}

extension PollingOutlet.State {
    fileprivate var waitingBytes: Int { isLeaving || ownBytes <= PollingOutlet.freeBytes ? 0 : ownBytes }

    fileprivate mutating func takeOwn(atMost count: Int) -> [Message] {
        let taken = Array(own.prefix(count))
        own.removeFirst(taken.count)
        for message in taken { ownBytes -= message.cost }
        return taken
    }
}

extension Message {
    fileprivate var cost: Int { bytes.count + PollingOutlet.messageBytes }
}
