public import PerchJSON
public import PerchLog
public import PerchModel

/// What a tail needs of the house.
public struct TailDoors: Sendable {
    /// Makes drafts of one line, the range of the bytes; throws where the line is not of the dialect.
    public typealias Reading =
        @Sendable (_ bytes: [UInt8], _ line: Range<Int>, _ parser: JSONParser) throws(PerchError) -> [Draft]

    /// Makes drafts of a line.
    public let read: Reading
    /// Takes drafts in and keeps the mark with them, in one transaction; durable when it returns. May be given no drafts.
    public let accept: @Sendable (_ drafts: [Draft], _ mark: TailMark) async throws(PerchError) -> Void
    /// The last mark of a file, by its path.
    public let mark: @Sendable (_ file: String) async throws(PerchError) -> TailMark?
    /// Says a sentence to whoever runs the server.
    public let warn: @Sendable (_ sentence: String) -> Void

    /// Names the doors.
    public init(
        read: @escaping Reading,
        accept: @escaping @Sendable (_ drafts: [Draft], _ mark: TailMark) async throws(PerchError) -> Void,
        mark: @escaping @Sendable (_ file: String) async throws(PerchError) -> TailMark?,
        warn: @escaping @Sendable (_ sentence: String) -> Void
    ) {
        self.read = read
        self.accept = accept
        self.mark = mark
        self.warn = warn
    }
}

/// What wakes a tail.
public protocol TailAlarm: Sendable {
    /// Milliseconds of a steady clock. Any thread.
    var now: UInt64 { get }

    /// Watches these folders instead of those before, none at the end; false where changes in one may go unreported.
    func watch(_ folders: [String]) async -> Bool

    /// Returns when a watched folder has changed since the last return, after the time, or when the task is cancelled.
    func wait(milliseconds: UInt64) async
}

/// The bounds of a tail.
public struct TailLimits: Sendable, Equatable {
    /// The longest line that is read, in bytes.
    public var line: Int
    /// How many lines are handed on at once.
    public var batch: Int
    /// How many bytes are read at once.
    public var chunk: Int

    /// Sets bounds.
    public init(line: Int = 1 << 20, batch: Int = 512, chunk: Int = 256 << 10) {
        self.line = line
        self.batch = batch
        self.chunk = chunk
    }
}

/// What a tail has done since it was started.
public struct TailCounts: Sendable, Equatable {
    /// Lines read, blank ones not counted.
    public var lines = 0
    /// Lines of them that were over the limit, not JSON or not of the dialect.
    public var skipped = 0
    /// Events made of them.
    public var events = 0
    /// Files begun after the first, because of rotation or truncation.
    public var turns = 0
}
