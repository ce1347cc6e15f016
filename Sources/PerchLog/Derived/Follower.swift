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

    func run(_ store: DerivedStore) {
        SystemThread.makeCurrentModest()
        while true {
            let (saves, isClosing) = inbox.withLock { inbox in
                defer { inbox.saves = [] }
                return (inbox.saves, inbox.isClosing)
            }
            for save in saves {
                save.reply.resume(returning: Result { () throws(PerchError) in try store.save(save.checkpoint) })
            }
            if isClosing { return }
            wakeup.wait()
        }
    }
}
