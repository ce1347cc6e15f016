import PerchJSON
import PerchModel

/// The doors that are asked.
enum AgentCraftPages {
    static let doors: [Door] = [
        .get("/api/ws/stats", stats),
        .get("/ws/stats", stats),
        .get("/api/ws/sessions/{session_id}/logs", logs),
        .get("/api/ws/sessions/{session_id}/state", state),
        .get("/api/test/websocket-status", sockets),
        .get("/api/efficiency/health-check", health),
    ]

    /// At most so many connections are listed.
    private static let connectionLimit = 1_000

    @Sendable private static func stats(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let clients = ask.audience.attendees(of: AgentCraftDialect.name)
        let sent = ask.audience.totals(of: AgentCraftDialect.name).messages
        let project = ask.project
        return .survey { picture in
            let scene = AgentCraftScene(picture, project: project)
            return .done(
                .object { writer in
                    writer.field("success", true)
                    writer.object("stats") { write(clients, sent: sent, to: &$0) }
                    writer.object("realtime_sessions") { write(scene, to: &$0) }
                })
        }
    }

    private static func write(_ clients: [Attendee], sent: Int, to writer: inout JSONWriter) {
        writer.field("active_connections", clients.count)
        writer.field("total_messages_sent", sent)
        writer.array("connections") { writer in
            for client in clients.prefix(connectionLimit) {
                writer.object { writer in
                    writer.orNull("client_id", client.label)
                    writer.epoch("connected_at", client.since)
                    writer.field("message_count", client.messages)
                }
            }
        }
    }

    private static func write(_ scene: AgentCraftScene, to writer: inout JSONWriter) {
        let active = scene.active()
        writer.field("total_sessions", active.total)
        writer.field("active_agents", scene.agents.values.count { $0.isActive })
        writer.array("sessions") { writer in
            for session in active.sessions { session.writeItem(to: &writer) }
        }
    }

    /// What is known of a session's log, the last thousand entries of it.
    @Sendable private static func logs(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let (session, project) = (ask[parameter: "session_id"], ask.project)
        let answer: @Sendable ([AgentCraftLogEntry]) -> Answer = { entries in
            .object { writer in
                writer.field("success", true)
                writer.field("session_id", session)
                writer.array("logs") { writer in
                    for entry in entries { entry.write(to: &writer) }
                }
                writer.field("total_logs", entries.count)
            }
        }
        guard session.isName else { return .done(answer([])) }
        guard ask.isRewound else {
            return AgentCraftLogs.last(1_000, of: session, project: project, then: answer)
        }
        return .survey { picture in
            AgentCraftLogs.last(1_000, of: session, project: project, before: picture.seq + 1, then: answer)
        }
    }

    /// Of a session that is not known it says so with the status 200, as clients of the source expect.
    @Sendable private static func state(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let (id, project) = (ask[parameter: "session_id"], ask.project)
        return .survey { picture in
            let session = AgentCraftSession(id, project: project, in: picture)
            return .done(
                .object { writer in
                    writer.field("success", session != nil)
                    writer.field("session_id", id)
                    guard let session else { return writer.field("error", "Session not found") }
                    writer.key("state")
                    session.writeState(.source, outputs: 50, to: &writer)
                })
        }
    }

    @Sendable private static func sockets(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        .done(
            .object { writer in
                writer.array("websocket_routes") { writer in
                    for socket in AgentCraftDialect.sockets {
                        writer.object { writer in
                            writer.field("path", socket.path)
                            writer.field("name", "websocket_agent_tracking")
                            writer.field("methods", [] as [String])
                        }
                    }
                }
                writer.field("all_routes_count", AgentCraftDialect().doors.count)
            })
    }

    @Sendable private static func health(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let (now, project) = (ask.now, ask.project)
        return .survey { picture in
            let active = AgentCraftScene(listing: picture, project: project).active(0).total
            return .done(
                .object { writer in
                    writer.field("overall_status", "healthy")
                    writer.field("timestamp", now)
                    writer.object("checks") { writer in
                        writer.object("websockets") { writer in
                            writer.field("status", "healthy")
                            writer.field("active_sessions", active)
                        }
                    }
                })
        }
    }
}
