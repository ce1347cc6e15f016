import PerchJSON

/// Lines of a file that go into one request, and which lines of the file they were.
public struct LineBatch: Equatable, Sendable {
    /// NDJSON, each line with its end.
    public private(set) var body: [UInt8] = []
    /// The number in the file, from 1, of each line.
    public private(set) var numbers: [Int] = []
    /// Where each line ends in ``body``, its line feed included.
    private var ends: [Int] = []

    /// An empty batch.
    public init() {}

    /// How many lines it has.
    public var count: Int { numbers.count }

    /// Adds a line without its end.
    mutating func append(_ line: [UInt8], number: Int) {
        body += line
        body.append(UInt8(ascii: "\n"))
        numbers.append(number)
        ends.append(body.count)
    }

    /// Two batches of half the lines each, for a server that takes less; nil for a single line.
    public var halves: (LineBatch, LineBatch)? {
        guard count > 1 else { return nil }
        let middle = count / 2
        var (first, second) = (LineBatch(), LineBatch())
        for index in 0..<count {
            let start = index == 0 ? 0 : ends[index - 1]
            let line = Array(body[start..<(ends[index] - 1)])
            if index < middle {
                first.append(line, number: numbers[index])
            } else {
                second.append(line, number: numbers[index])
            }
        }
        return (first, second)
    }
}

/// Cuts a file, as its bytes come, into batches of bounded size.
public struct LineBatcher {
    /// A line that cannot be sent.
    public struct TooLong: Error, Equatable, Sendable {
        /// Its number, from 1.
        public let line: Int
    }

    private let maxBytes: Int
    private let maxLines: Int
    private let maxLineBytes: Int
    private var partial: [UInt8] = []
    private var batch = LineBatch()
    private var line = 0
    private let stamp = ExportStamp()

    /// A batch is full with so many bytes or lines; a line may be longer than a batch, up to a limit of its own.
    public init(maxBytes: Int = 2 << 20, maxLines: Int = 5_000, maxLineBytes: Int = 16 << 20) {
        self.maxBytes = maxBytes
        self.maxLines = maxLines
        self.maxLineBytes = maxLineBytes
    }

    /// Takes the next bytes in and gives the batches that are full.
    public mutating func receive(_ bytes: [UInt8]) throws(TooLong) -> [LineBatch] {
        var full: [LineBatch] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            partial += rest[..<end]
            rest = rest[(end + 1)...]
            try endLine(&full)
        }
        partial += rest
        guard partial.count <= maxLineBytes else { throw TooLong(line: line + 1) }
        return full
    }

    /// The last batch, once there are no more bytes; it may be empty.
    public mutating func finish() throws(TooLong) -> [LineBatch] {
        var full: [LineBatch] = []
        if !partial.isEmpty { try endLine(&full) }
        if batch.count > 0 { full.append(batch) }
        batch = LineBatch()
        return full
    }

    private mutating func endLine(_ full: inout [LineBatch]) throws(TooLong) {
        line += 1
        defer { partial.removeAll(keepingCapacity: true) }
        guard partial.count <= maxLineBytes else { throw TooLong(line: line) }
        // A byte order mark at the start of a file is no part of its first line.
        if line == 1, partial.starts(with: [0xEF, 0xBB, 0xBF]) { partial.removeFirst(3) }
        guard partial.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { return }
        let ready = stamp.stamped(partial)
        if batch.count >= maxLines || (batch.count > 0 && batch.body.count + ready.count > maxBytes) {
            full.append(batch)
            batch = LineBatch()
        }
        batch.append(ready, number: line)
    }
}

@available(*, unavailable) extension LineBatcher: Sendable {}
