import PerchModel
import PerchSystem
import Synchronization

/// A few threads that answer questions to the log, each with connections of its own, so that no loop ever waits for the disk.
final class ReaderPool: Sendable {
    private typealias Job = @Sendable (Result<LogReader, PerchError>) -> Void

    private struct Queue {
        var jobs: [Job] = []
        var isClosed = false
    }

    /// More questions than this do not wait; they are refused.
    private static let maxWaiting = 1_024

    private let queue = Mutex(Queue())
    private let bells: [Wakeup]

    init(threads: Int) {
        bells = (0..<max(1, threads)).map { _ in Wakeup() }
    }

    /// Starts the threads; each opens its reader itself, so that the reader never leaves its thread.
    func start(
        _ open: @escaping @Sendable () throws(PerchError) -> LogReader
    ) throws(ThreadError) -> [SystemThread] {
        var threads: [SystemThread] = []
        for bell in bells {
            threads.append(try SystemThread(name: "perch-read") { self.run(bell, open) })
        }
        return threads
    }

    /// Asks a question on one of the threads.
    func ask<Answer: Sendable>(
        _ question: @escaping @Sendable (LogReader) throws(PerchError) -> Answer
    ) async throws(PerchError) -> Answer {
        let result: Result<Answer, PerchError> = await withCheckedContinuation { reply in
            let refusal = enqueue { reader in
                let answer = Result { () throws(PerchError) in try question(reader.get()) }
                reply.resume(returning: answer)
            }
            if let refusal { reply.resume(returning: .failure(refusal)) }
        }
        return try result.get()
    }

    private func enqueue(_ job: @escaping Job) -> PerchError? {
        let refusal = queue.withLock { queue -> PerchError? in
            if queue.isClosed { return LogFault.closing }
            guard queue.jobs.count < Self.maxWaiting else { return LogFault.tooManyReads }
            queue.jobs.append(job)
            return nil
        }
        if refusal == nil { for bell in bells { bell.ring() } }
        return refusal
    }

    /// Ends the threads when they have answered what waits.
    func close() {
        queue.withLock { $0.isClosed = true }
        for bell in bells { bell.ring() }
    }

    private func run(_ bell: Wakeup, _ open: () throws(PerchError) -> LogReader) {
        let reader = Result { () throws(PerchError) in try open() }
        while true {
            let (job, isClosed) = queue.withLock { queue in
                (queue.jobs.isEmpty ? nil : queue.jobs.removeFirst(), queue.isClosed)
            }
            if let job {
                job(reader)
            } else if isClosed {
                return
            } else {
                bell.wait()
            }
        }
    }
}
