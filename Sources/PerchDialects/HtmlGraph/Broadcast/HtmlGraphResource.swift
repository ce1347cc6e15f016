import PerchJSON
import PerchModel

/// What a broadcast is about.
struct HtmlGraphResource {
    let type: String
    let id: String

    /// What is neither a track nor a spike nor the synchronisation is a feature.
    init(type: String?, id: String) {
        self.type = type.flatMap { ["track", "spike", "sync"].contains($0) ? $0 : nil } ?? "feature"
        self.id = id
    }

    /// A frame whose payload has the fields that the closure writes.
    func frame(_ word: String, _ event: Event, _ payload: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(payload)
        return frame(word, event, payload: writer.text)
    }

    func frame(_ word: String, _ event: Event, payload: JSONText) -> [UInt8] {
        var writer = JSONWriter(reserving: 256 + payload.bytes.count)
        writer.object { writer in
            writer.field("type", "broadcast_event")
            writer.field("event_type", word)
            writer.field("resource_id", id)
            writer.field("resource_type", type)
            writer.orNull("agent_id", event.agent)
            writer.orNull("session_id", event.session)
            writer.field("payload", payload)
            writer.field("timestamp", event.time)
        }
        return writer.bytes
    }
}

/// A comment on a feature, which is an event of a name of its own.
struct HtmlGraphComment {
    static let kind = "htmlgraph.comment"

    let feature: String
    let text: String
    let author: String?

    init(feature: String, text: String, author: String?) {
        self.feature = feature
        self.text = text
        self.author = author
    }

    /// Reads the data of the event; nil where somebody else made it of something else.
    init?(_ data: JSONText) {
        guard let fields = try? JSONParser().parse(data.bytes).objectValue,
            let feature = fields["feature"]?.stringValue, let text = fields["comment_text"]?.stringValue
        else { return nil }
        self.init(feature: feature, text: text, author: fields["author"]?.stringValue)
    }

    /// It as an event.
    var body: Body {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("feature", feature)
            writer.field("comment_text", text)
            writer.field("author", author)
        }
        return .other(name: Self.kind, data: writer.text)
    }
}
