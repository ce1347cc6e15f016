import PerchJSON
import PerchModel

extension HtmlGraphDialect {
    /// How the synchronisation stands, what came of it, and how it is set up. Nothing is pushed or pulled here: agents do that, and
    /// tell it.
    var syncDoors: [Door] {
        [
            .get("/api/sync/status", Self.syncStatus),
            .get("/api/sync/history", Self.syncHistory),
            .post("/api/sync/push") { ask throws(PerchError) in try Self.synchronise(ask, .push) },
            .post("/api/sync/pull") { ask throws(PerchError) in try Self.synchronise(ask, .pull) },
            .post("/api/sync/config", scope: .control, Self.configure),
            .post("/api/sync/start", scope: .control) { ask throws(PerchError) in
                Self.set(ask, status: "started") { $0.isRunning = true }
            },
            .post("/api/sync/stop", scope: .control) { ask throws(PerchError) in
                Self.set(ask, status: "stopped") { $0.isRunning = false }
            },
        ]
    }

    private static func project(_ ask: Ask) -> String { ask.project ?? Draft.defaultProject }

    @Sendable private static func syncStatus(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        .look { picture in
            let sync = HtmlGraphSync(of: project(ask), in: picture)
            return .done(.json { sync.write(to: &$0) })
        }
    }

    @Sendable private static func syncHistory(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let limit = try number(ask, "limit", in: 1...1000) ?? 50
        let filter = EventFilter(kinds: ["sync.changed"], project: project(ask))
        return .look { picture in
            let query = EventQuery(before: picture.seq + 1, limit: limit, newestFirst: true, filter: filter)
            return .recall(query) { recalled in
                .done(
                    .object { writer in
                        writer.array("history") { writer in
                            for event in recalled.batch.events { write(event, to: &writer) }
                        }
                    })
            }
        }
    }

    private static func write(_ event: Event, to writer: inout JSONWriter) {
        guard case .syncChanged(let sync) = event.body, sync.config == nil else { return }
        writer.syncResult(sync, at: event.time)
    }

    /// Somebody pushes or pulls, or tells what came of it. Who tells nothing is told to wait where it was done only just now.
    private static func synchronise(
        _ ask: Ask, _ operation: HtmlGraphSyncOperation
    ) throws(PerchError) -> Reaction<Answer> {
        let result = try HtmlGraphSyncResult(ask, operation)
        let isForced = ["true", "1"].contains(ask.query("force")?.lowercased())
        let draft = Draft(
            .syncChanged(result.sync), source: name, project: project(ask), session: header(ask, "x-session-id"),
            agent: header(ask, "x-agent-id"))
        return .look { picture in
            let sync = HtmlGraphSync(of: project(ask), in: picture)
            if !isForced, !result.isReport, let seconds = sync.tooSoon(operation, at: ask.now) {
                return .done(.json { $0.syncResult(result.skipped(after: seconds), at: ask.now) })
            }
            return .report([draft], .json { $0.syncResult(result.sync, at: ask.now) })
        }
    }

    /// Who it is may be told here; it need not be.
    private static func header(_ ask: Ask, _ header: String) -> String? {
        ask.headers[header].flatMap { $0.isEmpty ? nil : $0 }
    }

    @Sendable private static func configure(_ ask: Ask) throws(PerchError) -> Reaction<Answer> {
        let push = try interval(ask, "push_interval")
        let pull = try interval(ask, "pull_interval")
        let strategy = ask.query("conflict_strategy")
        if let strategy, !HtmlGraphSyncConfig.strategies.contains(strategy) {
            throw PerchError(
                .invalidParameter, "Invalid conflict strategy: \(strategy)", parameter: "conflict_strategy")
        }
        return set(ask, status: "success") { config in
            config.pushInterval = push ?? config.pushInterval
            config.pullInterval = pull ?? config.pullInterval
            config.strategy = strategy ?? config.strategy
        }
    }

    private static func interval(_ ask: Ask, _ name: String) throws(PerchError) -> Int64? {
        try number(ask, name, in: 10...86_400_000).map(Int64.init)
    }

    private static func set(
        _ ask: Ask, status: String, _ change: @escaping @Sendable (inout HtmlGraphSyncConfig) -> Void
    ) -> Reaction<Answer> {
        .look { picture in
            let sync = HtmlGraphSync(of: project(ask), in: picture)
            var config = sync.config
            change(&config)
            let (body, changed) = (config.body(status: sync.status), config)
            return .report(
                [Draft(body, source: name, project: project(ask))],
                .object { writer in
                    writer.field("status", status)
                    writer.key("config")
                    changed.write(to: &writer)
                })
        }
    }
}
