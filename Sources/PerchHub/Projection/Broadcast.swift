import PerchDialects
import PerchModel
import PerchNet

/// One shape being told: its encoder, and the channel its clients read. Confined to the projector.
final class Broadcast {
    let channel: Channel
    private var encoder: any FeedEncoder
    private var framer: Framer
    private var flushedAt: UInt64 = 0
    private var timer: LoopTimer?
    private var snapshot: (seq: Seq, bytes: [UInt8])?

    /// A shape nobody reads any more is let go after a while, so that a client that reconnects finds it again.
    private(set) var idleSince: UInt64?

    init(_ shape: Shape, after seq: Seq, share: ChannelShare) {
        channel = Channel(startingAfter: seq)
        channel.limit(retaining: share.retained, largest: share.largest)
        encoder = shape.subscription.makeEncoder()
        framer = Framer(shape.framing)
    }

    /// Whether the rows of a feed are looked at.
    var readsRows: Bool { encoder.readsRows }

    /// Takes a feed in and tells it when the encoder's pace says so.
    func take(_ feed: Feed, now: UInt64, flushLater: (UInt64) -> LoopTimer) {
        encoder.absorb(feed)
        switch encoder.pace {
        case .immediate: flush(now: now)
        case .conflated(let pause):
            if now >= flushedAt + pause { return flush(now: now) }
            if timer == nil { timer = flushLater(flushedAt + pause - now) }
        }
    }

    /// Tells all that was taken in.
    func flush(now: UInt64) {
        timer?.cancel()
        timer = nil
        var told = false
        encoder.flush { seq, message in
            framer.append(message, seq: seq, to: channel)
            told = true
        }
        guard told else { return }
        flushedAt = now
        channel.publish()
    }

    /// The snapshot at a position, made once however many clients join there.
    func snapshot(at seq: Seq, make: () -> [UInt8]) -> [UInt8] {
        if let snapshot, snapshot.seq == seq { return snapshot.bytes }
        let bytes = make()
        snapshot = (seq, bytes)
        return bytes
    }

    /// Looks whether somebody reads; drops what is kept for nobody, and the snapshot for those who join at the same moment.
    func look(now: UInt64) {
        snapshot = nil
        guard channel.isIdle else { return idleSince = nil }
        if idleSince == nil { idleSince = now }
    }

    /// Somebody is about to read: the time nobody did begins anew.
    func touch() {
        idleSince = nil
    }

    /// Lets go of the timer.
    func end() {
        timer?.cancel()
        timer = nil
    }
}
