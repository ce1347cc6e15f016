/// A question to the log for one page of events.
public struct EventQuery: Sendable, Equatable {
    /// Only events after this number.
    public var after: Seq
    /// Only events before this number; nil means to the end.
    public var before: Seq?
    /// At most so many.
    public var limit: Int
    /// About so many bytes at most, and one event at least.
    public var maxBytes: Int
    /// Whether the newest come first.
    public var newestFirst: Bool
    /// Which events are wanted.
    public var filter: EventFilter

    /// Creates a question.
    public init(
        after: Seq = 0, before: Seq? = nil, limit: Int = 100, maxBytes: Int = 8 << 20,
        newestFirst: Bool = false, filter: EventFilter = .everything
    ) {
        self.after = after
        self.before = before
        self.limit = limit
        self.maxBytes = maxBytes
        self.newestFirst = newestFirst
        self.filter = filter
    }
}

/// One page of events, as lines, with where the next page begins.
public struct EventPage: Sendable {
    /// The events' lines in the order asked for.
    public var lines: EncodedLines
    /// Their numbers.
    public var seqs: [Seq]
    /// What to give as `after` (or `before`, newest first) for the next page; nil at the end.
    public var next: Seq?

    /// Creates a page.
    public init(lines: EncodedLines, seqs: [Seq], next: Seq?) {
        self.lines = lines
        self.seqs = seqs
        self.next = next
    }
}
