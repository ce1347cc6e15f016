/// What the types of actions mean, as the original's agents use them.
enum ActionWords {
    private static let ends: Set<String> = [
        "report", "complete", "completed", "completion", "deliver", "delivered", "result", "error", "failed", "failure",
    ]
    private static let news: Set<String> = ["status", "progress", "update"]

    /// Whether by an action somebody tells that what was given to them is done, such as `report` or `directive_complete`.
    static func isReport(_ action: String?) -> Bool { has(action, ends) }

    /// Whether an action goes to whoever gave the work. Its doer is then who it comes from, and not who it goes to.
    static func goesUp(_ action: String?) -> Bool { has(action, ends) || has(action, news) }

    private static func has(_ action: String?, _ words: Set<String>) -> Bool {
        action?.lowercased().split(separator: "_").contains { words.contains(String($0)) } ?? false
    }
}
