public import PerchModel

/// What `perch token` was asked to do.
public struct TokenOptions: Sendable, Equatable {
    /// What to do with the tokens.
    public enum Action: Sendable, Equatable {
        /// Make one.
        case create(Scope, name: String?, lasting: Duration?)
        /// Show which there are.
        case list(json: Bool)
        /// Take one away, by its id or name.
        case revoke(String)
    }

    /// The folder of the log.
    public var data = "./data"
    /// What to do.
    public var action: Action

    init(_ settings: Settings, arguments: [String]) throws(UsageError) {
        data = settings.text("data") ?? data
        action = try Self.action(settings, arguments)
    }

    private static func action(_ settings: Settings, _ arguments: [String]) throws(UsageError) -> Action {
        let known = ["create", "list", "revoke"]
        guard let word = arguments.first else {
            throw UsageError("perch token needs one of create, list, revoke.", command: .token)
        }
        guard known.contains(word) else {
            let suggestion = Nearest.suggestion(for: word, among: known)
            throw UsageError(
                "perch token cannot \"\(VisibleText.of(word, limit: 64))\"\(suggestion)", command: .token)
        }
        try check(settings, word, arguments.count - 1)
        switch word {
        case "create": return try create(settings)
        case "list": return .list(json: try settings.flag("json"))
        default: return .revoke(arguments[1])
        }
    }

    /// Options of another action are a slip of the pen; so are words too many.
    private static func check(_ settings: Settings, _ word: String, _ count: Int) throws(UsageError) {
        let owners = ["scope": "create", "name": "create", "expires": "create", "json": "list"]
        for (option, owner) in owners.sorted(by: { $0.key < $1.key })
        where owner != word && settings.isOnCommandLine(option) {
            throw UsageError("--\(option) goes with perch token \(owner).", command: .token)
        }
        guard count == (word == "revoke" ? 1 : 0) else {
            throw UsageError(
                word == "revoke"
                    ? "perch token revoke needs the id or the name of one token."
                    : "perch token \(word) takes options only.",
                command: .token)
        }
    }

    private static func create(_ settings: Settings) throws(UsageError) -> Action {
        guard let scope: Scope = try settings.choice("scope") else {
            throw UsageError(
                "perch token create needs --scope: ingest (may only report), read (may only watch) or control (may do "
                    + "everything).", command: .token)
        }
        let name = try settings.value("name", "1 to 64 letters, digits and signs without spaces") { text in
            (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? text : nil
        }
        let lasting = try settings.duration("expires")
        guard lasting.map({ $0 > .zero }) ?? true else {
            throw UsageError("--expires must be more than nothing.", command: .token)
        }
        return .create(scope, name: name, lasting: lasting)
    }
}
