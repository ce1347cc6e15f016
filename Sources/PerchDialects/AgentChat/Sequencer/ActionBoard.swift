import PerchModel

/// Everything the timeline is made of, gathered from the world once for a question.
///
/// What the original calls a task or project is a run here: the run of conversations, the session of everything else, and for work
/// that was reported in no session the task it is all part of.
struct ActionBoard {
    let agents: [AgentRow]
    let work: [WorkRow]
    let threads: [ThreadRow]
    let messages: [MessageRow]
    let sessions: [SessionRow]
    /// The parts of work that were reported in no session.
    private let loose: [WorkID: WorkRow]

    /// The phase of a session that somebody has taken off the lists.
    static let deletedPhase = "deleted"

    init(_ picture: any Picture, project: String?) {
        var agents: [AgentRow] = []
        var work: [WorkRow] = []
        var sessions: [SessionRow] = []
        picture.forEachRow(ofKind: .agent, project: project) { if case .agent(let row) = $0 { agents.append(row) } }
        picture.forEachRow(ofKind: .work, project: project) { if case .work(let row) = $0 { work.append(row) } }
        picture.forEachRow(ofKind: .session, project: project) {
            if case .session(let row) = $0 { sessions.append(row) }
        }
        let hidden = Set(sessions.filter { $0.phase == Self.deletedPhase }.map(\.session))
        self.agents = agents
        self.sessions = sessions.filter { !hidden.contains($0.session) }
        threads = ChatRows.threads(in: picture, project).filter { !hidden.contains($0.runID ?? "") }
        messages = ChatRows.messages(in: picture, project).filter { !hidden.contains($0.runID ?? "") }
        let tasks = work.filter { $0.type == .task && $0.session == nil }
        let loose = Dictionary(tasks.map { (WorkID(project: $0.project, work: $0.id), $0) }) { $1 }
        self.loose = loose
        self.work = work.filter { !hidden.contains(Self.run(of: $0, loose) ?? "") }
    }

    /// The run that a piece of work belongs to.
    func run(of row: WorkRow) -> String? { Self.run(of: row, loose) }

    /// Parents are followed so far; what is deeper, or goes round in a circle, is a run of its own.
    private static let depth = 32

    private static func run(of row: WorkRow, _ loose: [WorkID: WorkRow]) -> String? {
        if let session = row.session { return session }
        guard row.type == .task else { return nil }
        var row = row
        for _ in 0..<depth {
            guard let parent = row.parent else { break }
            guard let next = loose[WorkID(project: row.project, work: parent)] else { return parent }
            row = next
        }
        return row.id
    }
}

/// What tells pieces of work of several projects apart.
private struct WorkID: Hashable {
    let project: String
    let work: String
}
