/// The lines of a body, each at most so many bytes; a last line without its end counts too.
public struct LineSequence: AsyncSequence, Sendable {
    let body: ResponseBody
    let limit: Int

    /// The lines from the beginning.
    public func makeAsyncIterator() -> Iterator {
        Iterator(pieces: body.makeAsyncIterator(), splitter: LineSplitter(limit: limit))
    }

    /// Reads one line after the other.
    public struct Iterator: AsyncIteratorProtocol {
        var pieces: ResponseBody.Iterator
        var splitter: LineSplitter
        private var ready: [[UInt8]].SubSequence = []
        private var isOver = false

        init(pieces: ResponseBody.Iterator, splitter: LineSplitter) {
            self.pieces = pieces
            self.splitter = splitter
        }

        /// The next line; nil at the end. Throws `tooLarge` for a line over the limit.
        public mutating func next() async throws(ClientError) -> [UInt8]? { try await next(isolation: #isolation) }

        /// The next line; nil at the end. Throws `tooLarge` for a line over the limit.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(ClientError) -> [UInt8]? {
            while true {
                if let line = ready.popFirst() { return line }
                guard !isOver else { return nil }
                if let piece = try await pieces.next(isolation: actor) {
                    ready = try splitter.receive(piece)[...]
                } else {
                    isOver = true
                    ready = splitter.finish()[...]
                }
            }
        }
    }
}

@available(*, unavailable)
extension LineSequence.Iterator: Sendable {}

/// Cuts bytes at line feeds; a carriage return before one goes with it, and empty lines are left out.
struct LineSplitter {
    let limit: Int
    private var partial: [UInt8] = []

    init(limit: Int) {
        self.limit = limit
    }

    /// The lines that are complete with these bytes.
    mutating func receive(_ bytes: [UInt8]) throws(ClientError) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            partial += rest[..<end]
            rest = rest[(end + 1)...]
            guard partial.count <= limit else { throw .tooLarge(limit) }
            lines += finish()
        }
        partial += rest
        guard partial.count <= limit else { throw .tooLarge(limit) }
        return lines
    }

    /// The line that has not ended, if there is one.
    mutating func finish() -> [[UInt8]] {
        defer { partial = [] }
        if partial.last == 0x0D { partial.removeLast() }
        return partial.isEmpty ? [] : [partial]
    }
}
