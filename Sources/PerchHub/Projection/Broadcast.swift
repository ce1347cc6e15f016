import PerchDialects
import PerchModel
import PerchNet

/// One shape being told: its encoder, and the channel its clients read. Confined to the projector.
final class Broadcast {
    let channel: Channel
    private var encoder: any FeedEncoder
    private var framer: Framer
    private var timer: LoopTimer?
    /// What the timer is set to.
    private var wakes = Timestamp.earliest
    private var greeting: (seq: Seq, messages: [Message])?

    /// A shape nobody reads any more is let go after a while, so that a client that reconnects finds it again.
    private(set) var idleSince: UInt64?

    /// Up to where the encoder lacks what the log has; nil once it was given it, and where it needs none.
    private(set) var lacking: Seq?

    /// A broadcast that tells what happens after this picture.
    init(_ shape: Shape, from picture: some Picture, at now: Timestamp, share: ChannelShare) {
        channel = Channel(startingAfter: picture.seq)
        channel.limit(retaining: share.retained, largest: share.largest)
        encoder = shape.subscription.makeEncoder(from: picture)
        framer = Framer(shape.framing, after: picture.seq)
        lacking = shape.subscription.past(at: now) == nil ? nil : picture.seq
    }

    /// Gives the encoder its past, once.
    func give(_ past: [Event]) {
        guard lacking != nil else { return }
        encoder.absorb(past: past)
        lacking = nil
    }

    /// Whether the rows of a feed are looked at.
    var readsRows: Bool { encoder.readsRows }

    /// Takes a feed in and tells it when the encoder wants to.
    func take(_ feed: Feed, now: Timestamp, flushLater: (UInt64) -> LoopTimer) {
        encoder.absorb(feed)
        settle(now: now, flushLater: flushLater)
    }

    /// Tells what is due, and sees to it that the rest is told when it is.
    func settle(now: Timestamp, flushLater: (UInt64) -> LoopTimer) {
        if let due = encoder.due, due <= now { flush(now: now) }
        guard let due = encoder.due else { return }
        guard timer == nil || due < wakes else { return }
        timer?.cancel()
        wakes = due
        timer = flushLater(UInt64(max(1, (due.microseconds - now.microseconds + 999) / 1000)))
    }

    /// The timer is over.
    func timerFired() {
        timer = nil
    }

    /// Tells all that was taken in and may be told now.
    func flush(now: Timestamp) {
        timer?.cancel()
        timer = nil
        var told = false
        encoder.flush(at: now) { message in
            framer.append(message, to: channel)
            told = true
        }
        if told { channel.publish() }
    }

    /// What clients that join at a position are told first, made once however many they are.
    func greeting(at seq: Seq, now: Timestamp, make: () -> [Message]) -> [Message] {
        if let greeting, greeting.seq == seq { return greeting.messages }
        let messages = encoder.greeting(at: now) ?? make()
        greeting = (seq, messages)
        return messages
    }

    /// Looks whether somebody reads; drops what is kept for nobody, and the greeting for those who join at the same moment.
    func look(now: UInt64) {
        greeting = nil
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
