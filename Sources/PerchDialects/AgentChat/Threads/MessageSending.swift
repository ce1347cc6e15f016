import PerchJSON
import PerchModel

/// Carries conversations on.
enum MessageSending {
    /// A message into a conversation that goes on.
    @Sendable static func send(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let order = try ChatOrder(ask)
        return try send(order, type: order.word("message_type", of: ChatWords.messageTypes, or: nil), ask)
    }

    /// The original's page for trying: a message of a person to an agent, in a conversation or with one begun for it.
    @Sendable static func sendToAgent(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let order = try ChatOrder(ask)
        let type = try order.word("message_type", of: ChatWords.messageTypes, or: "delegation")
        if try order.name("thread_id") != nil { return try send(order, type: type, ask) }
        let run = try order.name("run_id") ?? "test-run-\(ask.newID())"
        let from = try order.name("from_agent") ?? "user"
        let to = try ChatOrder.present(order.name("to_agent", "agent_id", "agent"), "to_agent")
        let content = try ChatOrder.present(order.text("content", "message"), "content")
        let opened = ThreadOpened(
            thread: ask.newID(), run: run, parent: from, child: to, metadata: try order.metadata)
        return ThreadOpening.open(opened, saying: content, from: from, to: to, in: run, ask)
    }

    private static func send(_ order: ChatOrder, type: String, _ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let thread = try ChatOrder.present(order.name("thread_id"), "thread_id")
        let content = try ChatOrder.present(order.text("content", "message"), "content")
        let from = try order.name("from_agent")
        let to = try order.name("to_agent")
        let metadata = try order.metadata
        return ThreadLookup.find(thread, ask) { card throws(PerchError) in
            guard card.isActive else { return .done(closed(card)) }
            let speakers = try speakers(from, to, in: card)
            let message = MessageSent(
                thread: thread, from: speakers.from, to: speakers.to, content: content, message: ask.newID(),
                type: type, metadata: metadata)
            return report(message, in: card, ask)
        }
    }

    private static func report(_ message: MessageSent, in card: ThreadCard, _ ask: Ask) -> Reaction<Answer> {
        let draft = ChatDraft.of(
            .messageSent(message), in: card.run, by: message.from, project: card.project, ask)
        let answer = Answer.object { writer in
            writer.field("status", "sent")
            writer.orNull("run_id", card.run)
            writer.field("thread_id", message.thread)
            writer.writeFields(of: message, Event(draft, seq: 0, received: ask.now))
        }
        return .report([draft], answer)
    }

    /// Who speaks to whom: of two, the one that is not named is the other one.
    private static func speakers(
        _ from: String?, _ to: String?, in card: ThreadCard
    ) throws(PerchError) -> (from: String, to: String) {
        let speaker = from ?? (to == card.parent ? card.child : to == card.child ? card.parent : nil)
        let listener = to ?? (from == card.child ? card.parent : card.child)
        return (
            try ChatOrder.present(speaker, "from_agent"), try ChatOrder.present(listener, "to_agent")
        )
    }

    /// Nothing can be said any more.
    private static func closed(_ card: ThreadCard) -> Answer {
        .object(status: 409) { writer in
            let sentence = "The thread is closed."
            writer.object("error") { writer in
                writer.field("code", "thread_closed")
                writer.field("message", sentence)
            }
            writer.field("detail", sentence)
            writer.field("status", card.status)
        }
    }
}
