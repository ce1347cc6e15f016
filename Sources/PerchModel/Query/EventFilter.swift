/// Which events are wanted; what is not named is not asked for.
public struct EventFilter: Sendable, Hashable {
    /// Kinds by name; a name that ends in `*` stands for all that begin so. None means any.
    public var kinds: [String]
    /// The agent's id.
    public var agent: String?
    /// The session.
    public var session: String?
    /// The project.
    public var project: String?
    /// Words that must all begin a word of the event's texts, case aside. None means any.
    public var words: [String]

    /// Creates a filter.
    public init(
        kinds: [String] = [], agent: String? = nil, session: String? = nil, project: String? = nil, words: [String] = []
    ) {
        self.kinds = kinds
        self.agent = agent
        self.session = session
        self.project = project
        self.words = words
    }

    /// Lets everything through.
    public static let everything = EventFilter()

    /// Whether every event passes.
    public var isOpen: Bool { self == .everything }

    /// Whether an event's common fields pass; its words are a matter of its line, see ``EventWords``.
    public func matchesFields(of event: Event) -> Bool {
        (project == nil || project == event.project)
            && (agent == nil || agent == event.agent)
            && (session == nil || session == event.session)
            && (kinds.isEmpty || kinds.contains { Self.kind(event.body.name, matches: $0) })
    }

    /// Whether a kind's name is meant by a pattern.
    public static func kind(_ name: String, matches pattern: String) -> Bool {
        pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
    }
}
