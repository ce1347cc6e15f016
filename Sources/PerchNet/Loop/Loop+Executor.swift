import CLibuv
import Glibc
import Synchronization

/// Work other threads handed to a loop, and whether it has been woken for it.
struct Inbox {
    enum Work {
        case job(UnownedJob)
        case block(@Sendable () -> Void)
    }

    var waiting: [Work] = []
    var spare: [Work] = []
    var signalled = false
    var closing = false
    var closed = false
}

extension Loop {
    /// Takes a job of a task or an actor. Any thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        add(.job(UnownedJob(job)))
    }

    /// Runs `work` on the loop, soon and in the order of calls. Any thread; never runs before this returns, and not at all
    /// when the loop has been stopped.
    public func execute(_ work: @escaping @Sendable () -> Void) {
        add(.block(work))
    }

    /// This loop as an actor's executor.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(ordinary: self)
    }

    /// Stops the process, with a sentence, when the caller does not run on this loop.
    public func checkIsolated() {
        precondition(isCurrent, "\(name): called from a thread that is not this loop's")
    }

    /// Whether the caller runs on this loop, for the language's own checks.
    public func isIsolatingCurrentContext() -> Bool? { isCurrent }

    /// The value of `body`, run on the loop. Any thread.
    public func run<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in
            execute { continuation.resume(returning: body()) }
        }
    }

    private func add(_ work: Inbox.Work) {
        let here = isCurrent
        let wake = inbox.withLock { inbox in
            if inbox.closed {
                // Nobody waits for a block, but a task whose job is dropped would hang for ever.
                if case .job = work { assertionFailure("\(name): a job came after the loop had been stopped") }
                return false
            }
            inbox.waiting.append(work)
            // On the loop itself the prepare step drains before the next sleep, so nobody needs waking.
            guard !here, !inbox.signalled else { return false }
            inbox.signalled = true
            return true
        }
        if wake { _ = unsafe uv_async_send(waker) }
    }

    /// Runs what waits, with a bound on the rounds so that sockets get their turn.
    func drain() {
        for _ in 0..<64 {
            var batch = inbox.withLock { inbox in
                inbox.signalled = inbox.closing
                let batch = inbox.waiting
                inbox.waiting = inbox.spare
                inbox.spare = []
                return batch
            }
            if batch.isEmpty { return }
            for work in batch { run(work) }
            batch.removeAll(keepingCapacity: true)
            if batch.capacity <= 4_096 { inbox.withLock { $0.spare = batch } }
        }
        if !inbox.withLock({ $0.closing }) { _ = unsafe uv_async_send(waker) }
    }

    private func run(_ work: Inbox.Work) {
        switch work {
        case .job(let job):
            unsafe job.runSynchronously(
                isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        case .block(let block): block()
        }
    }
}
