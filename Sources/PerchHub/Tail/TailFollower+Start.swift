import PerchLog
import PerchModel
import PerchSystem

extension TailFollower {
    /// Finds the place to begin at: the remembered one, else the end of what is there, else the beginning of what comes.
    func start() async {
        let mark = await rememberedMark()
        if isOver { return }
        if let mark, let identity = TailIdentity(mark.identity) {
            await resume(mark, identity)
        } else if let first = try? TailedFile(path) {
            await startAtEnd(of: first)
        } else {
            rotation.leaveAll()
        }
    }

    private func rememberedMark() async -> TailMark? {
        while !isOver {
            do throws(PerchError) { return try await doors.mark(path) } catch {
                if error.code == .shuttingDown { isShutDown = true }
                warn(.notStored, "the place it was read to cannot be looked up yet: \(error.message)")
                await pause(milliseconds: 1_000)
            }
        }
        return nil
    }

    /// A half-written last line belongs to what comes.
    private func startAtEnd(of first: TailedFile) async {
        let end = (try? first.facts().size) ?? 0
        let place = (try? first.startOfLine(before: end, limit: limits.line)) ?? end
        begin(first, at: place)
        rotation.leaveAll(but: first.identity)
        await keepMark()
    }

    private func resume(_ mark: TailMark, _ identity: TailIdentity) async {
        if let left = rotation.find(identity) {
            kept = (left.identity, mark.offset)
            begin(left, at: mark.offset)
            rotation.leaveOlder(than: left)
            return
        }
        guard let there = try? TailedFile(path) else {
            warn(.history, "the file that was read last is gone with its last lines; waiting for a new one")
            return rotation.leaveAll()
        }
        let same = there.identity == identity.file
        warn(
            .history,
            same
                ? "it was truncated or replaced since it was read last; reading it from its beginning"
                : "the file that was read last is gone, and lines with it; reading the new one from its beginning")
        begin(there, at: 0)
        rotation.leaveAll(but: there.identity)
        await keepMark()
    }
}
