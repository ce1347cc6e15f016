/// What an event's type says of an approval.
enum ApprovalWord: Equatable {
    /// Somebody asks for it.
    case asked
    /// It is given or denied.
    case answered
    /// Nobody answered in time.
    case lapsed

    /// Reads a type, however it is written; nil where it is about no approval.
    init?(_ type: String) {
        let type = type.lowercased()
        guard type.contains("approv") else { return nil }
        if Self.answers.contains(where: type.contains) {
            self = .answered
        } else {
            self = Self.lapses.contains(where: type.contains) ? .lapsed : .asked
        }
    }

    private static let answers = ["approved", "grant", "given", "received", "deni", "deny", "reject"]
    private static let lapses = ["timeout", "timed_out", "expired"]
}
