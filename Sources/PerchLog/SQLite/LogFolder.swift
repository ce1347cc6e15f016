import PerchModel
import PerchSystem

/// The data folder of a log on disk: its files, and the lock that keeps a second server out.
struct LogFolder: Sendable {
    let path: String
    /// Held as long as this value or a copy of it lives.
    let lock: FileLock

    /// Makes the folder where it is missing and takes its lock.
    ///
    /// - Throws: `logFailed` with a sentence that says what is in the way.
    init(opening path: String) throws(PerchError) {
        self.path = path
        do {
            if let found = try FileSystem.look(at: path), found.kind != .folder {
                throw PerchError(.logFailed, "The data folder \(path) is a file; name a folder.")
            }
            try FileSystem.makeFolder(path)
            guard FileSystem.isWritable(path) else {
                throw PerchError(
                    .logFailed, "The data folder \(path) cannot be written to; check its owner and rights.")
            }
        } catch {
            throw Self.perchError(error, path)
        }
        lock = try Self.lock(path)
    }

    private static func lock(_ path: String) throws(PerchError) -> FileLock {
        do {
            return try FileLock(path: path + "/lock")
        } catch {
            switch error {
            case .held(let holder):
                let who = holder.map { "process \($0)" } ?? "another process"
                throw PerchError(
                    .logFailed, "The data folder \(path) is in use by \(who); stop it or name another folder.")
            case .failed(let error):
                throw PerchError(.logFailed, "The data folder \(path) cannot be locked: \(error.reason).")
            }
        }
    }

    private static func perchError(_ error: any Error, _ path: String) -> PerchError {
        switch error {
        case let error as PerchError: error
        case let error as SystemError:
            PerchError(.logFailed, "The data folder \(path) cannot be used: \(error.reason).")
        default: PerchError(.internalError, "\(error)")
        }
    }

    /// The truth.
    var log: String { Self.log(in: path) }
    /// What can be made again from the truth.
    var derived: String { Self.derived(in: path) }

    static func log(in folder: String) -> String { folder + "/perch.db" }
    static func derived(in folder: String) -> String { folder + "/derived.db" }
}
