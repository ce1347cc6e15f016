import PerchCommand
import PerchLog
import PerchModel
import PerchSystem

/// What `perch doctor` says of the log itself: every byte of it is read, beside a running server too.
struct LogCheck {
    let folder: String
    let isQuick: Bool

    /// Nil where there is no log yet.
    func finding() -> Finding? {
        guard let found = try? FileSystem.look(at: folder), found.kind == .folder else { return nil }
        if isQuick { return Finding("log", .note, "not checked", advice: "Leave --quick out to check it.") }
        var progress = Progress(ProgressLine("checking the log", total: 1_000, noun: nil))
        defer { progress.clear() }
        do {
            let report = try SQLiteEventLog.verify(folder: folder) { share in
                progress.line.done = Int(share * 1_000)
                progress.show()
            }
            let events = "\(ProgressLine.grouped(Int(report.events))) events"
            return Finding("log", .good, "\(events), \(Checkup.size(report.bytes)); every checksum holds")
        } catch {
            if error.code == .notFound { return Finding("log", .good, "there is none yet") }
            return Finding("log", .bad, error.message)
        }
    }
}
