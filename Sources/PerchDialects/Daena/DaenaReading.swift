import PerchJSON
import PerchModel

/// The endpoints that are asked.
enum DaenaReading {
    /// As many activities as are remembered.
    private static let history = 1_000

    static var doors: [Door] {
        [
            .get(DaenaDialect.path("agent-status"), agentStatus),
            .get(DaenaDialect.path("activity-feed")) { ask throws(PerchError) in
                do throws(DaenaInvalid) { return try activityFeed(ask) } catch { return .done(error.answer) }
            },
            .get(DaenaDialect.path("active-collaborations"), activeCollaborations),
            .get(DaenaDialect.path("collaborations")) { ask throws(PerchError) in
                do throws(DaenaInvalid) { return try collaborations(ask) } catch { return .done(error.answer) }
            },
        ]
    }

    @Sendable private static func agentStatus(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        .survey { picture in .done(.object { DaenaBoard(picture, project: ask.project).writeStatus(to: &$0) }) }
    }

    // MARK: Activities

    @Sendable private static func activityFeed(_ ask: Ask) throws(DaenaInvalid) -> Reaction<Answer> {
        let limit = try limit(ask)
        return .survey { picture in
            let known = activities(picture, ask.project)
            let query = EventQuery(
                before: picture.seq + 1, limit: history, newestFirst: true,
                filter: EventFilter(kinds: DaenaNotices.kinds, project: ask.project))
            return .recall(query) { .done(feed(known + notices($0), ask, limit)) }
        }
    }

    /// What was recorded, and who appeared.
    private static func activities(_ picture: some Picture, _ project: String?) -> [DaenaActivity] {
        var activities: [DaenaActivity] = []
        picture.forEachRow(ofKind: .activity, project: project) { row in
            if case .activity(let activity) = row { activities.append(DaenaActivity(activity)) }
        }
        picture.forEachRow(ofKind: .agent, project: project) { row in
            if case .agent(let agent) = row, let notice = DaenaNotices.appearance(of: agent) {
                activities.append(notice)
            }
        }
        return activities
    }

    /// What other systems reported besides; the newest comes first, so that who ended a task is known before who began it.
    private static func notices(_ recalled: Recalled) -> [DaenaActivity] {
        var finished: Set<DaenaKey> = []
        return recalled.batch.events.compactMap { event in
            var notice = DaenaNotices.notice(of: event)
            switch event.body {
            case .taskFinished(let task): finished.insert(DaenaKey(event.project, task.task))
            case .taskStarted(let task) where finished.contains(DaenaKey(event.project, task.task)):
                notice?.status = .completed
            default: break
            }
            return notice
        }
    }

    private static func feed(_ activities: [DaenaActivity], _ ask: Ask, _ limit: Int) -> Answer {
        let agent = ask.query("agent_id")
        let newest = activities.sorted { ($0.time, $0.seq) > ($1.time, $1.seq) }.prefix(history)
        let shown = newest.filter { agent == nil || $0.agent == agent }.prefix(limit)
        return .object { writer in
            writer.array("activities") { writer in
                for activity in shown { activity.write(to: &writer) }
            }
            writer.field("total", shown.count)
            writer.orNull("agent_id", agent)
        }
    }

    private static func limit(_ ask: Ask) throws(DaenaInvalid) -> Int {
        guard let text = ask.query("limit") else { return 50 }
        func fault(_ type: String, _ message: String) -> DaenaInvalid {
            DaenaInvalid(type: type, place: ["query", "limit"], message: message)
        }
        guard let limit = Int(text) else {
            throw fault("int_parsing", "Input should be a valid integer, unable to parse string as an integer")
        }
        guard limit >= 1 else { throw fault("greater_than_equal", "Input should be greater than or equal to 1") }
        guard limit <= 500 else { throw fault("less_than_equal", "Input should be less than or equal to 500") }
        return limit
    }

    // MARK: Collaborations

    @Sendable private static func activeCollaborations(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        .survey { picture in
            let active = rows(picture, ask.project).filter { $0.state == .active }
            return .done(list(active) { $0.writeSession(to: &$1) })
        }
    }

    /// The history: those that are over as well where that is asked for, each with what was decided in it.
    @Sendable private static func collaborations(_ ask: Ask) throws(DaenaInvalid) -> Reaction<Answer> {
        let all = try DaenaFields.flag(ask, "include_ended") ?? false
        return .look { picture in
            let decisions = decisions(picture, ask.project)
            let shown = rows(picture, ask.project).filter { all || $0.state == .active }
            return .done(
                list(shown) { row, writer in
                    row.writeSession(to: &writer)
                    writer.field("status", row.state.rawValue)
                    writer.orNull("session_type", row.type)
                    writer.orNull("ended_at", row.ended?.description)
                    writer.array("decisions") { writer in
                        for one in decisions[DaenaKey(row.project, row.collaboration)] ?? [] {
                            one.write(decisionTo: &writer)
                        }
                    }
                })
        }
    }

    private static func list(
        _ rows: [CollaborationRow], _ fields: (CollaborationRow, inout JSONWriter) -> Void
    ) -> Answer {
        .object { writer in
            writer.array("collaborations") { writer in
                for row in rows { writer.object { fields(row, &$0) } }
            }
            writer.field("total", rows.count)
        }
    }

    /// The oldest first.
    private static func rows(_ picture: some Picture, _ project: String?) -> [CollaborationRow] {
        var rows: [CollaborationRow] = []
        picture.forEachRow(ofKind: .collaboration, project: project) { row in
            if case .collaboration(let collaboration) = row { rows.append(collaboration) }
        }
        return rows.sorted { ($0.started ?? .earliest, $0.key) < ($1.started ?? .earliest, $1.key) }
    }

    private static func decisions(_ picture: some Picture, _ project: String?) -> [DaenaKey: [DecisionRow]] {
        var decisions: [DaenaKey: [DecisionRow]] = [:]
        picture.forEachRow(ofKind: .decision, project: project) { row in
            guard case .decision(let decision) = row, let collaboration = decision.collaboration else { return }
            decisions[DaenaKey(decision.project, collaboration), default: []].append(decision)
        }
        return decisions
    }
}

extension DecisionRow {
    fileprivate func write(decisionTo writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("decision", decision)
            writer.orNull("agent_id", agent)
            writer.field("timestamp", time.secondsSince1970)
            writer.field("metadata", metadata.asObject)
        }
    }
}
