import CLibuv

/// Carries what channels published to the clients of one loop, all of a channel's clients in one sweep.
///
/// A sweep starts at once when it has been quiet. Then comes a pause in proportion to what the sweep took, so that under
/// load many messages leave in one system call; but no message waits longer than 20 ms for its sweep. A send costs the
/// kernel nearly the same for one message as for ten: with pauses of just the sweep's length, 100 messages a second to
/// 1,000 clients cost as much as sending each by itself; with these, about a third.
/// Confined to the loop, but for `wake`.
///
/// `@unchecked Sendable`: `wake` only hands over to the loop, everything else is touched there.
final class Sweeper: ChannelWaker, @unchecked Sendable {
    /// The longest a message waits for its sweep because of pacing.
    private static let longestWait: UInt64 = 20_000_000
    /// How many times as long as a sweep the pause after it is, when messages do not wait too long by that.
    private static let pause: UInt64 = 15

    unowned let loop: Loop
    private var groups: [ObjectIdentifier: FollowerGroup] = [:]
    private var waiting: [FollowerGroup] = []
    /// When the oldest message that waits was published.
    private var oldest: UInt64 = 0
    /// Before this moment no sweep starts unless a message has waited too long.
    private var nextSweep: UInt64 = 0
    private var timer: PreciseTimer?
    private var isArmed = false

    init(loop: Loop) {
        self.loop = loop
        timer = try? PreciseTimer(loop: loop) { [unowned self] in
            isArmed = false
            sweep()
        }
    }

    // MARK: who follows

    func group(for channel: Channel) -> FollowerGroup {
        if let group = groups[ObjectIdentifier(channel)] { return group }
        let group = FollowerGroup(sweeper: self)
        group.subscription = channel.subscribe(self)
        groups[ObjectIdentifier(channel)] = group
        return group
    }

    /// The last client of a channel has left this loop.
    func dissolve(_ group: FollowerGroup) {
        guard let subscription = group.subscription else { return }
        subscription.cancel()
        groups[ObjectIdentifier(subscription.channel)] = nil
        group.subscription = nil
    }

    func close() {
        timer?.close()
        timer = nil
        for group in groups.values { dissolve(group) }
        waiting = []
    }

    // MARK: when to sweep

    /// The writer's thread. At most once until the sweep that answers it.
    func wake(_ subscription: ChannelSubscription) {
        let published = uv_hrtime()
        loop.execute { [self] in note(subscription, at: published) }
    }

    private func note(_ subscription: ChannelSubscription, at published: UInt64) {
        guard let group = groups[ObjectIdentifier(subscription.channel)] else { return }
        if waiting.isEmpty { oldest = published }
        waiting.append(group)
        schedule()
    }

    /// More is to be sent than one sweep was allowed to.
    func again(_ group: FollowerGroup) {
        if waiting.isEmpty { oldest = uv_hrtime() }
        waiting.append(group)
    }

    private func schedule() {
        guard !waiting.isEmpty, !isArmed else { return }
        let now = uv_hrtime()
        let due = min(nextSweep, oldest + Self.longestWait)
        guard now < due, let timer else { return sweep() }
        isArmed = true
        timer.arm(afterNanoseconds: due - now)
    }

    private func sweep() {
        let batch = waiting
        waiting = []
        let start = uv_hrtime()
        for group in batch { group.sweep() }
        let end = uv_hrtime()
        nextSweep = end + Self.pause * (end - start)
        if !waiting.isEmpty, let timer, !isArmed {
            isArmed = true
            timer.arm(afterNanoseconds: min(end - start, Self.longestWait))
        }
    }
}
