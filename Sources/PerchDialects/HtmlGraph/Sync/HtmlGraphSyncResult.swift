import PerchJSON
import PerchModel

/// What came of a push or a pull, as whoever did it tells it.
struct HtmlGraphSyncResult: Sendable {
    let sync: SyncChanged
    /// Whether anything was told; if not, somebody only says that it begins.
    let isReport: Bool

    private static let statuses = ["idle", "pushing", "pulling", "conflict", "error", "success"]

    init(_ ask: Ask, _ operation: HtmlGraphSyncOperation) throws(PerchError) {
        let body = try ask.object()
        isReport = !body.isEmpty
        do {
            sync = SyncChanged(
                status: try body.string("status") ?? (isReport ? "success" : operation.ongoing),
                operation: operation.rawValue, filesChanged: try body.int64("files_changed"),
                conflicts: try body.strings("conflicts"), message: try body.string("message"))
        } catch {
            throw HtmlGraphFault.refusing(error)
        }
        guard Self.statuses.contains(sync.status) else {
            let known = Self.statuses.joined(separator: ", ")
            throw PerchError(.badRequest, "Invalid status: \(sync.status). Must be one of: \(known)")
        }
    }

    /// What is answered where it was done only just now.
    func skipped(after seconds: Int64) -> SyncChanged {
        var skipped = sync
        skipped.status = "idle"
        skipped.message = "Skip: \(seconds)s since last \(sync.operation ?? "")"
        return skipped
    }
}

extension JSONWriter {
    /// Writes what came of a push or a pull.
    mutating func syncResult(_ sync: SyncChanged, at time: Timestamp) {
        object { writer in
            writer.field("status", sync.status)
            writer.orNull("operation", sync.operation)
            writer.field("timestamp", time)
            writer.field("files_changed", sync.filesChanged ?? 0)
            writer.field("conflicts", sync.conflicts ?? [])
            writer.orNull("message", sync.message)
        }
    }
}
