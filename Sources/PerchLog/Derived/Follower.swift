import PerchModel
import PerchSystem
import Synchronization

/// The one thread that writes `derived.db`: keeps checkpoints, and follows the log with the index. It runs only where others leave time.
final class Follower: Sendable {
    private struct Save {
        let checkpoint: Checkpoint
        let reply: CheckedContinuation<Result<Void, PerchError>, Never>
    }

    private struct Inbox {
        var saves: [Save] = []
        /// Who waits until the index has caught up.
        var idlers: [CheckedContinuation<Void, Never>] = []
        var isClosing = false
    }

    /// Checkpoints are large and come seldom; more than this many never wait.
    private static let maxWaiting = 16

    private let inbox = Mutex(Inbox())
    private let wakeup = Wakeup()

    // MARK: Any thread

    /// Keeps a checkpoint.
    func save(_ checkpoint: Checkpoint) async -> Result<Void, PerchError> {
        await withCheckedContinuation { reply in
            let refusal = inbox.withLock { inbox -> PerchError? in
                if inbox.isClosing { return LogFault.closing }
                guard inbox.saves.count < Self.maxWaiting else { return LogFault.overloaded }
                inbox.saves.append(Save(checkpoint: checkpoint, reply: reply))
                return nil
            }
            if let refusal { reply.resume(returning: .failure(refusal)) } else { wakeup.ring() }
        }
    }

    /// Returns when the index follows as far as it will for now, or the log is closed.
    func caughtUp() async {
        await withCheckedContinuation { idler in
            let isClosed = inbox.withLock { inbox in
                if !inbox.isClosing { inbox.idlers.append(idler) }
                return inbox.isClosing
            }
            if isClosed { idler.resume() } else { wakeup.ring() }
        }
    }

    /// Tells that the log has grown.
    func wake() {
        wakeup.ring()
    }

    /// Ends the thread when it has kept what waits.
    func close() {
        inbox.withLock { $0.isClosing = true }
        wakeup.ring()
    }

    // MARK: The follower's thread

    /// Works until it is closed. `log` is the file to index, nil for none; `last` tells how far it goes.
    func run(_ store: DerivedStore, _ log: String?, _ last: @Sendable () -> Seq) {
        SystemThread.makeCurrentModest()
        let pace = FollowerPace()
        let indexer = log.flatMap { try? store.indexer(of: $0) }
        while true {
            let (saves, isClosing) = inbox.withLock { inbox in
                defer { inbox.saves = [] }
                return (inbox.saves, inbox.isClosing)
            }
            for save in saves {
                save.reply.resume(returning: Result { () throws(PerchError) in try store.save(save.checkpoint) })
            }
            if isClosing { return releaseIdlers() }
            let rest = indexer.map { index($0, last, pace) } ?? .untilWoken
            switch rest {
            case .none: break
            case .untilWoken:
                releaseIdlers()
                wakeup.wait()
            case .nanoseconds(let time): pause(time)
            }
        }
    }

    private func releaseIdlers() {
        let idlers = inbox.withLock { inbox in
            defer { inbox.idlers = [] }
            return inbox.idlers
        }
        for idler in idlers { idler.resume() }
    }

    /// Takes one bite of the work there is, and says how long to rest.
    private func index(_ indexer: Indexer, _ last: () -> Seq, _ pace: FollowerPace) -> FollowerPace.Rest {
        let before = last()
        guard indexer.isBehind(before) else { return .untilWoken }
        let start = SystemClock.monotonicNanoseconds()
        do {
            try indexer.bite(through: before)
        } catch {
            // A full disk or a fault: what is there stays of use, and the rest is scanned until it works again.
            return pace.restAfterFault()
        }
        return pace.rest(took: SystemClock.monotonicNanoseconds() - start, grewBy: last() - before)
    }

    /// Rests for a time, but for closing and checkpoints, which ring the same bell as the growing log does.
    private func pause(_ nanoseconds: UInt64) {
        let end = SystemClock.monotonicNanoseconds() + nanoseconds
        while true {
            let now = SystemClock.monotonicNanoseconds()
            let isWanted = inbox.withLock { $0.isClosing || !$0.saves.isEmpty }
            guard now < end, !isWanted else { return }
            // Rung for every commit, so a bell that rings anyway must not become a busy loop.
            if wakeup.wait(upTo: end - now) { SystemThread.sleep(nanoseconds: min(end - now, 5_000_000)) }
        }
    }
}

/// How long the follower rests between bites: not at all when it is quiet, most of the time while events pour in.
struct FollowerPace {
    enum Rest: Equatable {
        case none, untilWoken
        case nanoseconds(UInt64)
    }

    /// More events a second than this count as pouring.
    private static let fast = 20_000.0
    private static let longest: UInt64 = 500_000_000
    private static let afterFault: UInt64 = 5_000_000_000

    func rest(took nanoseconds: UInt64, grewBy events: Seq) -> Rest {
        let rate = Double(events) * 1e9 / Double(max(nanoseconds, 1))
        return rate > Self.fast ? .nanoseconds(min(nanoseconds * 8, Self.longest)) : .none
    }

    func restAfterFault() -> Rest { .nanoseconds(Self.afterFault) }
}
