import PerchCommand
import PerchLog
import PerchSystem

/// What `perch doctor` says of the log itself.
struct LogCheck {
    let folder: String
    let isQuick: Bool

    /// Nil where there is no log yet.
    func finding() -> Finding? {
        nil
    }
}
