/// A run of events that follow one another without a gap, with the bytes of their lines.
public struct Batch: Sendable {
    /// The events, rising by one.
    public let events: [Event]
    /// Their JSON lines, as they stand in the log.
    public let lines: EncodedLines

    /// Joins events to their lines; the counts must be equal.
    public init(events: [Event], lines: EncodedLines) {
        precondition(events.count == lines.count, "every event has its line")
        self.events = events
        self.lines = lines
    }

    /// A stretch of it.
    public func part(_ range: Range<Int>) -> Batch {
        if range == events.indices { return self }
        var part = EncodedLines(
            reserving: range.isEmpty
                ? 0 : lines.ends[range.upperBound - 1] - lines.range(of: range.lowerBound).lowerBound + 1)
        for index in range { part.append { $0.append(contentsOf: lines[index]) } }
        return Batch(events: Array(events[range]), lines: part)
    }
}

/// Lines in one piece of memory, each ended by a newline.
public struct EncodedLines: Sendable, Equatable {
    /// All the bytes.
    public private(set) var bytes: [UInt8]
    /// Where each line ends, its newline left out.
    public private(set) var ends: [Int]

    /// Starts with no line.
    public init(reserving count: Int = 0) {
        bytes = []
        ends = []
        bytes.reserveCapacity(count)
    }

    /// How many lines there are.
    public var count: Int { ends.count }

    /// One line, without its newline.
    public subscript(_ index: Int) -> ArraySlice<UInt8> {
        bytes[range(of: index)]
    }

    /// Where one line lies in ``bytes``, without its newline.
    public func range(of index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1] + 1)..<ends[index]
    }

    /// Appends a line that the body writes; it must not hold a newline.
    public mutating func append(_ body: (inout [UInt8]) -> Void) {
        body(&bytes)
        ends.append(bytes.count)
        bytes.append(UInt8(ascii: "\n"))
    }
}
