/// One event of an event stream (HTML Living Standard 9.2.5), and comments.
public struct OutgoingEvent: Sendable, Equatable {
    /// Becomes the client's `Last-Event-ID`.
    public var id: String?
    /// The name; `message` when there is none.
    public var event: String?
    /// The payload; may have several lines.
    public var data: [UInt8]
    /// Milliseconds the client should wait before it connects again.
    public var retry: Int?

    /// An event of its parts.
    public init(id: String? = nil, event: String? = nil, data: [UInt8], retry: Int? = nil) {
        self.id = id
        self.event = event
        self.data = data
        self.retry = retry
    }

    /// The event as it stands in the stream.
    public var encoded: [UInt8] {
        var out: [UInt8] = []
        encode(into: &out)
        return out
    }

    /// Appends the event as it stands in the stream.
    public func encode(into out: inout [UInt8]) {
        out.reserveCapacity(out.count + data.count + 64)
        if let id { Self.field("id: ", Array(id.utf8), into: &out) }
        if let event { Self.field("event: ", Array(event.utf8), into: &out) }
        if let retry { Self.field("retry: ", Array(String(max(0, retry)).utf8), into: &out) }
        var rest = data[...]
        while let end = rest.firstIndex(where: { $0 == 10 || $0 == 13 }) {
            Self.line("data: ", rest[..<end], into: &out)
            // CR LF is one line end.
            let isPair = rest[end] == 13 && end + 1 < rest.endIndex && rest[end + 1] == 10
            rest = rest[(end + (isPair ? 2 : 1))...]
        }
        Self.line("data: ", rest, into: &out)
        out.append(10)
    }

    /// A line that clients ignore; keeps connections and those in between awake.
    public static func comment(_ text: String = "") -> [UInt8] {
        var out: [UInt8] = []
        field(":", Array(text.utf8), into: &out)
        out.append(10)
        return out
    }

    /// A value that must be one line: line ends would start a field of somebody else's choice; a NUL would void an id.
    private static func field(_ name: StaticString, _ value: [UInt8], into out: inout [UInt8]) {
        line(name, value.filter { $0 != 10 && $0 != 13 && $0 != 0 }[...], into: &out)
    }

    private static func line(_ name: StaticString, _ value: ArraySlice<UInt8>, into out: inout [UInt8]) {
        ResponseEncoder.append(name, to: &out)
        out.append(contentsOf: value)
        out.append(10)
    }
}
