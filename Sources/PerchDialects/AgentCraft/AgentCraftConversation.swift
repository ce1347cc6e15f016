import PerchJSON
import PerchModel

/// One client of the tracking socket: the sessions that run, what happens, and answers to what it asks.
struct AgentCraftConversation: Conversation {
    private var subscription: AgentCraftSubscription
    private var rate = AgentCraftRate()

    /// A client that has said nothing for so long is asked whether it is there.
    private static let silence = Step.wake(milliseconds: 30_000)

    init(_ subscription: AgentCraftSubscription) {
        self.subscription = subscription
    }

    mutating func begin(at now: Timestamp) -> Reaction<[Step]> {
        .done([Self.silence, .follow(subscription)])
    }

    mutating func wake(at now: Timestamp) -> Reaction<[Step]> {
        .done([.say(AgentCraftFrames.ping(at: now)), Self.silence])
    }

    mutating func hear(_ text: [UInt8], at now: Timestamp) -> Reaction<[Step]> {
        let command: Result<AgentCraftCommand, PerchError>
        do { command = .success(try AgentCraftCommand(text)) } catch { command = .failure(error) }
        if case .success(.pong) = command { return .done([Self.silence]) }
        switch rate.take(at: now) {
        case .ok: break
        case .excess: return .done([Self.silence])
        case .firstExcess: return .done([Self.silence, error(AgentCraftRate.refusal, now)])
        }
        switch command {
        case .success(let command): return obey(command, now)
        case .failure(let fault): return .done([Self.silence, error(fault, now)])
        }
    }

    /// What cannot be had now is told; only what will pass ends the connection, so that the client comes back for it.
    mutating func refused(_ error: PerchError, at now: Timestamp) -> [Step] {
        guard !error.code.isTemporary else { return [.close(error.code.closeCode, reason: error.message)] }
        return [self.error(error, now)]
    }

    private func error(_ fault: PerchError, _ now: Timestamp) -> Step {
        .say(AgentCraftFrames.error(fault, at: now))
    }

    private mutating func obey(_ command: AgentCraftCommand, _ now: Timestamp) -> Reaction<[Step]> {
        switch command {
        case .pong: return .done([Self.silence])
        case .ping: return .done([Self.silence, .say(AgentCraftFrames.pong(at: now))])
        case .state(let session): return state(session, now)
        case .logs(let session):
            return AgentCraftLogs.last(50, of: session, project: subscription.project) { entries in
                [Self.silence, .say(AgentCraftFrames.logs(session, entries, at: now))]
            }
        case .startLogs(let session):
            subscription.logs = session.map { .session($0) } ?? .all
            return change(
                AgentCraftFrames.frame("log_streaming_started", at: now) { writer in
                    writer.field("session_id", session ?? "default")
                    writer.field("message", "CrewAI log streaming enabled")
                })
        case .stopLogs:
            subscription.logs = .none
            return change(
                AgentCraftFrames.frame("log_streaming_stopped", at: now) { writer in
                    writer.field("message", "CrewAI log streaming disabled")
                })
        }
    }

    /// What is told changes first, so that whatever is reported once the client knows is as it was told.
    private func change(_ answer: [UInt8]) -> Reaction<[Step]> {
        .done([Self.silence, .change(to: subscription), .say(answer)])
    }

    private func state(_ id: String, _ now: Timestamp) -> Reaction<[Step]> {
        let (project, flavour) = (subscription.project, subscription.flavour)
        return .survey { picture in
            let session = AgentCraftSession(id, project: project, in: picture)
            let answer =
                session.map { AgentCraftFrames.state($0, flavour, at: now) }
                ?? AgentCraftFrames.frame("session_not_found", at: now) { $0.field("session_id", id) }
            return .done([Self.silence, .say(answer)])
        }
    }
}

/// How much a client may say: 60 messages in any minute. What is more is passed over, and said so once a minute.
struct AgentCraftRate: Sendable {
    enum Verdict: Equatable { case ok, excess, firstExcess }

    private var spent: [Timestamp] = []
    private var warned: Timestamp?

    static let count = 60
    private static let window: Int64 = 60_000_000

    static let refusal = PerchError(
        .rateLimited, "At most \(count) messages a minute; what is more is passed over.")

    mutating func take(at now: Timestamp) -> Verdict {
        spent.removeAll { now.microseconds - $0.microseconds >= Self.window }
        guard spent.count >= Self.count else {
            spent.append(now)
            return .ok
        }
        if let warned, now.microseconds - warned.microseconds < Self.window { return .excess }
        warned = now
        return .firstExcess
    }
}

/// What a session's log says.
enum AgentCraftLogs {
    /// The last entries, the oldest first; none of a session that is not known.
    static func last<Outcome: Sendable>(
        _ count: Int, of session: String, project: String?, before end: Seq? = nil,
        then: @escaping @Sendable ([AgentCraftLogEntry]) -> Outcome
    ) -> Reaction<Outcome> {
        let filter = EventFilter(kinds: AgentCraftLogEntry.kinds, session: session, project: project)
        return .recall(EventQuery(before: end, limit: count, newestFirst: true, filter: filter)) { recalled in
            .look { picture in
                .done(
                    then(
                        recalled.batch.events.reversed().compactMap { event in
                            AgentCraftLogEntry(event) { title($0, in: event.project, picture) }
                        }))
            }
        }
    }

    private static func title(_ agent: String, in project: String, _ picture: some Picture) -> String {
        guard case .agent(let row) = picture.row(ofKind: .agent, RowKey.joined(project, agent)) else { return agent }
        return row.name ?? agent
    }
}
