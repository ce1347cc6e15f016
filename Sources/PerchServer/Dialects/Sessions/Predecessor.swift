import PerchDialects
import PerchModel

/// A client whose conversation another one may take over.
protocol Predecessor: Sendable {
    /// Is answered with so little as this for a while, so that nobody waits for it.
    func hurry(with nothing: [UInt8]) async
    /// Leaves the conversation with everything it had to say and was not fetched; nil where it is over.
    func leave() async -> Legacy?
}

/// The clients whose conversations may be taken over.
protocol Predecessors: Sendable {
    /// The client of an id, where it is one of this dialect.
    func predecessor(_ id: String, of dialect: String) -> (any Predecessor)?
}

/// What one client's session leaves to the next.
struct Legacy: Sendable {
    let conversation: any Conversation
    /// What was not fetched.
    let messages: [Message]
    /// The last event that was told or is in the messages, where that is known.
    let seq: Seq?
    let following: ConversationSession.Following?
}
