/// The words by which somebody tells that something has failed.
///
/// Senders have many of them, and every reader must take them alike: what failed for one client must not be done for another. What
/// was cancelled is none: it ended because somebody wanted it to.
public enum FailureWord: Sendable {
    private static let all: Set<String> = [
        "aborted", "crash", "crashed", "error", "errored", "fail", "failed", "failure", "stuck", "timed_out", "timeout",
    ]
    /// So many bytes the longest has; longer text is not even looked at.
    private static let longest = 9

    /// Whether a word for how something stands or ended tells of a failure, in any case of letters.
    public static func isOne(_ word: String?) -> Bool {
        guard let word, word.utf8.count <= longest else { return false }
        return all.contains(word.lowercased())
    }
}

extension AgentFinished {
    /// Whether the agent failed, by its error or by the word it has for its outcome.
    public var hasFailed: Bool { error != nil || FailureWord.isOne(outcome) }
}

extension TaskReport {
    /// Whether the task failed, by its word for how it stands.
    public var hasFailed: Bool { FailureWord.isOne(status) }
}
