import PerchModel
import PerchSystem

/// Carries a value that is not `Sendable` to the one thread that will own it.
///
/// `@unchecked Sendable`: the maker gives its only reference away when it makes this, and the thread alone uses what is inside.
final class Handover<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }
}

/// The threads of a log.
struct LogThreads: Sendable {
    private let writer: SystemThread
    private let follower: SystemThread
    private let readers: [SystemThread]

    /// Starts them. The writer and the follower hold the folder's lock, so that it is free when both have ended.
    static func start(
        _ cores: LogCores, _ store: Handover<LogStore>, _ derived: Handover<DerivedStore>, _ folder: LogFolder,
        isIndexed: Bool
    ) throws(PerchError) -> LogThreads {
        do {
            let readers = try cores.readers.start { () throws(PerchError) in
                try LogReader(folder, isIndexed: isIndexed)
            }
            let follower = try SystemThread(name: "perch-index") {
                cores.follower.run(derived.value, isIndexed ? folder.log : nil) { cores.writer.last }
                withExtendedLifetime(folder.lock) {}
            }
            let writer = try SystemThread(name: "perch-write") {
                cores.writer.run(store.value)
                withExtendedLifetime(folder.lock) {}
            }
            return LogThreads(writer: writer, follower: follower, readers: readers)
        } catch {
            cores.close()
            let cause = SystemError(call: "pthread_create", code: error.code).reason
            throw PerchError(.logFailed, "The log's threads cannot be started: \(cause).")
        }
    }

    /// Ends them one after another: those that read first, so that the writers' connections are the last and tidy up. Blocks.
    func end(_ cores: LogCores) {
        cores.readers.close()
        for reader in readers { reader.join() }
        cores.follower.close()
        follower.join()
        cores.writer.close()
        writer.join()
    }
}

/// What the threads of a log run.
struct LogCores: Sendable {
    let writer: LogWriter
    let follower: Follower
    let readers: ReaderPool

    /// Ends the threads when they have done what waits.
    func close() {
        writer.close()
        readers.close()
        follower.close()
    }
}
