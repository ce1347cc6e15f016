import PerchLog
import PerchModel
import PerchTesting
import Synchronization

/// The logs there are; every law of the contract is tried on each.
enum LogKind: String, CaseIterable, Sendable {
    case memory, sqlite

    /// Opens an empty log, tries something and closes it.
    func withLog(
        clock: ManualTime = ManualTime(), onCommit: @escaping @Sendable (Batch) -> Void = { _ in },
        _ body: (any EventLog) async throws -> Void
    ) async throws {
        let folder = TemporaryFolder()
        let log: any EventLog
        switch self {
        case .memory: log = MemoryEventLog(now: clock.read, onCommit: onCommit)
        case .sqlite:
            log = try SQLiteEventLog(SQLiteLogOptions(folder: folder.path, now: clock.read, onCommit: onCommit))
        }
        do {
            try await body(log)
        } catch {
            await log.close()
            throw error
        }
        await log.close()
    }
}

/// A clock that stands until it is set.
final class ManualTime: Sendable {
    private let time = Mutex(Entries.start)

    var read: @Sendable () -> Timestamp {
        { self.time.withLock { $0 } }
    }

    func set(_ seconds: Double) {
        time.withLock { $0 = Entries.start.advanced(by: Int64(seconds * 1_000_000)) }
    }
}

extension Entries {
    static func at(_ seconds: Double) -> Timestamp {
        start.advanced(by: Int64(seconds * 1_000_000))
    }
}

extension EncodedLines {
    /// The lines as texts.
    var texts: [String] { (0..<count).map { String(decoding: self[$0], as: UTF8.self) } }
}

extension EventLog {
    func append(_ entries: [Entry]) async throws -> Receipt {
        try await append(entries, mark: nil)
    }

    /// Every line of the log.
    func everything() async throws -> [String] {
        var texts: [String] = []
        while true {
            let (first, lines) = try await lines(after: Seq(texts.count), limit: 1_000)
            if lines.count == 0 { return texts }
            precondition(first == Seq(texts.count) + 1, "lines follow one another")
            texts += lines.texts
        }
    }
}

/// Keeps what it is given, in order.
final class Recorder<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])

    var all: [Value] { values.withLock { $0 } }

    var record: @Sendable (Value) -> Void {
        { value in self.values.withLock { $0.append(value) } }
    }
}
