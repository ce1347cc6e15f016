import Synchronization

/// Who is told that a channel has news; a loop implements it.
public protocol ChannelWaker: AnyObject, Sendable {
    /// Called on the writer's thread after a publish; must not block and must not call back into the channel's writer.
    ///
    /// It is called once, and not again before the subscription's `takeWindow()`.
    func wake(_ subscription: ChannelSubscription)
}

/// One loop's interest in a channel, for as long as it is held. Publishes that come while the loop has not looked yet wake it only once.
public final class ChannelSubscription: Sendable {
    /// The channel that is followed.
    public let channel: Channel
    private let isSignalled = Atomic<Bool>(false)
    private let waker: WeakWaker

    init(channel: Channel, waker: any ChannelWaker) {
        self.channel = channel
        self.waker = WeakWaker(waker)
    }

    deinit { channel.remove(ObjectIdentifier(self)) }

    /// The channel as it is now. Publishes from here on wake the waker again.
    public func takeWindow() -> Window {
        // Cleared before looking: a publish in between wakes once too often rather than once too few.
        isSignalled.store(false, ordering: .sequentiallyConsistent)
        return channel.window()
    }

    /// Ends the subscription; a wake that is already under way may still arrive.
    public func cancel() {
        channel.remove(ObjectIdentifier(self))
    }

    func signal() {
        guard !isSignalled.exchange(true, ordering: .acquiringAndReleasing) else { return }
        waker.value?.wake(self)
    }
}

/// A subscription holds its channel, so the channel must not hold it. Removed by its id: under the channel's lock nobody
/// may come to hold the last reference, because its end takes the same lock.
struct WeakSubscription: Sendable {
    let id: ObjectIdentifier
    weak let value: ChannelSubscription?

    init(_ value: ChannelSubscription) {
        id = ObjectIdentifier(value)
        self.value = value
    }
}

/// The channel outlives loops in tests and at shutdown, so it does not keep them alive.
private struct WeakWaker: Sendable {
    weak let value: (any ChannelWaker)?

    init(_ value: any ChannelWaker) {
        self.value = value
    }
}
