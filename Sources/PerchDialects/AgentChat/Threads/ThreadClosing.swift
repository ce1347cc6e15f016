import PerchJSON
import PerchModel

/// Ends conversations.
enum ThreadClosing {
    /// Ends a conversation; one that has ended stays as it is, so that asking twice does no harm.
    @Sendable static func close(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let order = try ChatOrder(ask)
        let thread = try ChatOrder.present(order.name("thread_id"), "thread_id")
        let status = try order.word("status", of: ChatWords.endings, or: "completed")
        let closed = ThreadClosed(
            thread: thread, status: status, result: try order.text("result"), error: try order.text("error"))
        let agent = try order.name("agent_id", "from_agent")
        return ThreadLookup.find(thread, ask) { card in
            guard card.isActive else { return .done(answer(card, ask.grant)) }
            let draft = ChatDraft.of(.threadClosed(closed), in: card.run, by: agent, project: card.project, ask)
            var card = card
            card.take(Event(draft, seq: 0, received: ask.now))
            return .report([draft], answer(card, ask.grant))
        }
    }

    /// Who may only report is not shown what others said of the conversation.
    private static func answer(_ card: ThreadCard, _ grant: Grant) -> Answer {
        .object { writer in
            writer.field("status", "closed")
            guard grant.allows(.read) else { return }
            writer.key("thread")
            card.write(to: &writer) { _ in }
        }
    }
}
