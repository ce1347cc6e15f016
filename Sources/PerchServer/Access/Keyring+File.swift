import PerchHub
import PerchModel
import PerchSystem
import Synchronization

extension Keyring {
    /// Keeps up with the file, and ends connections whose right has ended, once a second until the task is cancelled.
    public func keepUp(_ log: ServerLog) async {
        var seconds = 0
        while !Task.isCancelled {
            // Cancelled in its sleep it looks once more, which does no harm.
            try? await Task.sleep(for: .seconds(1))
            seconds += 1
            refresh(at: .now, log)
            if seconds.isMultiple(of: 60) { writeUse(log) }
        }
        writeUse(log)
    }

    /// Reads the file where it has changed, and ends the connections whose right has ended. May block.
    func refresh(at now: Timestamp, _ log: ServerLog) {
        do throws(TokenError) {
            if let count = try reread() { log(.info, "read the tokens: there are \(count)") }
        } catch {
            // What was known goes on to hold: a spoilt file must not open the doors.
            let isNew = state.withLock { state in
                defer { state.complaint = error }
                return state.complaint != error
            }
            if isNew { log(.error, "kept to the tokens known so far: \(error)") }
        }
        closeInvalid(at: now)
    }

    /// Reads the file where it has changed; how many tokens there are now, or nil where nothing has changed.
    func reread() throws(TokenError) -> Int? {
        guard let file else { return nil }
        let facts = FileFacts.at(file.path)
        guard facts != state.withLock({ $0.facts }) else { return nil }
        // Revoking the last token leaves the file; that it is gone is nobody's wish.
        guard facts != nil else { throw TokenError("The file of the tokens is gone.") }
        let roll = try file.read()
        state.withLock { ($0.roll, $0.facts, $0.complaint) = (roll, facts, nil) }
        return roll.tokens.count
    }

    /// Writes down when tokens were shown; not waiting for who holds the file, because the server's end would wait too.
    private func writeUse(_ log: ServerLog) {
        let used = state.withLock { state in
            defer { state.used = [:] }
            return state.used
        }
        guard let file, !used.isEmpty else { return }
        do throws(TokenError) {
            try file.update(waits: false) { roll throws(TokenError) in roll.note(used: used) }
        } catch {
            log(.warning, "could not write down when tokens were used: \(error)")
        }
    }
}
