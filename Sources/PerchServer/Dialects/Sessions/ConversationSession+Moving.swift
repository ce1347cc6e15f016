import PerchDialects
import PerchHub
import PerchModel

extension ConversationSession {
    /// Returns when everything that was ordered is carried out.
    func settled() async {
        while let work { await work.value }
    }

    /// What is left when somebody else goes on.
    func legacy(_ messages: [Message], _ seq: Seq?) -> Legacy {
        Legacy(conversation: conversation, messages: messages, seq: seq, following: following)
    }

    /// Who may be asked to leave its conversation to this client.
    func predecessor(_ id: String) -> (any Predecessor)? {
        service.predecessors.predecessor(id, of: attending.dialect)
    }

    /// Goes on with the conversation of another.
    func takeOver(_ id: String) async throws(PerchError) {
        guard let legacy = await predecessor(id)?.leave() else {
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
