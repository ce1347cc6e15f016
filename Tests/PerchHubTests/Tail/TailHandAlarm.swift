import PerchHub
import Synchronization

/// An alarm that rings, and a clock that moves, when a test says so.
final class HandAlarm: TailAlarm {
    private struct State {
        var now: UInt64 = 1_000_000
        var isRung = false
        var waiting: (until: UInt64, resume: CheckedContinuation<Void, Never>)?
        var watchers: [CheckedContinuation<Void, Never>] = []
        var folders: [String] = []
        var waits: [UInt64] = []
    }

    private let state = Mutex(State())
    private let isReliable: Bool
    private let hurry: UInt64

    /// Waits up to `hurry` milliseconds end at once, with the clock moved on.
    init(isReliable: Bool = true, hurry: UInt64 = 0) {
        self.isReliable = isReliable
        self.hurry = hurry
    }

    var now: UInt64 { state.withLock { $0.now } }
    var folders: [String] { state.withLock { $0.folders } }
    var lastWait: UInt64? { state.withLock { $0.waits.last } }

    func watch(_ folders: [String]) async -> Bool {
        state.withLock { $0.folders = folders }
        return isReliable
    }

    func wait(milliseconds: UInt64) async {
        if milliseconds <= hurry {
            state.withLock { $0.now += milliseconds }
            return await Task.yield()
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in wait(milliseconds, continuation) }
        } onCancel: {
            ring()
        }
    }

    private func wait(_ milliseconds: UInt64, _ continuation: CheckedContinuation<Void, Never>) {
        let woken = state.withLock { state in
            state.waits.append(milliseconds)
            if state.isRung {
                state.isRung = false
                return [continuation]
            }
            state.waiting = (state.now + milliseconds, continuation)
            defer { state.watchers = [] }
            return state.watchers
        }
        for sleeper in woken { sleeper.resume() }
    }

    /// Tells of a change.
    func ring() {
        state.withLock { state in
            if state.waiting == nil { state.isRung = true }
            return state.waiting.take()
        }?.resume.resume()
    }

    /// Lets time pass.
    func advance(milliseconds: UInt64) {
        state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.now += milliseconds
            guard let waiting = state.waiting, waiting.until <= state.now else { return nil }
            return state.waiting.take()?.resume
        }?.resume()
    }

    /// Returns when whoever waits for the alarm has nothing to do before it rings.
    func idle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.waiting == nil { state.watchers.append(continuation) }
                return state.waiting != nil
            }
            if isIdle { continuation.resume() }
        }
    }
}
