import PerchLog
import PerchModel
import PerchSystem

/// Lines on their way into the log: drafts, and after which draft and at which place each line ends.
private struct TailBatch {
    var drafts: [Draft] = []
    var ends: [(drafts: Int, place: Int64)] = []
    var skipped = 0
}

extension TailFollower {
    /// Hands on the whole lines that were taken, in bounded batches, one after another.
    func handOn(_ first: LineSplitter.Item? = nil) async {
        var next = first ?? splitter.next()
        while let item = next, !isOver {
            await deliver(batch(from: item))
            next = isOver ? nil : splitter.next()
        }
    }

    private func batch(from first: LineSplitter.Item) -> TailBatch {
        var batch = TailBatch()
        var next: LineSplitter.Item? = first
        while let item = next {
            if let drafts = drafts(of: item) { batch.drafts += drafts } else { batch.skipped += 1 }
            batch.ends.append((batch.drafts.count, splitter.boundary))
            next = batch.ends.count < limits.batch ? splitter.next() : nil
        }
        return batch
    }

    /// The drafts of a line; nil where it is skipped.
    private func drafts(of item: LineSplitter.Item) -> [Draft]? {
        switch item {
        case .tooLong(let bytes, let place):
            skip(at: place, "a line of \(bytes) bytes is over the limit of \(limits.line)")
            return nil
        case .line(let range, let place):
            do { return try doors.read(splitter.bytes, range, parser) } catch {
                skip(at: place, error.message)
                return nil
            }
        }
    }

    private func skip(at place: Int64, _ reason: String) {
        warn(.skipped, "skipped the line at byte \(place): \(reason)")
    }

    private func deliver(_ batch: TailBatch) async {
        guard let last = batch.ends.last else { return }
        var (events, skipped) = (batch.drafts.count, batch.skipped)
        if let refusal = await store(batch.drafts, upTo: last.place) {
            // One line spoils the rest: each by itself, so that only that one is skipped.
            (events, skipped) = await deliverSingly(batch, refusal)
        }
        if isOver { return }
        count {
            $0.lines += batch.ends.count
            $0.events += events
            $0.skipped += skipped
        }
    }

    private func deliverSingly(_ batch: TailBatch, _ refusal: PerchError) async -> (events: Int, skipped: Int) {
        var (start, events, skipped) = (0, 0, batch.skipped)
        for end in batch.ends where !isOver {
            let drafts = Array(batch.drafts[start..<end.drafts])
            start = end.drafts
            if let refusal = await store(drafts, upTo: end.place) {
                warn(.skipped, "skipped the line that ends at byte \(end.place): \(refusal.message)")
                skipped += 1
            } else {
                events += drafts.count
            }
        }
        return (events, skipped)
    }

    /// Stores drafts and the place after them, however often it takes; the refusal where it is about the drafts.
    private func store(_ drafts: [Draft], upTo place: Int64) async -> PerchError? {
        guard let file else { return nil }
        let mark = TailMark(
            file: path, identity: TailIdentity(file.identity, head: file.head).text, offset: place)
        while !isOver {
            do throws(PerchError) {
                try await doors.accept(drafts, mark)
                kept = (file.identity, place)
                return nil
            } catch {
                if error.code == .shuttingDown { isShutDown = true }
                if error.code.isAboutDrafts, !drafts.isEmpty { return error }
                if !isOver { await retryLater(error) }
            }
        }
        return nil
    }

    private func retryLater(_ error: PerchError) async {
        warn(.notStored, "its lines cannot be stored now and wait: \(error.message)")
        await pause(milliseconds: 1_000)
    }

    /// Keeps where the file has been read to, when nothing was stored that could say so.
    func keepMark() async {
        guard let file else { return }
        if kept?.file != file.identity || kept?.place != splitter.boundary {
            _ = await store([], upTo: splitter.boundary)
        }
    }
}

extension ErrorCode {
    /// Whether other drafts might be taken where these are not.
    fileprivate var isAboutDrafts: Bool {
        switch self {
        case .invalidJSON, .invalidEvent, .invalidParameter, .invalidMessage, .tooLarge: true
        default: false
        }
    }
}
