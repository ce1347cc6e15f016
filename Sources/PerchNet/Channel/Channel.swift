import Synchronization

/// A log of encoded frames in memory: one writer appends whole frames, any number of readers follow with one offset each.
///
/// The bytes lie in reference-counted segments; the oldest are dropped when more than `retaining` bytes would be held,
/// which never blocks a reader that still holds them. What is appended becomes visible with `publish()`.
///
/// Threads: `append` and `publish` belong to one writer at a time (the order of frames is the order of its calls);
/// everything else may be called from anywhere.
public final class Channel: Sendable {
    /// The bytes of an ordinary segment. A frame that is larger gets a segment of its own.
    public static let segmentBytes = 256 << 10

    /// Written by the writer only.
    private let retained: Atomic<Int>
    private let largest = Atomic<Int>(Int.max)
    private let segmentCapacity: Int
    private let publishedEnd = Atomic<Position>(0)
    private let appendedFrames = Atomic<Int>(0)
    private let appendedBytes = Atomic<Int>(0)
    private let state: Mutex<ChannelState>

    /// - Parameters:
    ///   - bytes: How much may be retained. At least the newest segment always is.
    ///   - tag: The newest tag that existed before this channel, if it is known (the log's last seq): a reader that has
    ///     seen it can start here. Without it `position(after:)` answers nil for tags before the first frame.
    public convenience init(retaining bytes: Int = 4 << 20, startingAfter tag: Int64? = nil) {
        self.init(retaining: bytes, startingAfter: tag, segmentCapacity: Channel.segmentBytes)
    }

    init(retaining bytes: Int, startingAfter tag: Int64?, segmentCapacity: Int) {
        retained = Atomic(bytes)
        self.segmentCapacity = segmentCapacity
        state = Mutex(ChannelState(floor: tag))
    }

    /// Appends one whole frame. Nobody sees it before `publish()`.
    /// - Parameter tag: The seq of the event the frame belongs to; it never falls.
    public func append(_ frame: [UInt8], tag: Int64) {
        unsafe append(count: frame.count, tag: tag) { memory in unsafe memory.copyBytes(from: frame) }
    }

    /// Appends one whole frame made of two parts, without joining them first.
    public func append(_ head: [UInt8], _ tail: [UInt8], tag: Int64) {
        unsafe append(count: head.count + tail.count, tag: tag) { memory in
            unsafe memory.copyBytes(from: head)
            unsafe UnsafeMutableRawBufferPointer(rebasing: memory[head.count...]).copyBytes(from: tail)
        }
    }

    /// Appends one unmasked WebSocket message of one frame (RFC 6455 5.2), encoded in place.
    /// - Parameter compressed: Whether the payload was made by a `MessageDeflater`; sets RSV1 (RFC 7692 6).
    public func append(_ opcode: WebSocketOpcode, payload: ArraySlice<UInt8>, compressed: Bool = false, tag: Int64) {
        let header = FrameHeader(opcode: opcode, length: payload.count, isFinal: true, isCompressed: compressed)
        let size = header.encodedCount
        unsafe append(count: size + payload.count, tag: tag) { memory in
            unsafe header.encode(into: memory)
            unsafe UnsafeMutableRawBufferPointer(rebasing: memory[size...]).copyBytes(from: payload)
        }
    }

    /// The same for a payload that is an array of its own.
    public func append(_ opcode: WebSocketOpcode, payload: [UInt8], compressed: Bool = false, tag: Int64) {
        append(opcode, payload: payload[...], compressed: compressed, tag: tag)
    }

    private func append(count: Int, tag: Int64, filling fill: (UnsafeMutableRawBufferPointer) -> Void) {
        guard count > 0 else { return }
        appendedFrames.add(1, ordering: .relaxed)
        appendedBytes.add(count, ordering: .relaxed)
        state.withLock { state in
            guard count <= largest.load(ordering: .relaxed) else {
                return state.skip(count: count, tag: tag, ordinary: segmentCapacity)
            }
            let segment = state.segment(for: count, ordinary: segmentCapacity)
            unsafe segment.append(count: count, tag: tag, filling: fill)
            state.trim(to: retained.load(ordering: .relaxed))
        }
    }

    /// Retains at most so many bytes from now on, and no frame larger than `largest`: such a frame counts as lost at once,
    /// so that its readers start afresh or go to the log. The writer's to call, when there are more channels to share with.
    public func limit(retaining bytes: Int, largest: Int) {
        retained.store(bytes, ordering: .relaxed)
        self.largest.store(largest, ordering: .relaxed)
        state.withLock { $0.trim(to: bytes) }
    }

    /// Makes everything appended so far visible, and wakes each subscriber that is not awake already.
    public func publish() {
        let subscribers = state.withLock { state in
            guard let end = state.publish() else { return [] as [WeakSubscription] }
            publishedEnd.store(end, ordering: .releasing)
            return state.subscriptions
        }
        for subscriber in subscribers { subscriber.value?.signal() }
    }

    /// What was ever appended.
    public var tally: ChannelTally {
        ChannelTally(frames: appendedFrames.load(ordering: .relaxed), bytes: appendedBytes.load(ordering: .relaxed))
    }

    /// The position after the last published frame.
    public var end: Position { publishedEnd.load(ordering: .acquiring) }

    /// What is held at this moment. One short lock; everything asked of the window is lock-free.
    public func window() -> Window {
        state.withLock { $0.window(end: publishedEnd.load(ordering: .acquiring)) }
    }

    /// The boundary after the last frame whose tag is at most `tag`; nil when the channel does not reach back so far.
    ///
    /// A reader that takes a picture of the world at seq `n` and continues at `position(after: n)` misses nothing and
    /// sees nothing twice, provided that frames are published before the world shows their effect.
    public func position(after tag: Int64) -> Position? { window().position(after: tag) }

    /// Whether nobody is subscribed, so that encoding for this channel can be skipped.
    public var isIdle: Bool { state.withLock { $0.subscriptions.isEmpty } }

    /// Adds a reader that is woken after publishes until the subscription is cancelled or let go of.
    public func subscribe(_ waker: any ChannelWaker) -> ChannelSubscription {
        let subscription = ChannelSubscription(channel: self, waker: waker)
        state.withLock { $0.subscriptions.append(WeakSubscription(subscription)) }
        return subscription
    }

    func remove(_ subscription: ObjectIdentifier) {
        state.withLock { state in state.subscriptions.removeAll { $0.id == subscription } }
    }
}

/// How many frames a channel has been given, and their bytes.
public struct ChannelTally: Sendable, Equatable {
    /// The frames.
    public let frames: Int
    /// Their bytes.
    public let bytes: Int
}
