/// Which events a command asks for, as the native protocol's query has it.
public struct FilterOptions: Sendable, Equatable {
    /// Kinds or their beginnings with `*`.
    public var kinds: [String] = []
    /// The agent.
    public var agent: String?
    /// The session.
    public var session: String?
    /// The project.
    public var project: String?
    /// Words.
    public var query: String?

    /// Asks for everything.
    public init() {}

    init(_ settings: Settings) {
        kinds = settings.texts("kind").flatMap { $0.split(separator: ",").map(String.init) }
        agent = settings.text("agent")
        session = settings.text("session")
        project = settings.text("project")
        query = settings.text("query")
    }

    /// The query's names and values.
    public var items: [(name: String, value: String)] {
        var items: [(name: String, value: String)] = []
        if !kinds.isEmpty { items.append(("kind", kinds.joined(separator: ","))) }
        if let agent { items.append(("agent", agent)) }
        if let session { items.append(("session", session)) }
        if let project { items.append(("project", project)) }
        if let query { items.append(("q", query)) }
        return items
    }
}
