/// What a dialect is given to tell its clients: the events of a batch and the rows they changed, at a position.
public struct Feed: Sendable {
    /// The number of the last event that is in.
    public let seq: Seq
    /// The events with their lines.
    public let batch: Batch
    /// The rows that changed, each once, as they are after the batch.
    public let patches: [Patch]

    /// Creates a feed.
    public init(seq: Seq, batch: Batch, patches: [Patch]) {
        self.seq = seq
        self.batch = batch
        self.patches = patches
    }
}

/// Which row of which view became what.
public struct Patch: Sendable, Equatable {
    /// The view.
    public let view: ViewName
    /// The row's key.
    public let key: String
    /// The row as it is now, or nil where it is gone.
    public let row: Row?

    /// Creates a patch.
    public init(view: ViewName, key: String, row: Row?) {
        self.view = view
        self.key = key
        self.row = row
    }
}
