public import PerchModel

extension QueryReader {
    /// The most kinds a list may name.
    public static let mostKinds = 64
    /// The most characters `q` may have.
    public static let longestQuestion = 200

    /// The names that ``filter()`` reads.
    public static let filterNames: Set<String> = ["kind", "agent", "session", "project", "q"]

    /// `kind` (a comma-separated list, `*` at an end stands for all that begin so), `agent`, `session`, `project`, `q`.
    public func filter() throws(PerchError) -> EventFilter {
        let kinds = try list("kind") ?? []
        guard kinds.count <= Self.mostKinds else { throw refusal("kind", "a list of at most \(Self.mostKinds) kinds") }
        let question = text("q") ?? ""
        guard question.unicodeScalars.count <= Self.longestQuestion else {
            throw refusal("q", "at most \(Self.longestQuestion) characters")
        }
        let words = EventWords.words(of: question)
        return EventFilter(
            kinds: kinds, agent: text("agent"), session: text("session"), project: text("project"), words: words)
    }

    /// The views of `views` (comma-separated; all where it is absent) and the `project`.
    public func subscription() throws(PerchError) -> LiveSubscription {
        guard let names = try list("views") else {
            return LiveSubscription(views: ViewName.allCases, project: text("project"), events: true)
        }
        var views: [ViewName] = []
        for name in names {
            guard let view = ViewName(rawValue: name) else {
                throw refusal("views", "a list out of " + ViewName.allCases.map(\.rawValue).joined(separator: ", "))
            }
            views.append(view)
        }
        return LiveSubscription(views: views, project: text("project"), events: true)
    }

    /// Words separated by commas, none of them empty.
    private func list(_ name: String) throws(PerchError) -> [String]? {
        guard let text = text(name) else { return nil }
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard !words.contains("") else { throw refusal(name, "a list with something between its commas") }
        return words
    }
}
