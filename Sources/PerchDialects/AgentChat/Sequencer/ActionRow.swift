import PerchJSON
import PerchModel

/// An entry of the action log.
struct ActionRow {
    let id: String
    let run: String?
    var time: Timestamp
    var parent: String?
    var from: String?
    var to: String?
    var action: String?
    var name: String?
    var status: String?
    /// What the sender told besides.
    var more: ActionMore?

    /// What an event about a task tells; nil where it is about something else.
    init?(_ event: Event) {
        guard let (report, status) = Self.report(event.body) else { return nil }
        (id, run, time) = (report.task, event.session, event.time)
        (parent, action, name) = (report.parent, report.action, report.name)
        self.status = report.status ?? status
        turn(giver: report.from, doer: report.to ?? event.agent)
        more = event.draft.data.flatMap(ActionMore.init)
    }

    /// A piece of work as the world shows it.
    init(_ row: WorkRow, in run: String?) {
        (id, self.run, time) = (row.id, run, row.start ?? row.end ?? .earliest)
        (parent, action, name) = (row.parent, row.action, row.name)
        status = row.status ?? TimelineStatus.of(row)
        turn(giver: row.from, doer: row.to ?? row.agent)
    }

    private mutating func turn(giver: String?, doer: String?) {
        (from, to) = ActionWords.goesUp(action) ? (doer, giver) : (giver, doer)
    }

    private static func report(_ body: Body) -> (TaskReport, String)? {
        switch body {
        case .taskStarted(let report), .taskUpdated(let report): (report, "running")
        case .taskFinished(let report): (report, "completed")
        default: nil
        }
    }

    /// Takes up what is told of the same task later.
    mutating func take(_ later: ActionRow) {
        parent = later.parent ?? parent
        from = later.from ?? from
        to = to ?? later.to
        action = later.action ?? action
        name = later.name ?? name
        status = later.status ?? status
        more = more ?? later.more
    }

    func writeFields(to writer: inout JSONWriter) {
        writer.number("log_id", LogNumber(id))
        writer.orNull("task_id", run)
        writer.number("parent_log_id", parent.map(LogNumber.init))
        writer.field("timestamp", time.withOffset)
        writer.orNull("from_agent", from)
        writer.orNull("to_agent", to)
        writer.field("action_type", action ?? "delegate")
        writer.field("action_name", name ?? id)
        writer.orNull("status", status)
        writer.field("action_data", more?.data ?? .emptyObject)
        writer.field("tier_from", more?.tierFrom ?? .null)
        writer.field("tier_to", more?.tierTo ?? .null)
    }
}

/// What an action's sender told that no field of a task holds.
struct ActionMore: Sendable, Equatable {
    var data: JSONText?
    var tierFrom: JSONText?
    var tierTo: JSONText?

    /// Reads it from the sender's data.
    init?(_ text: JSONText) {
        guard let object = try? JSONParser().parse(text.bytes).objectValue else { return nil }
        self.init(object)
    }

    init?(_ object: JSONObject) {
        (data, tierFrom, tierTo) = (
            object.value("action_data")?.text(), object.value("tier_from")?.text(), object.value("tier_to")?.text()
        )
        if data == nil, tierFrom == nil, tierTo == nil { return nil }
    }
}
