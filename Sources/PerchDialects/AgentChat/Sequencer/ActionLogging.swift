import PerchJSON
import PerchModel

/// Takes entries of the action log in: an entry that goes on is a task that began, any other one that has ended.
enum ActionLogging {
    @Sendable static func log(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let entry = try ActionEntry(ask)
        return .look { picture in
            let ended = entry.isReport ? open(for: entry, in: picture, ask.project) : nil
            let drafts = [entry.draft(ask)] + [ended.map { entry.ending(of: $0, ask) }].compactMap { $0 }
            let answer = Answer.object { writer in
                writer.field("log_id", ask.stamp)
                writer.field("timestamp", ask.now.withOffset)
            }
            return .report(drafts, answer)
        }
    }

    /// The task that a report is about: the one it names as its parent where the reporter does it, else the last one that whoever is
    /// reported to has given to the reporter.
    private static func open(for entry: ActionEntry, in picture: any Picture, _ project: String?) -> WorkRow? {
        var (named, last): (WorkRow?, WorkRow?)
        picture.forEachRow(ofKind: .work, project: project ?? Draft.defaultProject) { row in
            guard case .work(let row) = row, row.type == .task, row.state == .running, row.session == entry.run,
                row.to == entry.from
            else { return }
            if row.id == entry.parent { named = row }
            if row.from == entry.to, (last?.start ?? .earliest) <= (row.start ?? .earliest) { last = row }
        }
        return named ?? last
    }
}

/// An entry of the action log as it was posted.
struct ActionEntry: Sendable {
    let run: String
    let parent: String?
    let from: String?
    let to: String?
    private let action: String
    private let name: String?
    private let status: String?
    private let progress: Double?
    private let more: ActionMore?

    init(_ ask: Ask) throws(PerchError) {
        let order = try ChatOrder(ask)
        run = try ChatOrder.present(order.name("task_id"), "task_id")
        action = try ChatOrder.present(order.name("action_type"), "action_type").lowercased()
        from = try order.name("from_agent")
        to = try order.name("to_agent")
        name = try order.text("action_name")
        status = try order.text("status")?.lowercased()
        let object = try ask.object()
        parent = try Self.number(object)
        progress = object["action_data"]?.objectValue?["progress"]?.doubleValue
        more = ActionMore(object)
    }

    private static func number(_ object: JSONObject) throws(PerchError) -> String? {
        guard let element = object.value("parent_log_id") else { return nil }
        if let number = element.int64Value { return String(number) }
        guard let text = element.stringValue, text.isName else {
            throw ChatOrder.refusal("parent_log_id", "must be the log_id of an action")
        }
        return text
    }

    var isReport: Bool { ActionWords.isReport(action) }

    /// Whether it is something that goes on.
    private var goesOn: Bool {
        if ActionWords.goesUp(action) { return false }
        switch status {
        case "running", "in_progress", "started", "pending", "queued", "waiting", "blocked", "awaiting_approval",
            "stuck":
            return true
        case nil: return ["delegat", "assign", "submit", "start"].contains { action.contains($0) }
        default: return false
        }
    }

    /// The entry as a task of its own.
    func draft(_ ask: Ask) -> Draft {
        let (giver, doer) = ActionWords.goesUp(action) ? (to, from) : (from, to)
        let report = TaskReport(
            task: String(ask.stamp), name: name, from: giver, to: doer, action: action, parent: parent,
            progress: progress, status: status)
        var draft = ChatDraft.of(
            goesOn ? .taskStarted(report) : .taskFinished(report), in: run, by: speaker, ask)
        draft.data = data(report)
        return draft
    }

    /// The end of what it reports about.
    func ending(of row: WorkRow, _ ask: Ask) -> Draft {
        let hasFailed = action.contains("error") || action.contains("fail")
        let report = TaskReport(task: row.id, status: status ?? (hasFailed ? "error" : "completed"))
        return ChatDraft.of(.taskFinished(report), in: run, by: speaker, ask)
    }

    /// Who is seen to do something by it. What is logged of a person is no word of theirs.
    private var speaker: String? { [from, to].compactMap { $0 }.first { !Person.isNamed($0) } }

    private func data(_ report: TaskReport) -> JSONText? {
        guard let more else { return nil }
        var writer = JSONWriter()
        writer.object { writer in
            report.write(to: &writer)
            writer.field("action_data", more.data)
            writer.field("tier_from", more.tierFrom)
            writer.field("tier_to", more.tierTo)
        }
        return writer.text
    }
}
