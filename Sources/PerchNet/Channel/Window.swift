/// What a channel holds at one moment: its retained segments and the published end. Taken once a sweep, it answers
/// for any number of cursors without a lock, a hash or an allocation. Holding it keeps the segments alive.
public struct Window: Sendable {
    let segments: [Segment]
    /// The newest tag known to lie before `start`: a reader that has seen it has missed nothing. Nil when unknown.
    let floor: Int64?
    /// The newest published tag.
    let lastTag: Int64?
    /// The newest tag that is told, in what is held or before it; nil when it is not known.
    public var newestTag: Int64? { lastTag ?? floor }
    /// The oldest position still held; a cursor before it has lost frames.
    public let start: Position
    /// The position after the last published frame; a frame boundary.
    public let end: Position

    /// Whether frames between `position` and `start` are gone, so that the reader needs a fresh snapshot.
    public func hasLost(_ position: Position) -> Bool { position < start }

    /// Calls `body` with each contiguous run of bytes from `position` to the end, in order, until it returns false.
    ///
    /// The pointers are valid only within the call, but the bytes do not move while this window is held.
    /// - Precondition: `start <= position <= end`.
    public func forEachChunk(from position: Position, _ body: (UnsafeRawBufferPointer) -> Bool) {
        precondition(position >= start && position <= end)
        guard position < end else { return }
        var cursor = position
        var index = segmentIndex(holding: position)
        while cursor < end {
            let stop = min(end, index + 1 < segments.count ? segments[index + 1].start : end)
            let goOn = unsafe segments[index].withBytes(from: cursor, to: stop, body)
            guard goOn else { return }
            cursor = stop
            index += 1
        }
    }

    /// The first frame boundary at or after `position`: where the rest of a half-sent frame ends.
    /// - Precondition: `start <= position <= end`.
    public func boundary(atOrAfter position: Position) -> Position {
        precondition(position >= start && position <= end)
        guard position < end else { return end }
        return min(end, segments[segmentIndex(holding: position)].boundary(atOrAfter: position))
    }

    /// The last frame boundary at or before `position`.
    /// - Precondition: `start <= position <= end`.
    public func boundary(atOrBefore position: Position) -> Position {
        precondition(position >= start && position <= end)
        guard position < end else { return end }
        return segments[segmentIndex(holding: position)].boundary(atOrBefore: position)
    }

    /// A copy of the bytes from `position` to `stop`, both within the window.
    public func bytes(from position: Position, to stop: Position) -> [UInt8] {
        precondition(position <= stop && stop <= end)
        var copy: [UInt8] = []
        copy.reserveCapacity(Int(stop - position))
        var left = Int(stop - position)
        unsafe forEachChunk(from: position) { chunk in
            unsafe copy.append(contentsOf: chunk.prefix(left))
            left -= min(left, chunk.count)
            return left > 0
        }
        return copy
    }

    /// The position after at most so many frames from `position`, a frame boundary, on.
    /// - Precondition: `start <= position <= end`.
    public func position(after count: Int, framesFrom position: Position) -> Position {
        var reached = position
        for _ in 0..<count where reached < end { reached = boundary(atOrAfter: reached + 1) }
        return reached
    }

    /// The frame boundary after the last frame whose tag is at most `tag`, so that everything from there on is newer;
    /// nil when frames newer than `tag` are (or may be) gone and the caller must go to the log.
    public func position(after tag: Int64) -> Position? {
        if let lastTag, tag >= lastTag { return end }
        guard let floor, tag >= floor else { return nil }
        let next = partitionPoint(of: segments.count) { (segments[$0].firstTag ?? .max) > tag }
        guard next > 0 else { return segments.first?.start ?? end }
        return min(end, segments[next - 1].position(after: tag))
    }

    /// The index of the segment that holds the byte at `position`. Cursors sit at the tail, so the last is tried first.
    private func segmentIndex(holding position: Position) -> Int {
        if let last = segments.last, position >= last.start { return segments.count - 1 }
        return max(0, partitionPoint(of: segments.count) { segments[$0].start > position } - 1)
    }
}

/// Binary search: the first index in `0..<count` at which a predicate that is false, then true, becomes true.
func partitionPoint(of count: Int, where isPast: (Int) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
        let middle = (low + high) / 2
        if isPast(middle) { high = middle } else { low = middle + 1 }
    }
    return low
}
