import PerchJSON
import PerchModel

/// What is said on the bus: a type, and data of whatever form its sender likes.
struct BusEvent: Sendable, Equatable {
    /// Such as `agent_chat_message_sent`.
    var type: String
    /// As it was sent, compact.
    var data: JSONText

    /// An event of its parts.
    init(_ type: String, data: JSONText) {
        self.type = type
        self.data = data
    }

    /// Reads what was posted, or the inside of an envelope; nil where its type cannot be the name of anything.
    init?(_ object: JSONObject) {
        let type = object.value("event_type").map { $0.stringValue ?? $0.text().string } ?? "unknown"
        guard type.isName, type.utf8.count <= Self.typeBytes else { return nil }
        self.init(type, data: object.value("data")?.text() ?? .emptyObject)
    }

    /// What it takes to say it: what a person says, by whatever of its names and however often it is written, and an approval are control.
    var scope: Scope {
        if ApprovalWord(type) == .answered { return .control }
        guard let object = try? JSONParser().parse(data.bytes).objectValue else { return .ingest }
        let speaks = object.contains { key, value in
            ["from_agent", "from", "sender"].contains(key) && value.stringValue.map(Person.isNamed) == true
        }
        return speaks ? .control : .ingest
    }

    /// A type is at most so long, so that it fits into a kind's name.
    static let typeBytes = 256

    /// It as a draft keeps it, for those who are told it as it was sent.
    var raw: JSONText {
        var writer = JSONWriter(reserving: data.bytes.count + type.utf8.count + 64)
        writer.object { writer in
            writer.field("event_type", type)
            writer.field("data", data)
        }
        return writer.text
    }

    /// What was said on the bus; nil where an event came in by another door.
    init?(of event: Event) {
        guard event.source == EventBus.source, let raw = event.draft.raw,
            let object = try? JSONParser().parse(raw.bytes).objectValue, object["event_type"] != nil
        else { return nil }
        self.init(object)
    }
}
