import CLibuv

/// Carries what channels published to the clients of one loop, all of a channel's clients in one sweep.
///
/// `SweepPace` says when. Confined to the loop, but for `wake`.
///
/// `@unchecked Sendable`: `wake` only hands over to the loop, everything else is touched there.
final class Sweeper: ChannelWaker, @unchecked Sendable {
    unowned let loop: Loop
    private var groups: [ObjectIdentifier: FollowerGroup] = [:]
    private var waiting: [FollowerGroup] = []
    private var pace = SweepPace()
    private var timer: PreciseTimer?

    init(loop: Loop) {
        self.loop = loop
        timer = try? PreciseTimer(loop: loop) { [unowned self] in
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
        waiting.append(group)
        perform(pace.published(at: published, now: uv_hrtime()))
    }

    /// More is to be sent than one sweep was allowed to.
    func again(_ group: FollowerGroup) { waiting.append(group) }

    private func perform(_ action: SweepPace.Action) {
        switch action {
        case .none: return
        case .sweep: sweep()
        case .wait(let nanoseconds):
            if let timer { timer.arm(afterNanoseconds: nanoseconds) } else { sweep() }
        }
    }

    private func sweep() {
        let batch = waiting
        waiting = []
        let start = uv_hrtime()
        for group in batch { group.sweep() }
        perform(pace.swept(from: start, to: uv_hrtime(), isBehind: !waiting.isEmpty))
    }
}
