import Glibc
import PerchHub
import PerchTesting
import Testing

/// A folder of its own with a file that is tailed, a log and an alarm.
final class TailScene: Sendable {
    private let temporary = TemporaryFolder()
    let log = FakeLog()
    let alarm: HandAlarm
    let limits: TailLimits

    init(alarm: HandAlarm = HandAlarm(), limits: TailLimits = TailLimits()) {
        self.alarm = alarm
        self.limits = limits
    }

    var folder: String { temporary.path }

    func path(_ name: String = "log.jsonl") -> String { temporary.file(name) }

    /// Appends to a file, which is created where it is missing.
    func write(_ text: String, to name: String = "log.jsonl") {
        TailWriter(path(name)).write(text)
    }

    func rename(_ name: String = "log.jsonl", to new: String) {
        #expect(unsafe Glibc.rename(path(name), path(new)) == 0)
    }

    func remove(_ name: String = "log.jsonl") { _ = unsafe unlink(path(name)) }

    func truncate(_ name: String = "log.jsonl") {
        #expect(unsafe Glibc.truncate(path(name), 0) == 0)
    }

    func link(_ name: String, to target: String) {
        #expect(unsafe symlink(target, path(name)) == 0)
    }

    /// Gives a file a time of last writing, in seconds.
    func setModified(_ seconds: Int, _ name: String) {
        let time = timespec(tv_sec: seconds, tv_nsec: 0)
        #expect(unsafe utimensat(AT_FDCWD, path(name), [time, time], 0) == 0)
    }

    /// Runs a tail of the file while `body` runs; begun and idle before it, ended after it.
    @discardableResult
    func following(_ name: String = "log.jsonl", _ body: (FileTail) async throws -> Void) async rethrows -> TailCounts {
        let tail = FileTail(path: path(name), doors: log.doors, alarm: alarm, limits: limits)
        let task = Task { await tail.run() }
        await alarm.idle()
        do { try await body(tail) } catch {
            task.cancel()
            throw error
        }
        task.cancel()
        await task.value
        return tail.counts
    }

    /// Tells the tail of a change and waits until it has done what there is to do.
    func look() async {
        alarm.ring()
        await alarm.idle()
    }
}

/// A file that is open for appending.
final class TailWriter: Sendable {
    private let descriptor: Int32

    init(_ path: String, create: Bool = true) {
        descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CLOEXEC | (create ? O_CREAT : 0), 0o600)
    }

    deinit { close(descriptor) }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        precondition(count == bytes.count, "a test could not write to its file")
    }
}
