import PerchSystem

/// Decides what to do next about a tailed file, from what can be seen of it.
///
/// A file that was renamed or removed is read to its end before the next one is begun: at once where nobody can write
/// to it any more, else when it has been quiet for a while and its successor has something to say.
struct TailMachine: Equatable {
    /// What stands at the path, beside the file that is being read.
    enum AtPath: Equatable {
        case nothing, same
        case other(isEmpty: Bool)
    }

    /// What can be seen.
    struct Sight: Equatable {
        /// How far the file has been read.
        var read: Int64 = 0
        /// How long it is. Looked at after `writers`, so that no byte can come between.
        var size: Int64 = 0
        var path = AtPath.same
        var writers = ReadableFile.Writers.unknown
        /// Milliseconds of a steady clock.
        var now: UInt64 = 0
    }

    enum Action: Equatable {
        /// Open the file at the path.
        case open
        /// Read on.
        case read
        /// The file was truncated: read it from its beginning.
        case startOver
        /// The file is done: go on with its successor. Where it was left while still written to, its last lines may be missed.
        case moveOn(stillWritten: Bool)
        /// Look once more, knowing more.
        case lookAgain
        /// Nothing to do before something changes or so much time has passed.
        case wait(milliseconds: UInt64?)
    }

    private enum State: Equatable {
        /// No file is open.
        case waiting
        /// The file at the path is being read, as far as known.
        case following
        /// The file is not at the path any more.
        case leaving(since: UInt64, quietSince: UInt64)
    }

    private var state = State.waiting

    /// How long a file that may still have writers must be quiet before it is left.
    static let patience: UInt64 = 1_000
    /// The same where it certainly has writers.
    static let patienceWithWriters: UInt64 = 5_000
    /// How long a successor waits at most for a file that has been read to its end but is never quiet for long.
    static let longestLeave: UInt64 = 60_000

    /// Whether it matters who may still write to the file.
    var asksForWriters: Bool {
        if case .leaving = state { true } else { false }
    }

    /// A file was opened.
    mutating func opened() { state = .following }

    /// Looks, and says what to do.
    mutating func look(_ sight: Sight) -> Action {
        switch state {
        case .waiting: return sight.path == .nothing ? .wait(milliseconds: nil) : .open
        case .following:
            if let action = bytes(sight) { return action }
            if sight.path == .same { return .wait(milliseconds: nil) }
            state = .leaving(since: sight.now, quietSince: sight.now)
            return .lookAgain
        case .leaving(let since, let quietSince): return leave(sight, since: since, quietSince: quietSince)
        }
    }

    private mutating func leave(_ sight: Sight, since: UInt64, quietSince: UInt64) -> Action {
        if sight.path == .same { state = .following }
        guard sight.path == .other(isEmpty: false) else {
            if sight.path != .same { state = .leaving(since: sight.now, quietSince: sight.now) }
            if let action = bytes(sight) { return action }
            let isDone = sight.path == .other(isEmpty: true) && sight.writers == .none
            return isDone ? .moveOn(stillWritten: false) : .wait(milliseconds: nil)
        }
        if let action = bytes(sight) {
            state = .leaving(since: since, quietSince: sight.now)
            return action
        }
        if sight.writers == .none { return .moveOn(stillWritten: false) }
        let patience = sight.writers == .some ? Self.patienceWithWriters : Self.patience
        let quiet = sight.now - quietSince
        if quiet >= patience { return .moveOn(stillWritten: false) }
        if sight.now - since >= Self.longestLeave { return .moveOn(stillWritten: true) }
        return .wait(milliseconds: patience - quiet)
    }

    private func bytes(_ sight: Sight) -> Action? {
        if sight.size < sight.read { return .startOver }
        return sight.size > sight.read ? .read : nil
    }
}
