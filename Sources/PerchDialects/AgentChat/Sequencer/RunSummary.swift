import PerchJSON
import PerchModel

/// A run as the list of projects shows it.
struct RunSummary {
    let id: String
    var name: String
    var first: Timestamp
    var last: Timestamp
    var count: Int64 = 0
    var isRunning = false
    var hasFailed = false

    /// All runs, the most recent first.
    static func all(in board: ActionBoard) -> [RunSummary] {
        let names = names(in: board)
        return RunTally(board).runs.values.map { run in
            var run = run
            run.name = names[run.id] ?? run.id
            return run
        }.sorted { ($0.last, $0.id) > ($1.last, $1.id) }
    }

    /// What a run is called.
    static func name(of run: String, in board: ActionBoard) -> String { names(in: board)[run] ?? run }

    /// A session's query, else what the first task of a run was called.
    private static func names(in board: ActionBoard) -> [String: String] {
        var names: [String: String] = [:]
        for row in board.work.sorted(by: { ($0.start ?? .latest) < ($1.start ?? .latest) })
        where row.type == .task && row.parent == nil {
            guard let run = board.run(of: row), let name = row.name, names[run] == nil else { continue }
            names[run] = title(name)
        }
        for row in board.sessions {
            if let query = row.query { names[row.session] = query }
        }
        return names
    }

    /// The original's gateway puts these words before what was asked for.
    private static func title(_ name: String) -> String {
        let words = "Submit Prime Directive: "
        return name.hasPrefix(words) && name != words ? String(name.dropFirst(words.count)) : name
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("task_id", id)
            writer.field("task_name", name)
            writer.field("first_action", first.withOffset)
            writer.field("last_action", last.withOffset)
            writer.field("action_count", count)
            writer.field("is_running", isRunning)
            writer.field("status", isRunning ? "running" : hasFailed ? "error" : "completed")
        }
    }
}
