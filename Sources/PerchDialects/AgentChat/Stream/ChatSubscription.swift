import PerchModel

/// What a client of a chat stream sees. From the moment it is there, all who watch the same run are told the same.
struct ChatSubscription: Subscription {
    let project: String?
    let scope: ChatScope
    /// How it begins.
    var opening = Opening()

    /// How a client is brought to the present. It makes no difference to what it is told from then on, so it does not count when
    /// subscriptions are compared.
    struct Opening: Sendable {
        /// Whether a client that was here before is told of conversations that began and ended; who comes for the first time is told
        /// what was said, as in the original.
        var tellsEverything = false
        /// Conversations the log knows of, however long ago the world let go of them.
        var known: [ThreadRun] = []
    }

    func makeEncoder(from picture: some Picture) -> any FeedEncoder {
        var runs = ThreadRuns(scope)
        runs.learn(from: picture, project: project)
        // After the rows: of a conversation that was let go of and is heard of again, the world knows no run.
        for thread in opening.known { runs.learn(thread) }
        var messages = ToldMessages()
        messages.learn(from: picture, project: project)
        return ChatEncoder(self, runs: runs, messages: messages, past: opening.tellsEverything ? 0 : picture.seq)
    }

    static func == (left: ChatSubscription, right: ChatSubscription) -> Bool {
        left.project == right.project && left.scope == right.scope
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(project)
        hasher.combine(scope)
    }
}
