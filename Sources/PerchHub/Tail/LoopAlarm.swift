public import PerchNet
import PerchSystem
import Synchronization

/// The alarm of a running server: file events and time from a network loop. For one tail.
///
/// The loop must outlive the tail.
public final class LoopAlarm: TailAlarm {
    private struct State {
        var watchers: [FileWatcher] = []
        var timer: (due: UInt64, timer: LoopTimer)?
        var isRung = false
        var waiting: (until: UInt64, resume: CheckedContinuation<Void, Never>)?
    }

    private let loop: Loop
    private let state = Mutex(State())

    /// An alarm that is heard by way of a loop; the tail itself runs elsewhere.
    public init(_ loop: Loop) {
        self.loop = loop
    }

    /// Milliseconds of the machine's steady clock.
    public var now: UInt64 { SystemClock.monotonicNanoseconds() / 1_000_000 }

    /// Watches these folders instead of those before; none lets go of the loop.
    ///
    /// A folder is watched and not the file in it, because a file that was renamed is still of interest.
    public func watch(_ folders: [String]) async -> Bool {
        var (watchers, isReliable): ([FileWatcher], Bool) = ([], true)
        for folder in folders {
            do { watchers.append(try await loop.watchFile(folder) { [weak self] in self?.ring() }) } catch {
                isReliable = false
            }
        }
        let (old, timer) = state.withLock { state in
            defer { state.watchers = watchers }
            return (state.watchers, folders.isEmpty ? state.timer.take()?.timer : nil)
        }
        for watcher in old { watcher.cancel() }
        timer?.cancel()
        return isReliable
    }

    /// Returns when a folder changed since the last return, after the time, or when the task is cancelled.
    public func wait(milliseconds: UInt64) async {
        let until = now + milliseconds
        await withTaskCancellationHandler {
            await withCheckedContinuation { wait(until: until, $0) }
        } onCancel: {
            ring()
        }
    }

    private func wait(until: UInt64, _ continuation: CheckedContinuation<Void, Never>) {
        let isRung = state.withLock { state in
            if !state.isRung { state.waiting = (until, continuation) }
            defer { state.isRung = false }
            return state.isRung
        }
        if isRung { continuation.resume() } else { loop.execute { self.schedule() } }
    }

    private func ring() {
        state.withLock { state in
            if state.waiting == nil { state.isRung = true }
            return state.waiting.take()?.resume
        }?.resume()
    }

    /// Sees to it that a timer is due when the wait ends, or before: one timer outlasts many waits. On the loop.
    private func schedule() {
        let due = state.withLock { state -> UInt64? in
            guard let until = state.waiting?.until else { return nil }
            if let timer = state.timer, timer.due <= until { return nil }
            return until
        }
        guard let due else { return }
        let now = now
        let timer = loop.schedule(afterMilliseconds: due > now ? due - now : 0) { [weak self] in self?.timeIsUp() }
        state.withLock { state in
            defer { state.timer = (due, timer) }
            return state.timer?.timer
        }?.cancel()
    }

    private func timeIsUp() {
        let now = now
        let resume = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.timer = nil
            guard let waiting = state.waiting, waiting.until <= now else { return nil }
            return state.waiting.take()?.resume
        }
        if let resume { resume.resume() } else { schedule() }
    }
}
