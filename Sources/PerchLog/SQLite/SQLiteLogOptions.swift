public import PerchModel
import PerchSystem

/// How a log on disk is opened.
public struct SQLiteLogOptions: Sendable {
    /// What an acknowledged event survives.
    public enum Durability: String, Sendable, CaseIterable {
        /// A power cut: every commit waits for the disk.
        case power
        /// The end of the process, however sudden; a power cut may take the last moments.
        case process
    }

    /// The data folder; it is made where it is missing.
    public var folder: String
    /// What an acknowledged event survives.
    public var durability: Durability
    /// The wall clock, read once a commit.
    public var now: @Sendable () -> Timestamp
    /// Gets every batch in order, on the writer's thread, once it is durable and before its senders are answered.
    public var onCommit: @Sendable (Batch) -> Void
    /// How many events may wait to be stored.
    public var maxWaitingEvents = 1_000_000
    /// How many bytes may wait to be stored.
    public var maxWaitingBytes = 64 << 20
    /// How many threads answer questions.
    public var readers = 2
    /// Whether an index follows the log; without it every question is answered by scanning.
    public var isIndexed = true

    /// Creates options for a folder.
    public init(
        folder: String, durability: Durability = .power,
        now: @escaping @Sendable () -> Timestamp = SQLiteLogOptions.wallClock,
        onCommit: @escaping @Sendable (Batch) -> Void = { _ in }
    ) {
        self.folder = folder
        self.durability = durability
        self.now = now
        self.onCommit = onCommit
    }

    /// The machine's own clock.
    public static let wallClock: @Sendable () -> Timestamp = {
        Timestamp(microseconds: SystemClock.wallMicroseconds())
    }
}
