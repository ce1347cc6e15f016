import PerchJSON
import PerchModel

/// An event in HtmlGraph's words: one of few types, and a handful of fields that are all always there.
struct HtmlGraphEvent {
    var type = "check_point"
    var tool: String?
    var input: String?
    var output: String?
    var status = "recorded"
    var model: String?
    var parent: String?
    var seconds: Double?
    var tokens: Int64 = 0
    var feature: String?
    let event: Event

    init(_ event: Event) {
        self.event = event
    }

    /// Its id: the sender's, or one of its number.
    static func id(of event: Event) -> String { event.draft.id ?? "evt-\(event.seq)" }

    /// Writes its fields into an object that is open.
    func writeFields(to writer: inout JSONWriter) {
        writer.field("event_id", Self.id(of: event))
        writer.orNull("agent_id", event.agent)
        writer.field("event_type", type)
        writer.field("timestamp", event.time)
        writer.orNull("tool_name", tool)
        writer.orNull("input_summary", summary(input))
        writer.orNull("output_summary", summary(output))
        writer.orNull("session_id", event.session)
        writer.field("status", status)
        writer.orNull("model", model)
        writer.orNull("parent_event_id", parent)
        writer.orNull("execution_duration_seconds", seconds)
        writer.field("cost_tokens", tokens)
        writer.orNull("feature_id", feature)
        writer.object("context") { writer in
            writer.field("kind", event.body.name)
            writer.field("project", event.project)
            writer.field("source", event.source)
            writer.field("seq", event.seq)
        }
    }

    /// The beginning of a text; a summary that is longer is none.
    func summary(_ text: String?) -> String? { text?.cut(to: 500) }
}
