public import PerchJSON

/// An event's place in the log: 1 for the first, rising by one.
public typealias Seq = Int64

/// What a dialect makes of what came in: an event that has no number yet.
public struct Draft: Sendable, Equatable {
    /// The sender's own id; the same id twice is one event.
    public var id: String?
    /// When it happened, by the sender's clock; stamped at the door where the sender gives none.
    public var time: Timestamp?
    /// The project it belongs to.
    public var project: String
    /// The session it belongs to.
    public var session: String?
    /// The agent it is about; agents are told apart by project and id.
    public var agent: String?
    /// The dialect it came in by.
    public var source: String
    /// What happened.
    public var body: Body
    /// The sender's own `data`, compact, where it may say more than ``body`` does; else it is written from the body.
    public var data: JSONText?
    /// The sender's own JSON, where a dialect must pass it on verbatim.
    public var raw: JSONText?

    /// Creates a draft.
    public init(
        _ body: Body, source: String, project: String = Draft.defaultProject, session: String? = nil,
        agent: String? = nil, id: String? = nil, time: Timestamp? = nil, data: JSONText? = nil, raw: JSONText? = nil
    ) {
        self.body = body
        self.source = source
        self.project = project
        self.session = session
        self.agent = agent
        self.id = id
        self.time = time
        self.data = data
        self.raw = raw
    }

    /// The project of events that name none.
    public static let defaultProject = "default"
}
