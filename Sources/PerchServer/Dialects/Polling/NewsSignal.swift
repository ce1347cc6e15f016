import Synchronization

/// Tells those who wait that there may be news. What came since somebody last looked is never missed, whatever threads that is on.
final class NewsSignal: Sendable {
    private struct State {
        var count = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// How often it has fired; to be asked before one looks.
    var count: Int { state.withLock { $0.count } }

    /// There may be news.
    func fire() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            state.count += 1
            return state.waiting
        }
        for one in waiting { one.resume() }
    }

    /// Returns when it has fired more often than this, at once where it has already.
    func wait(after count: Int) async {
        await withCheckedContinuation { continuation in
            let isNew = state.withLock { state in
                if state.count == count { state.waiting.append(continuation) }
                return state.count != count
            }
            if isNew { continuation.resume() }
        }
    }
}
