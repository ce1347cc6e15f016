import PerchModel

/// The sentences in which the SQLite log says what is wrong, each made in one place.
enum LogFault {
    static let repair =
        "Stop the server, keep a copy of the folder, run `perch doctor`, and restore a backup; nothing was overwritten."

    /// The stored bytes fail a check.
    static func corrupt(_ check: String) -> PerchError {
        PerchError(.corrupt, "The log is damaged: \(check). \(repair)")
    }

    /// There is no room for a write.
    static let diskFull = PerchError(
        .diskFull, "The disk is full; nothing of this request was stored. It works again as soon as there is room.")

    /// A write or fsync failed, so what the disk holds is not known any more.
    static func failed(_ cause: String) -> PerchError {
        PerchError(
            .logFailed,
            "Writing to the log failed (\(cause)); nothing more is stored until the server is restarted on a sound disk."
        )
    }

    static let closing = PerchError(.shuttingDown, "The log is being closed.")

    static let overloaded = PerchError(.overloaded, "Too much waits to be stored; try again in a moment.")

    static let tooManyReads = PerchError(.overloaded, "Too many questions wait for an answer; try again in a moment.")

    /// What a refusal of SQLite means while reading.
    static func reading(_ error: SQLiteError) -> PerchError {
        if error.isCorrupt { return corrupt("SQLite says \"\(error.message)\"") }
        return PerchError(.internalError, "Reading the log failed: \(error.message) (SQLite \(error.code)).")
    }
}
