import PerchModel

extension AgentChatDialect {
    private typealias Use = @Sendable (Ask) throws(PerchError) -> Reaction<Answer>

    /// Conversations: begun, carried on, ended and read, on all the paths the original knows.
    var threadDoors: [Door] {
        let changing: [([String], Use)] = [
            (
                ["/agent-chat/create-thread", "/agent-chat/create", "/agent_chat/create", "/api/agent_chat/create"],
                ThreadOpening.create
            ),
            (["/agent-chat/send", "/agent_chat/send", "/api/agent_chat/send"], MessageSending.send),
            (
                ["/agent-chat/close-thread", "/agent-chat/close", "/agent_chat/close", "/api/agent_chat/close"],
                ThreadClosing.close
            ),
            (["/api/agent-chat/test/create-thread"], ThreadOpening.createForTest),
            (["/api/agent-chat/test/send-to-agent"], MessageSending.sendToAgent),
        ]
        let reading: [([String], Use)] = [
            (Self.paths("/thread/{thread_id}"), ThreadReading.thread),
            (Self.paths("/threads/{run_id}"), ThreadReading.threads),
            (Self.paths("/pending/{agent_id}"), ThreadReading.pending),
            (Self.paths("/stats"), ThreadReading.statistics),
        ]
        let posts = changing.flatMap { paths, use in
            paths.map { Door(.post, $0, scope: .ingest, bodyBytes: Self.bodyBytes, .answer(use)) }
        }
        return posts + reading.flatMap { paths, use in paths.map { .get($0, use) } }
    }

    private static func paths(_ rest: String) -> [String] {
        ["/agent-chat", "/agent_chat", "/api/agent_chat"].map { $0 + rest }
    }

    /// What is said may be long.
    private static let bodyBytes = 4 << 20
}
