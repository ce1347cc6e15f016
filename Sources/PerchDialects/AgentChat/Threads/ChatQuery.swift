import PerchModel

/// How the log is asked about conversations.
enum ChatQuery {
    /// What happens in a conversation.
    static let kinds = ["thread.opened", "message.sent", "thread.closed"]

    /// Words that an event with this id has; others may have them as well, so what is found is looked at again.
    static func words(of id: String) -> [String] { Array(EventWords.words(of: id).prefix(8)) }
}
