import PerchJSON
import PerchModel

/// What the sequencer draws: agents, and what they do, of one run or of all.
struct SequencerTimeline {
    private let board: ActionBoard
    private let run: String?
    private let tasks: [TimelineTask]

    init(_ board: ActionBoard, run: String?) {
        self.board = board
        self.run = run
        let work = board.work.map { TimelineTask($0, in: board.run(of: $0)) }
        let tasks = (work + board.messages.map(TimelineTask.init)).filter { run == nil || $0.run == run }
        self.tasks = tasks.sorted { ($0.start ?? .earliest) < ($1.start ?? .earliest) }
    }

    func write(to writer: inout JSONWriter, _ dedup: TimelineDedup, at now: Timestamp) {
        writer.object { writer in
            writer.array("agents", writeAgents)
            writer.array("tasks") { writer in
                for task in tasks { task.write(to: &writer) }
            }
            writer.array("tasks_deduplicated") { writer in
                for task in dedup.narrow(tasks) { task.write(to: &writer) }
            }
            writer.orNull("project_name", run.map { RunSummary.name(of: $0, in: board) })
            writer.field("timestamp", now.withOffset)
        }
    }

    // MARK: Agents

    private func writeAgents(to writer: inout JSONWriter) {
        let ranks = AgentRanks(board)
        var named = takingPart
        for row in board.agents where run == nil || row.session == run || named.contains(row.agent) {
            named.remove(row.agent)
            writer.agent(
                row.agent, name: row.name ?? row.agent, tier: ranks[row.agent], status: TimelineStatus.of(row),
                role: row.role ?? row.department)
        }
        for agent in named.sorted() {
            writer.agent(agent, name: agent, tier: ranks[agent], status: "idle", role: nil)
        }
    }

    /// Who is named in what is drawn, whether or not it has ever reported anything.
    private var takingPart: Set<String> {
        let threads = board.threads.filter { run == nil || $0.runID == run }.flatMap(\.participants)
        return Set(tasks.flatMap { [$0.agent, $0.from, $0.to].compactMap { $0 } } + threads)
    }
}

extension JSONWriter {
    fileprivate mutating func agent(_ id: String, name: String, tier: Int, status: String, role: String?) {
        object { writer in
            writer.field("service_id", id)
            writer.field("name", name)
            writer.field("tier", tier)
            writer.field("status", status)
            writer.orNull("agent_role", role)
        }
    }
}

/// Which of several blocks of the same agent and name are left out; messages never are.
enum TimelineDedup: String, CaseIterable {
    /// None.
    case none
    /// Those of programmers, who try the same thing again and again.
    case smart
    /// All but the last.
    case full

    /// What an agent does under one name, however often.
    private struct Attempts: Hashable {
        let agent: String
        let name: String
    }

    func narrow(_ tasks: [TimelineTask]) -> [TimelineTask] {
        var last: [Attempts: Int] = [:]
        for (place, task) in tasks.enumerated() {
            if let key = key(of: task) { last[key] = place }
        }
        return tasks.enumerated().filter { place, task in key(of: task).map { last[$0] == place } ?? true }
            .map(\.element)
    }

    private func key(of task: TimelineTask) -> Attempts? {
        guard task.message == nil, let agent = task.agent else { return nil }
        switch self {
        case .none: return nil
        case .smart where !agent.lowercased().hasPrefix("prog_"): return nil
        case .smart, .full: return Attempts(agent: agent, name: task.name)
        }
    }
}
