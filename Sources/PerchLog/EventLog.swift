public import PerchModel

/// Takes events in.
public protocol EventAppending: Sendable {
    /// Stores the entries, all or none, and with them where a tailed file has been read to; they are durable when it returns.
    ///
    /// An entry whose id was stored before is that earlier event and not stored again. Any thread.
    /// - Throws: `diskFull`, `overloaded`, `logFailed`, `shuttingDown`, `invalidEvent` or `tooLarge`; nothing is stored then.
    func append(_ entries: [Entry], mark: TailMark?) async throws(PerchError) -> Receipt
}

/// What became of the entries of one request.
public struct Receipt: Sendable, Equatable {
    /// How many were stored.
    public let accepted: Int
    /// The lowest number among the request's events, an earlier one's included where a duplicate names it; 0 where there was none.
    public let first: Seq
    /// The highest number among them; 0 where there was none.
    public let last: Seq
    /// How many were stored before, under the same id.
    public let duplicates: Int

    /// Creates a receipt.
    public init(accepted: Int, first: Seq, last: Seq, duplicates: Int) {
        self.accepted = accepted
        self.first = first
        self.last = last
        self.duplicates = duplicates
    }
}

/// Gives events out. Any thread; nothing here waits for a writer.
public protocol EventReading: Sendable {
    /// The log's own name, given when it was made: a seq means something in the log of this name only.
    var identity: String { get }

    /// The number of the last durable event, 0 in an empty log.
    var last: Seq { get }

    /// The lines that follow one another after a number, as stored: at most `limit` and about 1 MiB; none at the end.
    ///
    /// - Throws: `corrupt` where the stored bytes are not those that were written.
    func lines(after seq: Seq, limit: Int) async throws(PerchError) -> (first: Seq, lines: EncodedLines)

    /// One page of the events a query asks for.
    ///
    /// A page may end before it is full where looking further would take too long; its `next` says where to go on.
    /// - Throws: `corrupt`, `overloaded`, `shuttingDown`.
    func page(_ query: EventQuery) async throws(PerchError) -> EventPage

    /// The last event that had happened by a time, by the log's rising clock; 0 where there is none.
    func seq(at time: Timestamp) async throws(PerchError) -> Seq

    /// The log's rising clock at an event: the latest of all events' times up to it, none counted later than it was received.
    func moment(of seq: Seq) async throws(PerchError) -> Timestamp?
}

/// The state of the world as it was after one event, in a form of the hub's own.
public struct Checkpoint: Sendable, Equatable {
    /// The last event that is in.
    public let seq: Seq
    /// Which form the state is in.
    public let format: Int
    /// The state.
    public let state: [UInt8]

    /// Creates a checkpoint.
    public init(seq: Seq, format: Int, state: [UInt8]) {
        self.seq = seq
        self.format = format
        self.state = state
    }
}

/// Keeps checkpoints; they are a help and no truth, and may be gone at any start.
public protocol CheckpointKeeping: Sendable {
    /// Keeps a checkpoint; one of the same number and format is replaced.
    func save(_ checkpoint: Checkpoint) async throws(PerchError)

    /// The latest checkpoint of a format that is not after an event; one that is damaged is passed over.
    func checkpoint(atOrBefore seq: Seq, format: Int) async throws(PerchError) -> Checkpoint?
}

/// How far a tailed file has been read.
public struct TailMark: Sendable, Equatable {
    /// The file's path.
    public let file: String
    /// Which file stood there: device and inode.
    public let identity: String
    /// The bytes that have been taken in.
    public let offset: Int64

    /// Creates a mark.
    public init(file: String, identity: String, offset: Int64) {
        self.file = file
        self.identity = identity
        self.offset = offset
    }
}

/// Remembers how far files were read; set together with the events read from them, by `append`.
public protocol TailMarking: Sendable {
    /// The last mark of a file, by its path.
    func mark(of file: String) async throws(PerchError) -> TailMark?
}

/// A log of events: the truth everything else is folded from.
public protocol EventLog: EventAppending, EventReading, CheckpointKeeping, TailMarking {
    /// Stores what was handed in, lets the files go and refuses what comes later; a second call waits for the first.
    func close() async
}
