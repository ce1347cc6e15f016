/// What a channel's mutex protects: the retained segments, what is published of them, and who wants to be woken.
struct ChannelState {
    private var segments: [Segment] = []
    /// How many of the last segments hold bytes that are not published yet.
    private var unpublished = 0
    private var heldBytes = 0
    private var floor: Int64?
    private var lastTag: Int64?
    var subscriptions: [WeakSubscription] = []

    init(floor: Int64?) {
        self.floor = floor
    }

    /// The segment that takes a frame of `count` bytes: the last one, or a new one when that is full.
    mutating func segment(for count: Int, ordinary capacity: Int) -> Segment {
        if let last = segments.last, last.hasRoom(for: count) {
            unpublished = max(unpublished, 1)
            return last
        }
        let segment = Segment(start: segments.last?.writtenEnd ?? 0, capacity: max(count, capacity))
        segments.append(segment)
        unpublished += 1
        heldBytes += segment.capacity
        return segment
    }

    /// Passes over a frame that is too large to be held: its bytes are counted and everything up to its end is lost.
    mutating func skip(count: Int, tag: Int64, ordinary capacity: Int) {
        let end = (segments.last?.writtenEnd ?? 0) + Position(count)
        segments = [Segment(start: end, capacity: capacity)]
        heldBytes = capacity
        unpublished = 1
        floor = tag
    }

    /// Drops the oldest segments until at most `bytes` are held; the newest always stays.
    ///
    /// Segments that were never published may go too, when a batch is larger than the bound: memory comes first,
    /// and the readers are told that they lost frames.
    mutating func trim(to bytes: Int) {
        while heldBytes > bytes, segments.count > 1 {
            let oldest = segments.removeFirst()
            heldBytes -= oldest.capacity
            floor = oldest.lastWrittenTag ?? floor
            unpublished = min(unpublished, segments.count)
        }
    }

    /// Publishes what was written; nil when there is nothing new.
    mutating func publish() -> Position? {
        guard unpublished > 0, let last = segments.last else { return nil }
        for segment in segments.suffix(unpublished) { segment.publish() }
        unpublished = 0
        lastTag = last.lastWrittenTag
        return last.writtenEnd
    }

    func window(end: Position) -> Window {
        // Written but unpublished segments may have pushed published ones out: then nothing is held before the end.
        let start = segments.first?.start ?? end
        return Window(segments: segments, floor: floor, lastTag: lastTag, start: min(start, end), end: end)
    }
}
