public import PerchJSON

/// A draft made ready for the log: its bytes are written once, here, and are what the log keeps and every native client gets.
///
/// The tail is the event's JSON line from `"kind"` to the closing brace; the log puts the head before it, once the event has its number.
public struct Entry: Sendable, Equatable {
    /// What was reported, with its time.
    public let draft: Draft
    /// The line without its head.
    public let tail: [UInt8]

    /// Seals a draft; `now` stands in where the sender gave no time.
    public init(sealing draft: Draft, now: Timestamp) {
        var timed = draft
        let time = draft.time ?? now
        timed.time = time
        self.draft = timed
        self.tail = Self.encode(timed, time: time)
    }

    private static func encode(_ draft: Draft, time: Timestamp) -> [UInt8] {
        var writer = JSONWriter(reserving: 192 + (draft.data?.bytes.count ?? 128) + (draft.raw?.bytes.count ?? 0))
        writer.object { writer in
            writer.field("kind", draft.body.name)
            writer.key("time")
            writer.value(time)
            writer.field("project", draft.project)
            writer.field("session", draft.session)
            writer.field("agent", draft.agent)
            writer.field("id", draft.id)
            writer.field("source", draft.source)
            writer.key("data")
            if let data = draft.data { writer.raw(data) } else { draft.body.write(to: &writer) }
            writer.field("raw", draft.raw)
        }
        return Array(writer.bytes.dropFirst())
    }

    /// Appends the whole line, without a newline: the head with the event's number, then the tail.
    public func appendLine(seq: Seq, received: Timestamp, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: Self.seqKey)
        bytes.append(contentsOf: String(seq).utf8)
        bytes.append(contentsOf: Self.receivedKey)
        received.append(to: &bytes)
        bytes.append(contentsOf: Self.headEnd)
        bytes.append(contentsOf: tail)
    }

    private static let seqKey = Array(#"{"seq":"#.utf8)
    private static let receivedKey = Array(#","received":""#.utf8)
    private static let headEnd = Array(#"","#.utf8)
}

extension JSONWriter {
    /// Writes a moment as its ISO 8601 text.
    public mutating func value(_ time: Timestamp) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(29)
        bytes.append(UInt8(ascii: "\""))
        time.append(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
        raw(JSONText(validated: bytes))
    }

    /// Writes a moment under a key; nothing where there is none.
    public mutating func field(_ key: StaticString, _ time: Timestamp?) {
        guard let time else { return }
        self.key(key)
        value(time)
    }
}
