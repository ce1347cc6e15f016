/// An event of the log: a draft with its number and the moment it was received.
public struct Event: Sendable, Equatable {
    /// Its place in the log.
    public let seq: Seq
    /// When the server received it; never earlier than that of the event before.
    public let received: Timestamp
    /// When it happened.
    public let time: Timestamp
    /// What was reported.
    public let draft: Draft

    /// Numbers a draft.
    public init(_ draft: Draft, seq: Seq, received: Timestamp) {
        self.seq = seq
        self.received = received
        self.time = draft.time ?? received
        self.draft = draft
    }

    /// What happened.
    public var body: Body { draft.body }
    /// The project it belongs to.
    public var project: String { draft.project }
    /// The session it belongs to.
    public var session: String? { draft.session }
    /// The agent it is about.
    public var agent: String? { draft.agent }
    /// The dialect it came in by.
    public var source: String { draft.source }
}
