import PerchModel

/// Sums runs up out of what was done and said in them.
struct RunTally {
    private(set) var runs: [String: RunSummary] = [:]

    init(_ board: ActionBoard) {
        for row in board.work { count(row, in: board.run(of: row)) }
        for row in board.threads { count(row) }
    }

    private mutating func count(_ row: WorkRow, in run: String?) {
        note(run, from: row.start, to: row.end) { run in
            run.count += 1
            if row.state == .running { run.isRunning = true }
            if row.state == .failed { run.hasFailed = true }
        }
    }

    private mutating func count(_ row: ThreadRow) {
        note(row.runID, from: row.opened, to: row.closed ?? row.lastAt) { run in
            run.count += row.messages
            if row.state == .open { run.isRunning = true }
            if row.state == .closed, ThreadCard(row).status == "failed" { run.hasFailed = true }
        }
    }

    private mutating func note(
        _ id: String?, from start: Timestamp?, to end: Timestamp?, _ body: (inout RunSummary) -> Void
    ) {
        guard let id, let start = start ?? end else { return }
        var run = runs[id] ?? RunSummary(id: id, name: id, first: start, last: start)
        run.first = min(run.first, start)
        run.last = max(run.last, end ?? start)
        body(&run)
        runs[id] = run
    }
}
