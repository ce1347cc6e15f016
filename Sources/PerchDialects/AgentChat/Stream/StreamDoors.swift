import PerchJSON
import PerchModel

extension AgentChatDialect {
    /// The streams of conversations, and the health of their port.
    var streamDoors: [Door] {
        [
            .events("/api/stream/agent_chat/{run_id}", runStream),
            .events("/agent_chat/stream/{id}", threadOrRunStream),
            .events("/agent-chat/events", wholeStream),
            Door(.get, "/health", scope: nil, ports: [.chat], .answer(Self.health)),
        ]
    }

    @Sendable private func runStream(_ ask: Ask) throws(PerchError) -> Reception {
        try reception(ask, .run(ask[parameter: "run_id"]))
    }

    /// The original's plans do not say whose id it is.
    @Sendable private func threadOrRunStream(_ ask: Ask) throws(PerchError) -> Reception {
        let id = ask[parameter: "id"]
        return reception(FindingConversation(id: id, chat: try conversation(ask, .run(id))))
    }

    @Sendable private func wholeStream(_ ask: Ask) throws(PerchError) -> Reception {
        try reception(ask, .all)
    }

    private func reception(_ ask: Ask, _ scope: ChatScope) throws(PerchError) -> Reception {
        reception(try conversation(ask, scope))
    }

    /// How a client of any of the streams is received.
    func reception(_ conversation: some Conversation) -> Reception {
        Reception(
            conversation, retryMilliseconds: settings.retryMilliseconds, headers: ["cache-control": "no-cache"])
    }

    private func conversation(_ ask: Ask, _ scope: ChatScope) throws(PerchError) -> ChatConversation {
        ChatConversation(
            subscription: ChatSubscription(project: ask.project, scope: scope), last: try ask.lastEventID(),
            tellsPast: scope != .all, pingMilliseconds: settings.pingMilliseconds)
    }

    /// As the original tells it.
    @Sendable private static func health(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        .done(
            .object { writer in
                writer.field("status", "ok")
                writer.field("service", "hmi_app")
                writer.field("port", ask.reachedPort ?? 6101)
                writer.field("timestamp", ask.now.withOffset)
                writer.field("uptime_seconds", max(0, ask.now.epochSeconds - ask.started.epochSeconds))
                writer.field("server_start_time", ask.started.withOffset)
            })
    }
}

extension Ask {
    /// The last event a client has had: what its browser says, else what its address says.
    ///
    /// - Throws: `PerchError` (`invalid_parameter`) where its address says something else. A header that is no number was given by
    ///   another server, and what that one told is not known here.
    func lastEventID() throws(PerchError) -> Seq? {
        if let seq = headers["last-event-id"].flatMap({ Seq($0) }), seq >= 0 { return seq }
        guard let text = query("last_event_id") else { return nil }
        guard let seq = Seq(text), seq >= 0 else {
            throw PerchError(
                .invalidParameter, "The parameter \"last_event_id\" must be the id of an event of the stream.",
                parameter: "last_event_id")
        }
        return seq
    }

    /// The port as the client knows it.
    fileprivate var reachedPort: Int? {
        headers["host"].flatMap { host in host.split(separator: ":").last.flatMap { Int($0) } }
    }
}
