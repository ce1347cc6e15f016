import PerchHub
import PerchModel
import PerchSystem

/// The server's own log: one line a happening, on standard error. It holds no agent's text and no secret.
public struct ServerLog: Sendable {
    private let least: LogLevel
    private let write: @Sendable (String) -> Void

    /// A log of what weighs at least so much.
    public init(least: LogLevel, write: @escaping @Sendable (String) -> Void) {
        self.least = least
        self.write = write
    }

    /// Writes a line.
    public func callAsFunction(_ level: LogLevel, _ message: @autoclosure () -> String) {
        guard level >= least else { return }
        write("\(Timestamp.now) \(level.rawValue) \(message())\n")
    }
}
