import PerchJSON
import PerchModel

/// The frames as they go over the wire.
enum AgentCraftFrames {
    /// A frame of a type, with a time in its envelope.
    static func frame(_ type: String, at time: Timestamp, _ fields: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(reserving: 512)
        writer.object { writer in
            writer.field("type", type)
            fields(&writer)
            writer.epoch("timestamp", time)
        }
        return writer.bytes
    }

    static func ping(at now: Timestamp) -> [UInt8] { frame("ping", at: now) { _ in } }

    static func pong(at now: Timestamp) -> [UInt8] { frame("pong", at: now) { _ in } }

    /// What was wrong with a client's frame; the link stays.
    static func error(_ error: PerchError, at now: Timestamp) -> [UInt8] {
        frame("error", at: now) { writer in
            writer.key("error")
            error.writeDetails(to: &writer)
            writer.field("message", error.message)
        }
    }

    /// The sessions that run.
    static func activeSessions(_ scene: AgentCraftScene, at time: Timestamp) -> [UInt8] {
        let active = scene.active()
        return frame("active_sessions", at: time) { writer in
            writer.object("data") { writer in
                writer.field("total_sessions", active.total)
                writer.array("sessions") { writer in
                    for session in active.sessions { session.writeItem(to: &writer) }
                }
            }
        }
    }

    /// What an agent does.
    static func status(_ agent: AgentCraftAgent, _ news: AgentCraftNews, at time: Timestamp) -> [UInt8] {
        var writer = JSONWriter(reserving: 512)
        writer.object { writer in
            writer.field("type", "agent_status")
            writer.field("agent_id", agent.id)
            writer.field("agent_name", agent.title)
            writer.field("status", AgentCraftStatus.word(news.status, .document))
            writer.field("progress", percent(agent, news))
            writer.field("message", (news.message ?? "").cut(to: AgentCraftText.messageBytes))
            writer.field("timestamp", time)
            writer.object("metadata") { metadata(agent, news, at: time, to: &$0) }
        }
        return writer.bytes
    }

    private static func percent(_ agent: AgentCraftAgent, _ news: AgentCraftNews) -> Int {
        if news.status == .completed { return 100 }
        return news.progress.map { AgentCraftAgent.percent($0) } ?? agent.percent
    }

    private static func metadata(
        _ agent: AgentCraftAgent, _ news: AgentCraftNews, at time: Timestamp, to writer: inout JSONWriter
    ) {
        let own = ["task_id", "estimated_completion", "session_id", "feature", "waiting"]
        writer.field("task_id", agent.task)
        let isOver = news.status == .completed || news.status == .error
        writer.field("estimated_completion", isOver ? nil : agent.secondsLeft(at: time))
        writer.field("session_id", agent.session)
        writer.field("feature", agent.feature)
        if news.status == .waiting { writer.field("waiting", true) }
        guard let sent = news.metadata, sent.bytes.count <= AgentCraftText.detailBytes,
            let object = try? JSONParser().parse(sent.bytes).objectValue
        else { return }
        for (key, value) in object where !own.contains(key) {
            writer.key(key)
            writer.value(value)
        }
    }

    /// That two agents work together.
    static func collaboration(
        _ primary: String, _ secondary: String, type: String, reason: String, at time: Timestamp
    ) -> [UInt8] {
        var writer = JSONWriter(reserving: 256)
        writer.object { writer in
            writer.field("type", "agent_collaboration")
            writer.field("primary_agent", primary.cut(to: AgentCraftText.sentenceBytes))
            writer.field("secondary_agent", secondary.cut(to: AgentCraftText.sentenceBytes))
            writer.field("collaboration_type", type.cut(to: AgentCraftText.nameBytes))
            writer.field("reason", reason.cut(to: AgentCraftText.sentenceBytes))
            writer.field("timestamp", time)
        }
        return writer.bytes
    }

    /// Where a session stands.
    static func state(_ session: AgentCraftSession, _ flavour: AgentCraftFlavour, at now: Timestamp) -> [UInt8] {
        frame("session_state", at: now) { writer in
            writer.field("session_id", session.row.session)
            writer.key("state")
            session.writeState(flavour, outputs: 10, to: &writer)
        }
    }

    /// A frame of the source's: what happened in a session, and where that leaves it.
    static func source(_ type: String, _ session: AgentCraftSession, at time: Timestamp) -> [UInt8] {
        frame(type, at: time) { writer in
            writer.field("session_id", session.row.session)
            writer.key("state")
            session.writeState(.source, outputs: 5, to: &writer)
        }
    }

    /// Entries of a session's log.
    static func logs(_ session: String?, _ entries: some Sequence<AgentCraftLogEntry>, at time: Timestamp) -> [UInt8] {
        frame("session_logs", at: time) { writer in
            writer.orNull("session_id", session)
            writer.array("logs") { writer in
                for entry in entries { entry.write(to: &writer) }
            }
        }
    }
}
