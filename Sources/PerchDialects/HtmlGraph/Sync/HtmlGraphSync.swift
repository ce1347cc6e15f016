import PerchJSON
import PerchModel

/// How a synchronisation is set up: the six words of the original, and whether it is meant to go by itself.
struct HtmlGraphSyncConfig: Sendable, Equatable {
    var pushInterval: Int64 = 300
    var pullInterval: Int64 = 60
    var remote = "origin"
    var branch = "main"
    var strategy = "auto_merge"
    var path = ".htmlgraph"
    var isRunning = false

    static let strategies = ["auto_merge", "abort_on_conflict", "ours", "theirs"]

    /// The usual.
    init() {}

    /// What was last told of it, whoever told it; the usual where it is something else.
    init(_ text: JSONText?) {
        guard let text, let fields = try? JSONParser().parse(text.bytes).objectValue else { return }
        pushInterval = fields["push_interval"]?.int64Value ?? pushInterval
        pullInterval = fields["pull_interval"]?.int64Value ?? pullInterval
        remote = fields["remote"]?.stringValue ?? remote
        branch = fields["branch"]?.stringValue ?? branch
        strategy = fields["conflict_strategy"]?.stringValue ?? strategy
        path = fields["sync_path"]?.stringValue ?? path
        isRunning = fields["running"]?.boolValue ?? isRunning
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("push_interval", pushInterval)
            writer.field("pull_interval", pullInterval)
            writer.field("remote", remote)
            writer.field("branch", branch)
            writer.field("conflict_strategy", strategy)
            writer.field("sync_path", path)
            writer.field("running", isRunning)
        }
    }

    /// It as the event that tells it; how the synchronisation stands does not change by it.
    func body(status: String) -> Body {
        var writer = JSONWriter()
        write(to: &writer)
        return .syncChanged(SyncChanged(status: status, config: writer.text))
    }
}

/// The two things that a synchronisation does.
enum HtmlGraphSyncOperation: String, Sendable {
    case push, pull

    /// What it is called while it goes on.
    var ongoing: String { self == .push ? "pushing" : "pulling" }
}

/// How the synchronisation of a project stands.
struct HtmlGraphSync: Sendable {
    let row: SyncRow?
    let config: HtmlGraphSyncConfig

    init(of project: String, in picture: some Picture) {
        if case .sync(let row)? = picture.row(ofKind: .sync, RowKey.joined(project, "sync")) {
            self.row = row
        } else {
            row = nil
        }
        config = HtmlGraphSyncConfig(row?.config)
    }

    var status: String { row?.status ?? "idle" }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("status", status)
            writer.orNull("last_push", row?.lastPush?.description)
            writer.orNull("last_pull", row?.lastPull?.description)
            writer.key("config")
            config.write(to: &writer)
        }
    }

    /// How many seconds ago it was done last, where that is less than its interval.
    func tooSoon(_ operation: HtmlGraphSyncOperation, at now: Timestamp) -> Int64? {
        let (last, interval) =
            operation == .push ? (row?.lastPush, config.pushInterval) : (row?.lastPull, config.pullInterval)
        guard let last else { return nil }
        let seconds = (now.microseconds - last.microseconds) / 1_000_000
        return seconds < interval ? max(0, seconds) : nil
    }
}
