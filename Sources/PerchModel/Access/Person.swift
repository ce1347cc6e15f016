/// Who speaks for a person and not for an agent.
public enum Person: Sendable {
    private static let names: Set<String> = ["user", "human", "person", "operator", "admin"]

    /// Whether a sender's name stands for a person: `user`, `human`, `person`, `operator`, `admin`, or one of them with a name behind
    /// it, such as `user:ada`; in any case of letters.
    public static func isNamed(_ sender: String) -> Bool {
        let word = sender.prefix { $0 != ":" && $0 != "/" && $0 != "@" }
        return names.contains(String(word).lowercased().filter { !$0.isWhitespace })
    }
}

extension Draft {
    /// What it takes to put it into the log: what an agent sends as itself is a report, what a person says is control.
    public var scope: Scope {
        if case .messageSent(let message) = body, Person.isNamed(message.from) { return .control }
        if let agent, Person.isNamed(agent) { return .control }
        return .ingest
    }
}
