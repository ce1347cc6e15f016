public import PerchModel

extension QueryReader {
    /// The names that ``filter()`` reads.
    public static let filterNames: Set<String> = ["kind", "agent", "session", "project", "q"]

    /// `kind` (a comma-separated list, `*` at an end stands for all that begin so), `agent`, `session`, `project`, `q`.
    public func filter() throws(PerchError) -> EventFilter {
        let kinds = text("kind")?.split(separator: ",").map(String.init) ?? []
        guard kinds.count <= 64 else { throw refusal("kind", "a list of at most 64 kinds") }
        let words = EventWords.words(of: text("q") ?? "")
        guard words.count <= 32 else { throw refusal("q", "at most 32 words") }
        return EventFilter(
            kinds: kinds, agent: text("agent"), session: text("session"), project: text("project"), words: words)
    }

    /// The views of `views` (comma-separated; all where it is absent) and the `project`.
    public func subscription() throws(PerchError) -> LiveSubscription {
        guard let list = text("views") else {
            return LiveSubscription(views: ViewName.allCases, project: text("project"), events: true)
        }
        var views: [ViewName] = []
        for name in list.split(separator: ",") {
            guard let view = ViewName(rawValue: String(name)) else {
                throw refusal("views", "a list out of " + ViewName.allCases.map(\.rawValue).joined(separator: ", "))
            }
            views.append(view)
        }
        return LiveSubscription(views: views, project: text("project"), events: true)
    }
}
