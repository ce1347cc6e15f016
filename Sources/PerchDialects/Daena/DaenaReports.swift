import PerchJSON
import PerchModel

/// The endpoints that are reported to.
enum DaenaReports {
    /// How many activities of an agent are taken in a second.
    static let activitiesPerSecond = 10
    /// What the limit is called where it is met.
    static let limitKey = "agent_activity"

    static var doors: [Door] {
        [
            post("record-activity", recordActivity),
            post("complete-activity", completeActivity),
            post("start-collaboration", startCollaboration),
            post("end-collaboration", endCollaboration),
            post("record-memory-update", recordMemory),
            post("record-decision", recordDecision),
        ]
    }

    private static func post(
        _ name: String, _ use: @escaping @Sendable (DaenaFields, Ask) throws(DaenaInvalid) -> Reaction<Answer>
    ) -> Door {
        .post(DaenaDialect.path(name)) { ask throws(PerchError) in
            do throws(DaenaInvalid) { return try use(DaenaFields(ask), ask) } catch { return .done(error.answer) }
        }
    }

    @Sendable private static func recordActivity(
        _ fields: DaenaFields, _ ask: Ask
    ) throws(DaenaInvalid) -> Reaction<Answer> {
        let agent = try fields.name("agent_id")
        let type = try fields.text("activity_type")
        let id = DaenaNotices.id(stamp: ask.stamp, agent)
        let activity = ActivityRecorded(
            type: type, activity: id, department: try fields.optional("department"),
            related: try fields.names("related_agents"), metadata: try fields.object("metadata"))
        guard DaenaActivityType(rawValue: type) != nil else { return .done(unknown(type)) }
        let ration = Ration(
            "daena-activity/" + RowKey.joined(project(ask), agent), count: activitiesPerSecond, seconds: 1)
        let draft = draft(.activityRecorded(activity), agent, ask)
        return .spend(ration) { report(draft) { $0.field("activity_id", id) } }
    }

    /// Daena says so with a 200.
    private static func unknown(_ type: String) -> Answer {
        .object { writer in
            writer.field("error", "Invalid activity type: \(type)")
            writer.field("valid_types", DaenaActivityType.allCases.map(\.rawValue))
        }
    }

    /// Of an activity that nobody knows, or that is over, nothing is told, and the answer is the same.
    @Sendable private static func completeActivity(
        _ fields: DaenaFields, _ ask: Ask
    ) throws(DaenaInvalid) -> Reaction<Answer> {
        let id = try fields.text("activity_id")
        let success = try fields.flag("success")
        return .look { picture in
            let row = picture.row(ofKind: .activity, RowKey.joined(project(ask), "activity", id))
            guard case .activity(let activity) = row, activity.state == .active else {
                return .done(done { $0.field("activity_id", id) })
            }
            let body = Body.activityCompleted(ActivityCompleted(activity: id, success: success))
            return report(draft(body, activity.agent, ask)) { $0.field("activity_id", id) }
        }
    }

    @Sendable private static func startCollaboration(
        _ fields: DaenaFields, _ ask: Ask
    ) throws(DaenaInvalid) -> Reaction<Answer> {
        guard let participants = try fields.names("participants", orBare: true) else {
            throw DaenaInvalid(type: "missing", place: ["body", "participants"], message: "Field required")
        }
        let id = "collab_\(ask.stamp)"
        let start = CollaborationStarted(
            collaboration: id, participants: participants, type: try fields.optional("session_type") ?? "general")
        return report(draft(.collaborationStarted(start), nil, ask)) { $0.field("session_id", id) }
    }

    /// Of a collaboration that nobody knows, or that is over, nothing is told, and the answer is the same.
    @Sendable private static func endCollaboration(
        _ fields: DaenaFields, _ ask: Ask
    ) throws(DaenaInvalid) -> Reaction<Answer> {
        let id = try fields.text("session_id")
        return .look { picture in
            guard let row = collaboration(id, ask, picture), row.state == .active else {
                return .done(done { $0.field("session_id", id) })
            }
            let body = Body.collaborationEnded(CollaborationEnded(collaboration: id))
            return report(draft(body, nil, ask)) { $0.field("session_id", id) }
        }
    }

    @Sendable private static func recordMemory(
        _ fields: DaenaFields, _ ask: Ask
    ) throws(DaenaInvalid) -> Reaction<Answer> {
        let memory = MemoryChanged(
            operation: try fields.text("operation"), item: try fields.text("item_id"),
            metadata: try fields.bareMetadata(unless: "operation"))
        return report(draft(.memoryChanged(memory), try fields.optionalName("agent_id"), ask)) { _ in }
    }

    /// A decision in a collaboration that nobody knows is none.
    @Sendable private static func recordDecision(
        _ fields: DaenaFields, _ ask: Ask
    ) throws(DaenaInvalid) -> Reaction<Answer> {
        let id = try fields.name("session_id")
        let decision = DecisionRecorded(
            decision: try fields.text("decision"), collaboration: id, metadata: try fields.object("metadata"))
        let draft = draft(.decisionRecorded(decision), try fields.optionalName("agent_id"), ask)
        return .look { picture throws(PerchError) in
            guard collaboration(id, ask, picture) != nil else {
                throw PerchError(.notFound, "There is no collaboration of this session_id.")
            }
            return report(draft) { $0.field("session_id", id) }
        }
    }

    private static func collaboration(_ id: String, _ ask: Ask, _ picture: any Picture) -> CollaborationRow? {
        let row = picture.row(ofKind: .collaboration, RowKey.joined(project(ask), "collaboration", id))
        guard case .collaboration(let collaboration) = row else { return nil }
        return collaboration
    }

    private static func project(_ ask: Ask) -> String { ask.project ?? Draft.defaultProject }

    private static func draft(_ body: Body, _ agent: String?, _ ask: Ask) -> Draft {
        Draft(body, source: DaenaDialect.name, project: project(ask), agent: agent)
    }

    private static func report(_ draft: Draft, _ fields: (inout JSONWriter) -> Void) -> Reaction<Answer> {
        .reportSeen([draft], done(fields))
    }

    private static func done(_ fields: (inout JSONWriter) -> Void) -> Answer {
        .object { writer in
            writer.field("success", true)
            fields(&writer)
        }
    }
}
