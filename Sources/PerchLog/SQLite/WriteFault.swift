import CSQLite
import PerchModel

/// What a write that failed means for those who come after.
enum WriteFault: Equatable {
    /// This request cannot be stored now; the log is as it was.
    case refused(PerchError)
    /// What the disk holds is not known any more: nothing more may be acknowledged.
    case fatal(PerchError)

    init(_ error: any Error) {
        switch error {
        case let error as PerchError: self = .refused(error)
        case let error as SQLiteError: self.init(error)
        default: self = .fatal(LogFault.failed("\(error)"))
        }
    }

    private init(_ error: SQLiteError) {
        if error.isFull {
            self = .refused(LogFault.diskFull)
        } else if error.isCorrupt {
            self = .fatal(LogFault.corrupt("SQLite says \"\(error.message)\""))
        } else if error.isBusy {
            self = .refused(PerchError(.overloaded, "Another program holds the log's write lock; try again."))
        } else if error.isOutOfMemory {
            self = .refused(PerchError(.overloaded, "There is no memory to store the request in; try again."))
        } else {
            self = .fatal(LogFault.failed("\(error.message), SQLite \(error.code)"))
        }
    }
}

extension SQLiteError {
    /// Another connection holds a lock.
    var isBusy: Bool { code & 0xFF == SQLITE_BUSY || code & 0xFF == SQLITE_LOCKED }

    /// The system has no memory left.
    var isOutOfMemory: Bool { code & 0xFF == SQLITE_NOMEM }
}
