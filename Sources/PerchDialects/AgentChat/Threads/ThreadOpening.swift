import PerchJSON
import PerchModel

/// Begins conversations.
enum ThreadOpening {
    /// A conversation with its first message, in one report.
    @Sendable static func create(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let order = try ChatOrder(ask)
        return try open(order, run: ChatOrder.present(order.name("run_id"), "run_id"), ask)
    }

    /// The original's page for trying: the run needs no name.
    @Sendable static func createForTest(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let order = try ChatOrder(ask)
        return try open(order, run: order.name("run_id") ?? "test-run-\(ask.newID())", ask)
    }

    private static func open(_ order: ChatOrder, run: String, _ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let parent = try ChatOrder.present(
            order.name("parent_agent_id", "parent_agent", "from_agent"), "parent_agent_id")
        let child = try ChatOrder.present(order.name("child_agent_id", "child_agent", "to_agent"), "child_agent_id")
        let content = try ChatOrder.present(
            order.text("initial_message", "message", "content"), "initial_message")
        let opened = ThreadOpened(
            thread: ask.newID(), run: run, parent: parent, child: child, metadata: try order.metadata)
        return open(opened, saying: content, from: parent, to: child, in: run, ask)
    }

    /// Opens a conversation with a delegation; the answer is the conversation.
    static func open(
        _ opened: ThreadOpened, saying content: String, from parent: String, to child: String, in run: String,
        _ ask: Ask
    ) -> Reaction<Answer> {
        let message = MessageSent(
            thread: opened.thread, from: parent, to: child, content: content, message: ask.newID(),
            type: "delegation")
        let drafts = [Body.threadOpened(opened), .messageSent(message)].map {
            ChatDraft.of($0, in: run, by: parent, ask)
        }
        var story = ThreadStory(thread: opened.thread)
        for draft in drafts { story.take(Event(draft, seq: 0, received: ask.now)) }
        return .report(drafts, .json { story.write(to: &$0, next: nil) })
    }
}
