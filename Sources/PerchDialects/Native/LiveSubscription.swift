public import PerchModel

/// What one `/v1/live` client wants to see.
public struct LiveSubscription: Subscription {
    /// The views, sorted, each once.
    public let views: [ViewName]
    /// Only rows and events of this project; nil means all.
    public let project: String?
    /// Whether deltas also carry the events.
    public let events: Bool

    /// Creates a subscription.
    public init(views: some Sequence<ViewName>, project: String?, events: Bool) {
        self.views = Set(views).sorted()
        self.project = project
        self.events = events
    }

    /// Tells the rows and events that are wanted.
    public func makeEncoder(from picture: some Picture) -> any FeedEncoder { LiveEncoder(self) }

    /// The snapshot.
    public func greeting(from picture: some Picture, at now: Timestamp) -> [Message] {
        [Message(Snapshot.message(picture, self, mode: .live))]
    }

    /// Everything of all projects.
    public static let everything = LiveSubscription(views: ViewName.allCases, project: nil, events: true)
}
