import Synchronization

/// A byte offset since a channel began; it only rises and is never reused.
public typealias Position = UInt64

/// One contiguous stretch of a channel's encoded frames, with an index of where each frame ends and which tag it has.
///
/// The memory never moves and what is published never changes, so readers need no lock: they load `published` with
/// acquire order and look only at what lies below it. Whoever holds a segment keeps its bytes alive.
@safe
final class Segment: @unchecked Sendable {
    // Why unchecked: bytes, ends, tags and `written` are touched by the channel's writer alone (under the channel's
    // mutex) above the published mark; readers read only below the mark, which is stored with release order.

    /// The smallest frame worth indexing densely: a segment of n bytes has room for n / 64 index entries.
    static let bytesPerIndexEntry = 64

    let start: Position
    let capacity: Int
    private let frameCapacity: Int
    private let bytes: UnsafeMutableRawPointer
    private let ends: UnsafeMutablePointer<UInt32>
    private let tags: UnsafeMutablePointer<Int64>
    private var written = Extent(bytes: 0, frames: 0)
    private let published = Atomic<UInt64>(0)

    /// How much of a segment is filled: bytes and whole frames, packed into one word so that a reader sees a pair.
    struct Extent: Equatable {
        var bytes: Int
        var frames: Int

        var packed: UInt64 { UInt64(bytes) << 32 | UInt64(frames) }

        init(bytes: Int, frames: Int) {
            self.bytes = bytes
            self.frames = frames
        }

        init(packed: UInt64) {
            self.init(bytes: Int(packed >> 32), frames: Int(packed & 0xFFFF_FFFF))
        }
    }

    init(start: Position, capacity: Int) {
        self.start = start
        self.capacity = capacity
        frameCapacity = max(1, capacity / Self.bytesPerIndexEntry)
        unsafe bytes = .allocate(byteCount: max(1, capacity), alignment: 16)
        unsafe ends = .allocate(capacity: frameCapacity)
        unsafe tags = .allocate(capacity: frameCapacity)
    }

    deinit {
        unsafe bytes.deallocate()
        unsafe ends.deallocate()
        unsafe tags.deallocate()
    }

    // MARK: the writer's side

    /// The position after the last byte written, published or not.
    var writtenEnd: Position { start + Position(written.bytes) }

    /// The tag of the last frame written.
    var lastWrittenTag: Int64? { written.frames == 0 ? nil : unsafe tags[written.frames - 1] }

    func hasRoom(for count: Int) -> Bool {
        count <= capacity - written.bytes && written.frames < frameCapacity
    }

    /// Appends one whole frame of exactly `count` bytes that `fill` writes; the caller has asked `hasRoom`.
    func append(count: Int, tag: Int64, filling fill: (UnsafeMutableRawBufferPointer) -> Void) {
        precondition(hasRoom(for: count))
        unsafe fill(UnsafeMutableRawBufferPointer(start: bytes + written.bytes, count: count))
        unsafe ends[written.frames] = UInt32(written.bytes + count)
        unsafe tags[written.frames] = tag
        written = Extent(bytes: written.bytes + count, frames: written.frames + 1)
    }

    /// Lets readers see what has been written so far.
    func publish() {
        published.store(written.packed, ordering: .releasing)
    }

    // MARK: the readers' side

    var extent: Extent { Extent(packed: published.load(ordering: .acquiring)) }

    /// The published bytes from `position` up to `end`, both within this segment's published part.
    func withBytes<R>(from position: Position, to end: Position, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows
        -> R
    {
        let limit = min(end, start + Position(extent.bytes))
        precondition(position >= start && position <= limit)
        return try unsafe body(
            UnsafeRawBufferPointer(start: bytes + Int(position - start), count: Int(limit - position)))
    }

    /// The end of the first frame that ends at or after `position`; a position at the very start is a boundary itself.
    func boundary(atOrAfter position: Position) -> Position {
        guard position > start else { return start }
        let frames = extent.frames
        let offset = UInt32(clamping: position - start)
        let index = partitionPoint(of: frames) { unsafe ends[$0] >= offset }
        return index < frames ? start + Position(unsafe ends[index]) : start + Position(extent.bytes)
    }

    /// The start of the frame that holds the byte at `position`.
    func boundary(atOrBefore position: Position) -> Position {
        let offset = UInt32(clamping: position - start)
        let index = partitionPoint(of: extent.frames) { unsafe ends[$0] > offset }
        return index == 0 ? start : start + Position(unsafe ends[index - 1])
    }

    /// The boundary after the last published frame whose tag is at most `tag`; the segment's start when there is none.
    func position(after tag: Int64) -> Position {
        let index = partitionPoint(of: extent.frames) { unsafe tags[$0] > tag }
        return index == 0 ? start : start + Position(unsafe ends[index - 1])
    }

    /// The tag of the first published frame.
    var firstTag: Int64? { extent.frames == 0 ? nil : unsafe tags[0] }
}
