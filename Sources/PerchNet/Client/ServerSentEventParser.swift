/// Reads `text/event-stream` as the HTML standard says (9.2.6): lines end with CR, LF or both, a BOM at the start is
/// skipped, an id with a NUL is ignored, an event without data is none, and what is cut off at the end is dropped.
public struct ServerSentEventParser: Sendable {
    /// One event of an event stream.
    public struct Event: Equatable, Sendable {
        /// The type; `message` when the stream gave none.
        public var type: String
        /// The data lines, joined by line feeds.
        public var data: [UInt8]
        /// The last id the stream gave, in this event or before; where to resume.
        public var lastID: String

        /// The data as text.
        public var text: String { String(decoding: data, as: UTF8.self) }
    }

    private let limit: Int
    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var type = ""
    private var isFirstLine = true
    private var endedWithCR = false
    /// The last id seen, to be sent as `Last-Event-ID` when reconnecting.
    public private(set) var lastID: String
    /// How long the server asks to wait before reconnecting, in milliseconds; nil until it does.
    public private(set) var retry: Int?

    /// - Parameters:
    ///   - lastID: The id to begin with, when resuming.
    ///   - limit: The most bytes a line, and the data of an event, may have.
    public init(lastID: String = "", limit: Int = 16 << 20) {
        self.lastID = lastID
        self.limit = limit
    }

    /// The events that are complete with these bytes.
    public mutating func receive(_ bytes: [UInt8]) throws(ClientError) -> [ServerSentEventParser.Event] {
        var events: [ServerSentEventParser.Event] = []
        var rest = bytes[...]
        if endedWithCR, let first = rest.first {
            // CR and LF are one end of line even when the network parts them.
            if first == 0x0A { rest = rest.dropFirst() }
            endedWithCR = false
        }
        while let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
            line += rest[..<end]
            guard line.count <= limit else { throw .tooLarge(limit) }
            let isCR = rest[end] == 0x0D
            rest = rest[(end + 1)...]
            if isCR, rest.first == 0x0A { rest = rest.dropFirst() } else { endedWithCR = isCR && rest.isEmpty }
            if let event = try takeLine() { events.append(event) }
        }
        line += rest
        guard line.count <= limit else { throw .tooLarge(limit) }
        return events
    }

    private mutating func takeLine() throws(ClientError) -> ServerSentEventParser.Event? {
        defer { line.removeAll(keepingCapacity: true) }
        var content = line[...]
        if isFirstLine {
            isFirstLine = false
            if content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
        }
        guard !content.isEmpty else { return dispatch() }
        guard let colon = content.firstIndex(of: 0x3A) else {
            try field(content, [])
            return nil
        }
        var value = content[(colon + 1)...]
        if value.first == 0x20 { value = value.dropFirst() }
        try field(content[..<colon], value)
        return nil
    }

    private mutating func dispatch() -> ServerSentEventParser.Event? {
        defer { (data, hasData, type) = ([], false, "") }
        guard hasData else { return nil }
        return ServerSentEventParser.Event(type: type.isEmpty ? "message" : type, data: data, lastID: lastID)
    }

    /// An empty name is a comment's, and unknown names are ignored.
    private mutating func field(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) throws(ClientError) {
        switch String(decoding: name, as: UTF8.self) {
        case "data":
            if hasData { data.append(0x0A) }
            hasData = true
            guard data.count + value.count <= limit else { throw .tooLarge(limit) }
            data += value
        case "event": type = String(decoding: value, as: UTF8.self)
        case "id": if !value.contains(0) { lastID = String(decoding: value, as: UTF8.self) }
        case "retry":
            guard !value.isEmpty, value.allSatisfy({ (0x30...0x39).contains($0) }) else { return }
            retry = Int(String(decoding: value, as: UTF8.self)) ?? retry
        default: break
        }
    }
}

/// The events of a body.
public struct ServerSentEventSequence: AsyncSequence, Sendable {
    let body: ResponseBody
    let limit: Int

    /// The events from the beginning.
    public func makeAsyncIterator() -> Iterator {
        Iterator(pieces: body.makeAsyncIterator(), parser: ServerSentEventParser(limit: limit))
    }

    /// Reads one event after the other.
    public struct Iterator: AsyncIteratorProtocol {
        private var pieces: ResponseBody.Iterator
        /// What the stream said besides its events: the last id, and how long to wait before reconnecting.
        public private(set) var parser: ServerSentEventParser
        private var ready: [ServerSentEventParser.Event].SubSequence = []

        init(pieces: ResponseBody.Iterator, parser: ServerSentEventParser) {
            self.pieces = pieces
            self.parser = parser
        }

        /// The next event; nil at the end of the stream. Throws when the connection is lost before.
        public mutating func next() async throws(ClientError) -> ServerSentEventParser.Event? {
            try await next(isolation: #isolation)
        }

        /// The next event; nil at the end of the stream. Throws when the connection is lost before.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(ClientError) -> ServerSentEventParser.Event? {
            while ready.isEmpty {
                guard let piece = try await pieces.next(isolation: actor) else { return nil }
                ready = try parser.receive(piece)[...]
            }
            return ready.popFirst()
        }
    }
}

@available(*, unavailable)
extension ServerSentEventSequence.Iterator: Sendable {}
