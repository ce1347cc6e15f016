import PerchModel
import PerchViews
import Testing

@Suite struct `The chat view` {
    @Test func `A conversation counts its messages and remembers the question that waits`() {
        var world = World(
            Told(1, "p", .threadOpened(ThreadOpened(thread: "t1", run: "r1", parent: "p", child: "c"))),
            Told(
                2, "p",
                .messageSent(
                    MessageSent(thread: "t1", from: "p", to: "c", content: "do it", message: "m1", type: "delegation"))),
            Told(
                3, "c",
                .messageSent(
                    MessageSent(thread: "t1", from: "c", to: "p", content: "how?", message: "m2", type: "question"))),
            Told(
                3, "c",
                .messageSent(
                    MessageSent(thread: "t1", from: "c", to: "p", content: "how?", message: "m2", type: "question"))))
        #expect(world.thread("web/thread/t1")?.pending == "m2")
        #expect(world.thread("web/thread/t1")?.messages == 2)
        #expect(world.agent("web/c")?.messages == 1)
        world.tell([
            Told(4, nil, .messageSent(MessageSent(thread: "t1", from: "user", to: "c", content: "so", type: "answer"))),
            Told(5, "p", .threadClosed(ThreadClosed(thread: "t1", status: "completed", result: "ok"))),
        ])
        let thread = world.thread("web/thread/t1")
        #expect(thread?.pending == nil)
        #expect(thread?.state == .closed)
        #expect(thread?.status == "completed")
        #expect(thread?.participants == ["p", "c", "user"])
        #expect(thread?.lastMessage == "so")
        #expect(thread?.lastAt == .at(4))
        #expect(world.keys(of: .chat) == ["web/thread/t1", "web/message/m1", "web/message/m2", "web/message/#5"])
        guard case .message(let message) = world.row(.chat, "web/message/m2") else {
            Issue.record("no message"); return
        }
        #expect(message.run == "r1")
        #expect(message.content == "how?")
        #expect(message.seq == 3)
    }

    @Test func `A message opens the conversation it is in, and a long one is cut at a character`() {
        let long = String(repeating: "é", count: 40_000)
        let world = World(
            Told(1, "a", .messageSent(MessageSent(thread: "t", from: "a", to: "b", content: "x" + long, message: "m"))))
        #expect(world.thread("web/thread/t")?.state == .open)
        guard case .message(let message) = world.row(.chat, "web/message/m") else { Issue.record("no message"); return }
        #expect(message.content.utf8.count == 65_535)
        #expect(message.content.hasSuffix("é"))
    }
}
