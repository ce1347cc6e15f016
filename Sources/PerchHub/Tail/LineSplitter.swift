import PerchJSON

/// Cuts the bytes of a growing file into lines, and knows where in the file each stands.
///
/// A line ends with its line feed; what has none waits. Blank lines, and the zeros that a file truncated under its
/// writer begins with, are passed over. A line over the limit is not kept in memory: only its length is.
struct LineSplitter {
    enum Item: Equatable {
        /// A line's range in ``bytes``, without its end, and its place in the file.
        case line(Range<Int>, at: Int64)
        /// A line over the limit.
        case tooLong(bytes: Int64, at: Int64)
    }

    /// The bytes that are not used up; ranges of items hold until the next `take`.
    private(set) var bytes: [UInt8] = []
    private let limit: Int
    /// The place in the file of the first byte kept.
    private var origin: Int64
    /// Before it, everything has been given out.
    private var cursor = 0
    /// Before it, there are whole lines only.
    private var complete = 0
    /// How much of a line over the limit is gone already.
    private var dropped: Int64 = 0

    init(at offset: Int64 = 0, limit: Int) {
        origin = offset
        self.limit = limit
    }

    /// The place in the file of the next byte to take.
    var end: Int64 { origin + Int64(bytes.count) }

    /// The place in the file before which everything has been given out; a line's start.
    var boundary: Int64 { origin + Int64(cursor) - dropped }

    /// Lets `read` append bytes, and gives its answer. All items have been asked for before.
    mutating func take<Answer, Failure>(_ read: (inout [UInt8]) throws(Failure) -> Answer) throws(Failure) -> Answer {
        origin += Int64(cursor)
        bytes.removeFirst(cursor)
        (cursor, complete) = (0, 0)
        let old = bytes.count
        let answer = try read(&bytes)
        complete = bytes[old...].lastIndex(of: Self.lineFeed).map { $0 + 1 } ?? 0
        return answer
    }

    /// The next line, nil where no whole one is left.
    mutating func next() -> Item? {
        if dropped > 0, cursor < complete { return restOfLongLine() }
        while cursor < complete {
            var found = lines(of: bytes, in: cursor..<complete).makeIterator()
            guard let range = found.next() else {
                cursor = complete
                break
            }
            cursor = endOfLine(from: range.upperBound)
            if let item = item(for: range) { return item }
        }
        shed()
        return nil
    }

    /// The rest, which will never get its line feed; nil where it is blank. All whole lines have been given out before.
    mutating func finish() -> Item? {
        complete = bytes.count
        return dropped > 0 ? restOfLongLine() : next()
    }

    private func item(for range: Range<Int>) -> Item? {
        let range = range.dropFirst(zeros(in: range))
        guard !range.isEmpty else { return nil }
        let place = origin + Int64(range.lowerBound)
        return range.count > limit ? .tooLong(bytes: Int64(range.count), at: place) : .line(range, at: place)
    }

    private mutating func restOfLongLine() -> Item {
        let start = boundary
        cursor = endOfLine(from: cursor)
        let length = origin + Int64(cursor) - start
        dropped = 0
        return .tooLong(bytes: length, at: start)
    }

    /// Lets go of what need not be kept of the unfinished line.
    private mutating func shed() {
        if dropped == 0 {
            cursor += zeros(in: cursor..<bytes.count)
            guard bytes.count - cursor > limit else { return }
        }
        dropped += Int64(bytes.count - cursor)
        cursor = bytes.count
    }

    /// The index after the line feed at or after an index, or the end.
    private func endOfLine(from index: Int) -> Int {
        bytes[index...].firstIndex(of: Self.lineFeed).map { $0 + 1 } ?? bytes.count
    }

    private func zeros(in range: Range<Int>) -> Int {
        bytes[range].prefix { $0 == 0 }.count
    }

    private static let lineFeed = UInt8(ascii: "\n")
}
