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
        var following: (subscription: ChannelSubscription, position: Position)?
        var whenClosed: (@Sendable () -> Void)?
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
    let news = DrainSignal()
    let separator: UInt8
    private let state = Mutex(State())

    /// The most bytes of its own that may wait; with more of them the client is gone.
    private static let ownBytes = 8 << 20

    init(_ loop: Loop, separator: UInt8) {
        self.loop = loop
        self.separator = separator
    }

    var framing: Framing { .separated(by: separator) }
    var isOpen: Bool { state.withLock { $0.isOpen } }
    var waitingBytes: Int { state.withLock { $0.isLeaving ? 0 : $0.ownBytes } }
    var position: Position? { state.withLock { $0.following?.position } }
    /// Whether everything of its own was fetched.
    var isEmpty: Bool { state.withLock { $0.own.isEmpty } }

    // MARK: What the conversation wants

    func send(_ message: Message) {
        let isFull = state.withLock { state in
            guard state.isOpen else { return false }
            state.own.append(message)
            state.ownBytes += message.bytes.count
            return state.ownBytes - message.bytes.count > Self.ownBytes
        }
        if isFull { close(PerchError(.slowClient, "The client does not fetch what waits for it.")) }
        news.fire()
    }

    func attach(_ channel: Channel, at position: Position) {
        let subscription = channel.subscribe(self)
        state.withLock { $0.following = ($0.isOpen ? (subscription, position) : nil) }
        news.fire()
    }

    func detach() { state.withLock { $0.following = nil } }

    func close(_ error: PerchError) { close(error.code.closeCode, reason: error.message) }

    func close(_ code: UInt16, reason: String) {
        let closed = state.withLock { state in
            state.isOpen = false
            state.following = nil
            return state.whenClosed.take()
        }
        news.fire()
        drains.fire()
        if let closed { loop.execute(closed) }
    }

    /// Calls back once, on the loop, when the conversation has ended.
    func whenClosed(_ closed: @escaping @Sendable () -> Void) { state.withLock { $0.whenClosed = closed } }

    /// The channel has news; on the thread that writes it.
    func wake(_ subscription: ChannelSubscription) {
        loop.execute { self.news.fire() }
    }

    // MARK: What the client fetches

    /// At most so many messages, those of its own first.
    func take(atMost count: Int) -> Taking {
        let (taken, isDrained) = state.withLock { state in
            let hadOwn = !state.own.isEmpty
            let own = state.takeOwn(atMost: count)
            let channel = state.takeOfChannel(atMost: count - own.count)
            guard !own.isEmpty || channel?.isEmpty == false else {
                return (channel == nil ? Taking.lagging : .none, false)
            }
            let bytes = Array(own.map(\.bytes).joined(separator: [separator]))
            let parts = [bytes[...], channel ?? []].filter { !$0.isEmpty }
            return (Taking.messages(Array(parts.joined(separator: [separator]))), hadOwn && state.own.isEmpty)
        }
        if isDrained { drains.fire() }
        return taken
    }

    /// From now on nothing is waited for: somebody else will take what there is.
    func prepareToLeave() {
        state.withLock { $0.isLeaving = true }
        drains.fire()
    }

    /// Everything that was not fetched, and the newest event that it or what was fetched before may tell of; nil where that is not known.
    func leave() -> (messages: [Message], seq: Seq?) {
        let left = state.withLock { state in
            var messages = state.takeOwn(atMost: state.own.count)
            let seq = state.following?.subscription.takeWindow().newestTag
            guard let rest = state.takeOfChannel(atMost: .max) else { return (messages, Seq?.none) }
            messages += rest.split(separator: separator).map { Message($0) }
            return (messages, seq)
        }
        close(1000, reason: "")
        return left
    }
}

extension PollingOutlet.State {
    fileprivate mutating func takeOwn(atMost count: Int) -> [Message] {
        let taken = Array(own.prefix(count))
        own.removeFirst(taken.count)
        for message in taken { ownBytes -= message.bytes.count }
        return taken
    }

    /// Whole frames, without the separator behind the last; nil where what comes next is not held any more.
    fileprivate mutating func takeOfChannel(atMost count: Int) -> ArraySlice<UInt8>? {
        guard let (subscription, position) = following else { return [] }
        let window = subscription.takeWindow()
        guard !window.hasLost(position) else { return nil }
        let end = count == .max ? window.end : window.position(after: max(0, count), framesFrom: position)
        following?.position = end
        return window.bytes(from: position, to: end).dropLast()
    }
}
