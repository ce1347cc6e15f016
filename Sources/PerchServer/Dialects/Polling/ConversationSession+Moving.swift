import PerchDialects
import PerchHub
import PerchModel

/// What one client's session leaves to the next.
struct Legacy: Sendable {
    let conversation: any Conversation
    /// What was not fetched.
    let messages: [Message]
    /// The last event that was told or is in the messages, where that is known.
    let seq: Seq?
    let following: ConversationSession.Following?
}

extension ConversationSession {
    /// Returns when everything that was ordered is carried out.
    func settled() async {
        while let work { await work.value }
    }

    /// What is left when somebody else goes on.
    func legacy(_ messages: [Message], _ seq: Seq?) -> Legacy {
        Legacy(conversation: conversation, messages: messages, seq: seq, following: following)
    }

    /// Goes on with what polls carried until now.
    func takeOver(_ id: String) async throws(PerchError) {
        guard let client = service.polls.client(id, of: attending.dialect), let legacy = await client.leave() else {
            throw PerchError(.notFound, "There is no conversation of this id.")
        }
        conversation = legacy.conversation
        for message in legacy.messages { await deliver(message) }
        try await take(reaction: conversation.moved(at: .now))
        switch legacy.following {
        case .greeted(let subscription): try await follow(subscription)
        case .placed(let subscription, let filter):
            guard let seq = legacy.seq else {
                throw PerchError(.slowClient, "The client is too slow for what it follows.")
            }
            try await resume(subscription, after: seq, filter)
        case nil: break
        }
    }
}
