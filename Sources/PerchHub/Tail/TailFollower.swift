import PerchJSON
import PerchModel
import PerchSystem

/// Drives one tail: looks, asks the machine what to do, and does it. Confined to the task that runs it.
final class TailFollower {
    let path: String
    let doors: TailDoors
    let alarm: any TailAlarm
    let limits: TailLimits
    let count: ((inout TailCounts) -> Void) -> Void

    var machine = TailMachine()
    var file: TailedFile?
    var splitter: LineSplitter
    var watch: TailWatch
    var rotation: TailRotation
    var notices: TailNotices
    /// The last mark that was stored.
    var kept: (file: FileIdentity, place: Int64)?
    var isShutDown = false
    let parser: JSONParser

    init(
        path: String, doors: TailDoors, alarm: any TailAlarm, limits: TailLimits,
        count: @escaping ((inout TailCounts) -> Void) -> Void
    ) {
        (self.path, self.doors, self.alarm, self.limits, self.count) = (path, doors, alarm, limits, count)
        splitter = LineSplitter(limit: limits.line)
        watch = TailWatch(path: path)
        rotation = TailRotation(path: path)
        notices = TailNotices(path: path)
        parser = JSONParser(limits: JSONLimits(maxBytes: limits.line))
    }

    var isOver: Bool { isShutDown || Task.isCancelled }

    func run(placed: () -> Void) async {
        // Watched before it is looked at, so that no change falls in between.
        _ = await watch.renew(alarm)
        await start()
        placed()
        while !isOver { await step() }
        _ = await alarm.watch([])
    }

    private func step() async {
        let sight = observe()
        switch machine.look(sight) {
        case .lookAgain: break
        case .open: await goOn(writtenStill: false)
        case .read: await read()
        case .startOver: await startOver()
        case .moveOn(let stillWritten): await goOn(writtenStill: stillWritten)
        case .wait(let milliseconds):
            if await watch.renew(alarm) { return }
            await alarm.wait(milliseconds: min(milliseconds ?? .max, watch.patience))
        }
    }

    private func observe() -> TailMachine.Sight {
        var sight = TailMachine.Sight(read: splitter.end, size: splitter.end, now: alarm.now)
        var there = FileFacts.at(path)
        if let other = there, other.kind != .file {
            warn(.unreadable, TailedFile.Refusal.notAFile.sentence)
            there = nil
        }
        sight.path = there.map { $0.identity == file?.identity ? .same : .other(isEmpty: $0.size == 0) } ?? .nothing
        if let there, sight.path != .same, file != nil { rotation.hold(there.identity) }
        guard let file else { return sight }
        if machine.asksForWriters { sight.writers = file.writers() }
        do { sight.size = try file.size(whenRead: splitter.end) } catch {
            warn(.unreadable, "its size cannot be told: \(error.reason)")
        }
        return sight
    }

    private func read() async {
        guard let file else { return }
        let place = splitter.end
        do throws(SystemError) {
            let got = try splitter.take { bytes throws(SystemError) in
                try file.read(limits.chunk, at: place, into: &bytes)
            }
            if got > 0, try !file.beginsAsBefore() { return await startOver() }
        } catch {
            warn(.unreadable, "it cannot be read: \(error.reason)")
            return await pause(milliseconds: 1_000)
        }
        await handOn()
    }

    /// The file was truncated, or written anew under our eyes: what was not finished is gone.
    private func startOver() async {
        guard let file else { return }
        warn(.history, "it was truncated; reading it from its beginning")
        file.forgetBeginning()
        splitter = LineSplitter(limit: limits.line)
        count { $0.turns += 1 }
        await keepMark()
    }

    /// Goes on with the next file of the rotation, or with the first there is.
    private func goOn(writtenStill: Bool) async {
        let next: TailedFile
        switch rotation.successor(of: file) {
        case .file(let found): next = found
        case .tooRestless: return await pause(milliseconds: 10)
        case .refused(let refusal):
            warn(.unreadable, "it cannot be opened: \(refusal.sentence)")
            return await pause(milliseconds: 1_000)
        }
        if writtenStill { warn(.history, "it was rotated away but is still written to; what comes later is not read") }
        if let file {
            // A line without its end will not get one any more.
            if let rest = splitter.finish() { await handOn(rest) }
            if isOver { return }
            rotation.leave(file)
            count { $0.turns += 1 }
        }
        begin(next, at: 0)
        await keepMark()
    }

    func begin(_ next: TailedFile, at offset: Int64) {
        file = next
        splitter = LineSplitter(at: offset, limit: limits.line)
        machine.opened()
    }

    /// Waits so long, whatever happens to the file.
    func pause(milliseconds: UInt64) async {
        let end = alarm.now + milliseconds
        while !isOver, alarm.now < end { await alarm.wait(milliseconds: end - alarm.now) }
    }

    func warn(_ kind: TailNotices.Kind, _ sentence: String) {
        if let notice = notices.notice(kind, sentence, now: alarm.now) { doors.warn(notice) }
    }
}

extension TailedFile.Refusal {
    var sentence: String {
        switch self {
        case .failed(let failure): failure.reason
        case .notAFile: "it is not a regular file"
        }
    }
}
